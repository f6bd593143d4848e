package sluice.local.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/**
 * Many small requests in one, as the Java client deletes many objects.
 *
 * <p>https://cloud.google.com/storage/docs/batch
 */
final class Batches {

  private static final String BOUNDARY = "batch_of_answers";

  private final Routes routes;

  Batches(Routes routes) {
    this.routes = routes;
  }

  Routes routes() {
    return new Routes().on("POST", "/batch/storage/v1", this::batch);
  }

  private Response batch(Request request) throws IOException {
    String type = request.header("content-type").orElse("");
    int at = type.indexOf("boundary=");
    if (at < 0) {
      throw Errors.invalid("Malformed batch: its Content-Type names no boundary.");
    }
    String boundary = type.substring(at + "boundary=".length()).replace("\"", "").strip();
    String body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
    StringBuilder answers = new StringBuilder();
    for (String part : body.split(java.util.regex.Pattern.quote("--" + boundary))) {
      if (!part.isBlank() && !part.startsWith("--")) {
        answers.append(answer(part.replace("\r\n", "\n").stripLeading(), request));
      }
    }
    answers.append("--").append(BOUNDARY).append("--\r\n");
    return Response.bytes(
        200,
        "multipart/mixed; boundary=" + BOUNDARY,
        answers.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A part has headers of its own, then a whole request. */
  private String answer(String part, Request outer) throws IOException {
    String[] pieces = part.split("\n\n", 3);
    if (pieces.length < 2) {
      throw Errors.invalid("Malformed batch: a part holds no request.");
    }
    String id = headers(pieces[0].lines().toList()).getOrDefault("content-id", List.of("")).get(0);
    List<String> head = pieces[1].lines().toList();
    String body = pieces.length == 3 ? pieces[2] : "";
    Optional<Response> answer = routes.answer(request(head, body, outer));
    Response response = answer.orElseGet(() -> Response.empty(404));
    String text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    return """
        --%s
        Content-Type: application/http
        Content-ID: <response-%s

        HTTP/1.1 %d %s
        Content-Type: application/json; charset=UTF-8
        Content-Length: %d

        %s
        """
        .formatted(
            BOUNDARY,
            id.startsWith("<") ? id.substring(1) : id + ">",
            response.status(),
            response.status() < 400 ? "OK" : "Error",
            text.getBytes(StandardCharsets.UTF_8).length,
            text)
        .replace("\n", "\r\n");
  }

  private static Request request(List<String> head, String body, Request outer) {
    String[] line = head.get(0).split(" ");
    URI uri = URI.create(line[1]);
    Map<String, List<String>> headers = headers(head.subList(1, head.size()));
    headers.put("host", outer.headers().getOrDefault("host", List.of("127.0.0.1")));
    return new Request(
        line[0],
        uri.getRawPath(),
        Map.of(),
        Request.parseQuery(uri.getRawQuery() == null ? "" : uri.getRawQuery()),
        headers,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, List<String>> headers(List<String> lines) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return headers;
  }
}
