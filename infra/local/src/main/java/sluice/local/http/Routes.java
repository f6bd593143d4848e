package sluice.local.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service answers to: a list of method and path patterns, the first match wins.
 *
 * <p>In a pattern, {@code {name}} matches one segment of the raw path (so an object's name whose
 * slashes are percent-encoded is one), and {@code {name+}} matches the rest of the path, slashes
 * and all. Matches are decoded.
 */
public final class Routes {

  /** Answers one request. */
  @FunctionalInterface
  public interface Action {
    Response answer(Request request) throws IOException;
  }

  private record Route(String method, Pattern pattern, List<String> names, Action action) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)(\\+?)}");

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route: {@code on("GET", "/storage/v1/b/{bucket}/o/{object}", ...)}. */
  public Routes on(String method, String path, Action action) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(path);
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(path.substring(end, matcher.start())));
      regex.append(matcher.group(2).isEmpty() ? "([^/]+?)" : "(.+)");
      names.add(matcher.group(1));
      end = matcher.end();
    }
    regex.append(Pattern.quote(path.substring(end)));
    routes.add(new Route(method, Pattern.compile(regex.toString()), names, action));
    return this;
  }

  /** Adds all of another's routes behind this one's. */
  public Routes and(Routes others) {
    routes.addAll(others.routes);
    return this;
  }

  /** The answer of the first route that matches; empty when none does. */
  public Optional<Response> answer(Request request) throws IOException {
    for (Route route : routes) {
      if (route.method().equals(request.method())) {
        Matcher matcher = route.pattern().matcher(request.rawPath());
        if (matcher.matches()) {
          Map<String, String> variables = new LinkedHashMap<>();
          for (int i = 0; i < route.names().size(); i++) {
            variables.put(route.names().get(i), Request.decode(matcher.group(i + 1)));
          }
          return Optional.of(route.action().answer(request.with(variables)));
        }
      }
    }
    return Optional.empty();
  }
}
