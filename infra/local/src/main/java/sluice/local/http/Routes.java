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

  /** Stands before routes: answers by itself, or lets them answer. */
  @FunctionalInterface
  public interface Gate {
    Optional<Response> answer(Request request, Routes behind) throws IOException;
  }

  private record Route(String method, Pattern pattern, List<String> names, Action action) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)(\\+?)}");

  private final List<Route> routes = new ArrayList<>();
  private final List<Routes> others = new ArrayList<>();
  private Gate gate = (request, behind) -> behind.match(request);

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

  /** Adds all of another's routes; this one's own come first. */
  public Routes and(Routes more) {
    others.add(more);
    return this;
  }

  /** These routes behind a gate, which sees every request before they do. */
  public Routes behind(Gate newGate) {
    Routes guarded = new Routes().and(this);
    guarded.gate = newGate;
    return guarded;
  }

  /**
   * The answer of the first route that matches; empty when none does. An {@link ApiError} thrown on
   * the way is an answer.
   */
  public Optional<Response> answer(Request request) throws IOException {
    try {
      return gate.answer(request, this);
    } catch (ApiError error) {
      return Optional.of(error.response());
    }
  }

  /** The answer past the gate. */
  public Optional<Response> match(Request request) throws IOException {
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
    for (Routes more : others) {
      Optional<Response> answer = more.answer(request);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }
}
