package sluice.local.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import sluice.local.http.ApiError;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** Objects' resources and bytes, whole or in ranges. */
final class Downloads {

  private static final int NOT_MODIFIED = 304;
  private static final int READS_BEHIND_OVERWRITES = 20;

  private final Buckets buckets;
  private final Objects objects;
  private final Contents contents;

  Downloads(Buckets buckets, Objects objects, Contents contents) {
    this.buckets = buckets;
    this.objects = objects;
    this.contents = contents;
  }

  Routes routes() {
    return new Routes()
        .on("GET", "/storage/v1/b/{bucket}/o/{object}", this::get)
        .on("GET", "/download/storage/v1/b/{bucket}/o/{object}", this::media);
  }

  private Response get(Request request) throws IOException {
    if (request.parameter("alt").orElse("json").equals("media")) {
      return media(request);
    }
    StoredObject object = live(request);
    return unchanged(object, request)
        ? Response.empty(NOT_MODIFIED).with("ETag", object.etag())
        : Response.json(200, Resources.object(object, request.base()).toString())
            .with("ETag", object.etag());
  }

  private Response media(Request request) throws IOException {
    try {
      return bytes(request);
    } catch (ApiError error) {
      if (error.code() != 404) {
        throw error;
      }
      // Where bytes were asked for, the cloud says this in plain words.
      byte[] message = error.response().body().readAllBytes();
      return Response.bytes(
          404,
          "text/html; charset=UTF-8",
          error.getMessage() == null
              ? message
              : error.getMessage().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Response bytes(Request request) throws IOException {
    for (int i = 0; ; i++) {
      StoredObject object = live(request);
      if (unchanged(object, request)) {
        return Response.empty(NOT_MODIFIED).with("ETag", object.etag());
      }
      try {
        return described(content(object, request), object);
      } catch (NoSuchFileException e) {
        // Overwritten since it was looked up: look again.
        if (i == READS_BEHIND_OVERWRITES) {
          throw e;
        }
      }
    }
  }

  private Response content(StoredObject object, Request request) throws IOException {
    String type = object.setting("contentType").orElse("application/octet-stream");
    boolean gzip = object.setting("contentEncoding").orElse("").equals("gzip");
    if (gzip && !request.header("accept-encoding").orElse("").contains("gzip")) {
      InputStream unzipped = new GZIPInputStream(contents.read(object.file(), 0, object.size()));
      return new Response(200, java.util.Map.of(), unzipped, Response.UNKNOWN)
          .with("Content-Type", type)
          .with("Warning", "214 UploadServer gunzipped");
    }
    Optional<ByteRange> range = ByteRange.of(request, object.size());
    long start = range.map(ByteRange::start).orElse(0L);
    long length = range.map(ByteRange::length).orElse(object.size());
    InputStream in = contents.read(object.file(), start, length);
    Response response =
        new Response(range.isPresent() ? 206 : 200, java.util.Map.of(), in, length)
            .with("Content-Type", type);
    response = gzip ? response.with("Content-Encoding", "gzip") : response;
    return range.isEmpty()
        ? response
        : response.with(
            "Content-Range", "bytes %d-%d/%d".formatted(start, start + length - 1, object.size()));
  }

  private static Response described(Response response, StoredObject object) {
    String md5 = object.md5Hash() == null ? "" : ",md5=" + object.md5Hash();
    Response described =
        response
            .with("ETag", object.etag())
            .with("X-Goog-Generation", Long.toString(object.generation()))
            .with("X-Goog-Metageneration", Long.toString(object.metageneration()))
            .with("X-Goog-Hash", "crc32c=" + object.crc32c() + md5)
            .with("X-Goog-Storage-Class", object.setting("storageClass").orElse("STANDARD"))
            .with("X-Goog-Stored-Content-Length", Long.toString(object.size()))
            .with(
                "X-Goog-Stored-Content-Encoding",
                object.setting("contentEncoding").orElse("identity"))
            .with(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.parse(object.updated()).atOffset(ZoneOffset.UTC)));
    for (String setting : java.util.List.of("cacheControl", "contentDisposition")) {
      Optional<String> value = object.setting(setting);
      if (value.isPresent()) {
        String header = setting.equals("cacheControl") ? "Cache-Control" : "Content-Disposition";
        described = described.with(header, value.get());
      }
    }
    return described;
  }

  /** The object as the request demands it. */
  private StoredObject live(Request request) {
    String bucket = request.variable("bucket");
    if (!buckets.exists(bucket)) {
      throw Errors.noSuchBucket();
    }
    StoredObject live =
        objects.require(
            bucket,
            request.variable("object"),
            Preconditions.number(request::parameter, "generation"));
    boolean matches = request.header("if-match").map(tag -> names(tag, live)).orElse(true);
    if (!matches || !Preconditions.of(request::parameter).matches(Optional.of(live))) {
      throw Errors.conditionNotMet();
    }
    return live;
  }

  private static boolean unchanged(StoredObject object, Request request) {
    return Preconditions.of(request::parameter).unwanted(Optional.of(object))
        || request.header("if-none-match").map(tag -> names(tag, object)).orElse(false);
  }

  private static boolean names(String tags, StoredObject object) {
    return tags.equals("*") || tags.replace("\"", "").equals(object.etag());
  }
}
