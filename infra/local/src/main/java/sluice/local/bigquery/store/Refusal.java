package sluice.local.bigquery.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What BigQuery says no with: an HTTP error of a request, or a job's {@code errorResult}.
 *
 * <p>Reasons and codes are those of <a
 * href="https://cloud.google.com/bigquery/docs/error-messages">BigQuery's error table</a>.
 */
public final class Refusal extends RuntimeException {

  private static final Map<String, Integer> CODES =
      Map.ofEntries(
          Map.entry("notFound", 404),
          Map.entry("duplicate", 409),
          Map.entry("conditionNotMet", 412),
          Map.entry("accessDenied", 403),
          Map.entry("quotaExceeded", 403),
          Map.entry("rateLimitExceeded", 403),
          Map.entry("responseTooLarge", 403),
          Map.entry("backendError", 503),
          Map.entry("jobBackendError", 400),
          Map.entry("internalError", 500),
          Map.entry("jobInternalError", 400),
          Map.entry("jobRateLimitExceeded", 400),
          Map.entry("notImplemented", 501),
          Map.entry("stopped", 200));

  /** One error, as REST answers it. */
  public record Problem(String reason, String message, Optional<String> location) {

    /** {@code {"reason": ..., "location": ..., "message": ...}}. */
    public JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("reason", reason);
      location.ifPresent(place -> json.addProperty("location", place));
      json.addProperty("message", message);
      return json;
    }
  }

  private final Problem error;
  // Not serialized with the exception, which never leaves the process.
  private final transient List<Problem> others;

  public Refusal(String reason, String message) {
    this(new Problem(reason, message, Optional.empty()), List.of());
  }

  public Refusal(String reason, String message, String location) {
    this(new Problem(reason, message, Optional.of(location)), List.of());
  }

  /** With the single errors that led to it, each its own place. */
  public Refusal(Problem error, List<Problem> others) {
    super(error.message());
    this.error = error;
    this.others = List.copyOf(others);
  }

  /** Something named does not exist: {@code Not found: Table p:d.t}. */
  public static Refusal notFound(String what) {
    return new Refusal("notFound", "Not found: " + what);
  }

  /** Something named exists already: {@code Already Exists: Dataset p:d}. */
  public static Refusal exists(String what) {
    return new Refusal("duplicate", "Already Exists: " + what);
  }

  /** A request or a job that asks for what cannot be. */
  public static Refusal invalid(String message) {
    return new Refusal("invalid", message);
  }

  public Problem error() {
    return error;
  }

  /** Every error, the summary first. */
  public List<Problem> errors() {
    if (others.isEmpty()) {
      return List.of(error);
    }
    return others.contains(error) ? others : concat(error, others);
  }

  /** The HTTP status of a request refused for this reason. */
  public int status() {
    return CODES.getOrDefault(error.reason(), 400);
  }

  /** The body of an HTTP error. */
  public JsonObject body() {
    JsonObject single = error.json();
    single.addProperty("domain", "global");
    JsonArray all = new JsonArray();
    all.add(single);
    JsonObject inner = new JsonObject();
    inner.addProperty("code", status());
    inner.addProperty("message", error.message());
    inner.add("errors", all);
    inner.addProperty("status", canonical());
    JsonObject body = new JsonObject();
    body.add("error", inner);
    return body;
  }

  private String canonical() {
    return switch (status()) {
      case 404 -> "NOT_FOUND";
      case 409 -> "ALREADY_EXISTS";
      case 412 -> "FAILED_PRECONDITION";
      case 403 ->
          error.reason().equals("accessDenied") ? "PERMISSION_DENIED" : "RESOURCE_EXHAUSTED";
      case 500 -> "INTERNAL";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      default -> "INVALID_ARGUMENT";
    };
  }

  private static List<Problem> concat(Problem first, List<Problem> rest) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), rest.stream())
        .toList();
  }
}
