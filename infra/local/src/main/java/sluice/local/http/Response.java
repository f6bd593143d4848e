package sluice.local.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP response.
 *
 * @param length of the body in bytes; {@link #UNKNOWN} sends it chunked
 */
public record Response(int status, Map<String, String> headers, InputStream body, long length) {

  /** The length of a body that is known only when it has been sent. */
  public static final long UNKNOWN = -1;

  public Response {
    headers = Map.copyOf(headers);
  }

  /** No body. */
  public static Response empty(int status) {
    return new Response(status, Map.of(), InputStream.nullInputStream(), 0);
  }

  /** A JSON body. */
  public static Response json(int status, String json) {
    return bytes(status, "application/json; charset=UTF-8", json.getBytes(StandardCharsets.UTF_8));
  }

  /** A body of bytes. */
  public static Response bytes(int status, String contentType, byte[] body) {
    return new Response(
        status, Map.of("Content-Type", contentType), new ByteArrayInputStream(body), body.length);
  }

  /** The same with one header more. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body, length);
  }
}
