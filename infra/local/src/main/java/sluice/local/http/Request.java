package sluice.local.http;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request.
 *
 * @param rawPath the path as sent, percent-encoding kept
 * @param variables what the route's {@code {names}} matched, decoded
 * @param query the query's parameters, decoded, in order; a name may occur more than once
 * @param headers by lower-case name
 * @param body as sent, but for {@code Content-Encoding: gzip}, which is undone
 */
public record Request(
    String method,
    String rawPath,
    Map<String, String> variables,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    InputStream body) {

  /** What the route's {@code {name}} matched. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** The first value of a query parameter. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .map(values -> values.get(0));
  }

  /** {@code http://host:port} as the client named this server. */
  public String base() {
    return "http://" + header("host").orElse("127.0.0.1");
  }

  /** The body as JSON; an absent one is an empty object. */
  public JsonObject json() throws IOException {
    String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    try {
      return text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw ApiError.reasoned(400, "parseError", "Parse Error: the body is not a JSON object");
    }
  }

  Request with(Map<String, String> matched) {
    return new Request(method, rawPath, matched, query, headers, body);
  }

  /** Undoes percent-encoding; a plus stays a plus, as in a path. */
  public static String decode(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The parameters of a query string. */
  public static Map<String, List<String>> parseQuery(String rawQuery) {
    Map<String, List<String>> parsed = new LinkedHashMap<>();
    for (String pair : rawQuery.split("[&;]")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parsed
            .computeIfAbsent(
                URLDecoder.decode(name, StandardCharsets.UTF_8), key -> new ArrayList<>())
            .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return parsed;
  }
}
