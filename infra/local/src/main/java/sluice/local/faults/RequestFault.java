package sluice.local.faults;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import sluice.local.http.Request;

/**
 * What happens to some requests.
 *
 * @param service whose requests; matched whole
 * @param method matched whole
 * @param path found anywhere in the raw path
 * @param nth the first matching request it happens to, from 1
 * @param count to how many in a row
 */
public record RequestFault(
    Pattern service, Pattern method, Pattern path, int nth, int count, Effect effect) {

  private static final Pattern ANY = Pattern.compile(".*");

  /** What happens. */
  public sealed interface Effect {}

  /** Answered so, and not carried out. */
  public record Fail(int status, String reason) implements Effect {}

  /** Carried out later. */
  public record Delay(Duration by) implements Effect {}

  /** Carried out; then the connection is closed, so that its client cannot know. */
  public record Drop() implements Effect {}

  /** Something is done first. */
  public record Before(Consumer<Request> hook) implements Effect {}

  /** Something is done when it was carried out, before its client hears so. */
  public record After(Consumer<Request> hook) implements Effect {}

  /** The next request of a method whose path holds the pattern. */
  public static RequestFault next(String method, String path, Effect effect) {
    return new RequestFault(ANY, Pattern.compile(method), Pattern.compile(path), 1, 1, effect);
  }

  /** The same, from the nth match on, so many times. */
  public RequestFault from(int first, int times) {
    return new RequestFault(service, method, path, first, times, effect);
  }

  /** The same, for one service alone. */
  public RequestFault in(String name) {
    return new RequestFault(Pattern.compile(name), method, path, nth, count, effect);
  }

  boolean matches(String name, Request request) {
    return service.matcher(name).matches()
        && method.matcher(request.method()).matches()
        && path.matcher(request.rawPath()).find();
  }
}
