package sluice.local.bigquery.rest;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.local.bigquery.jobs.Uploads;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** Load jobs whose file comes with the request: multipart and resumable uploads. */
final class UploadsApi {

  private static final String PATH = "/upload/bigquery/v2/projects/{project}/jobs";
  private static final Pattern BOUNDARY = Pattern.compile("boundary=[\"']?([^\"';]+)[\"']?");
  private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

  private record Session(String project, JsonObject job, Path file) {}

  private final Function<String, Project> projects;
  private final Uploads uploads;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  UploadsApi(Function<String, Project> projects, Uploads uploads) {
    this.projects = projects;
    this.uploads = uploads;
  }

  void routes(Routes routes) {
    for (String path : new String[] {PATH, "/resumable" + PATH}) {
      routes.on("POST", path, this::start).on("PUT", path, this::proceed);
    }
  }

  private Response start(Request request) throws IOException {
    try {
      String kind = request.parameter("uploadType").orElse("");
      if (kind.equals("multipart")) {
        return multipart(request);
      }
      if (!kind.equals("resumable")) {
        throw Refusal.invalid("Invalid value for uploadType: use multipart or resumable.");
      }
      String id = UUID.randomUUID().toString();
      sessions.put(
          id, new Session(request.variable("project"), Api.body(request), uploads.newFile(id)));
      String address =
          "http://%s%s?uploadType=resumable&upload_id=%s"
              .formatted(request.header("host").orElse("127.0.0.1"), request.rawPath(), id);
      return Response.json(200, "{}").with("Location", address).with("X-GUploader-UploadID", id);
    } catch (Refusal refusal) {
      return Api.error(refusal);
    }
  }

  private Response proceed(Request request) throws IOException {
    try {
      String id = request.parameter("upload_id").orElse("");
      Session session = sessions.get(id);
      if (session == null) {
        throw Refusal.notFound("upload " + id);
      }
      Optional<Matcher> range =
          request.header("content-range").map(RANGE::matcher).filter(Matcher::matches);
      long received = Files.size(session.file());
      if (range.isPresent() && range.get().group(1) != null) {
        long from = Long.parseLong(range.get().group(1));
        if (from > received) {
          return incomplete(received);
        }
        request.body().skipNBytes(received - from);
      }
      try (OutputStream out = Files.newOutputStream(session.file(), StandardOpenOption.APPEND)) {
        request.body().transferTo(out);
      }
      received = Files.size(session.file());
      boolean whole =
          range.isEmpty()
              || (!range.get().group(3).equals("*")
                  && Long.parseLong(range.get().group(3)) == received);
      if (!whole) {
        return incomplete(received);
      }
      sessions.remove(id);
      return submitted(session.project(), session.job(), id);
    } catch (Refusal refusal) {
      return Api.error(refusal);
    }
  }

  private static Response incomplete(long received) {
    Response response = Response.empty(308);
    return received == 0 ? response : response.with("Range", "bytes=0-" + (received - 1));
  }

  private Response submitted(String project, JsonObject job, String upload) {
    JsonObject load =
        Json.object(job, "configuration", "load")
            .orElseThrow(() -> Refusal.invalid("Only load jobs take an upload."));
    load.add("sourceUris", Json.array(java.util.List.of(Uploads.uri(upload))));
    return Response.json(200, JobsApi.insert(projects.apply(project), job).toString());
  }

  private Response multipart(Request request) throws IOException {
    Matcher boundary = BOUNDARY.matcher(request.header("content-type").orElse(""));
    if (!boundary.find()) {
      throw Refusal.invalid("A multipart upload needs a boundary in its Content-Type.");
    }
    byte[] mark = ("--" + boundary.group(1)).getBytes(StandardCharsets.UTF_8);
    InputStream body = new java.io.BufferedInputStream(request.body(), 1 << 16);
    body.skipNBytes(mark.length);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    part(body, mark, json);
    String id = UUID.randomUUID().toString();
    try (OutputStream file =
        new java.io.BufferedOutputStream(Files.newOutputStream(uploads.newFile(id)), 1 << 16)) {
      part(body, mark, file);
    }
    return submitted(
        request.variable("project"), Json.parse(json.toString(StandardCharsets.UTF_8)), id);
  }

  /** Copies one part's content, up to the line break before the next boundary. */
  private static void part(InputStream body, byte[] boundary, OutputStream content)
      throws IOException {
    skipHeaders(body);
    byte[] end = new byte[boundary.length + 1];
    end[0] = '\n';
    System.arraycopy(boundary, 0, end, 1, boundary.length);
    boolean heldReturn = false;
    int matched = 0;
    while (matched < end.length) {
      int b = body.read();
      if (b < 0) {
        throw Refusal.invalid("The multipart body ends before its last boundary.");
      }
      if (b == end[matched]) {
        matched++;
        continue;
      }
      if (heldReturn && matched == 0) {
        content.write('\r');
        heldReturn = false;
      }
      if (matched > 0) {
        if (heldReturn) {
          content.write('\r');
          heldReturn = false;
        }
        content.write(end, 0, matched);
        matched = b == end[0] ? 1 : 0;
        if (matched == 1) {
          continue;
        }
      }
      if (b == '\r') {
        heldReturn = true;
      } else {
        content.write(b);
      }
    }
  }

  private static void skipHeaders(InputStream body) throws IOException {
    int lineLength = -1;
    boolean first = true;
    while (lineLength != 0 || first) {
      first = lineLength == -1;
      lineLength = 0;
      int b = body.read();
      while (b >= 0 && b != '\n') {
        lineLength += b == '\r' ? 0 : 1;
        b = body.read();
      }
      if (b < 0) {
        throw Refusal.invalid("The multipart body ends within a part's headers.");
      }
    }
  }
}
