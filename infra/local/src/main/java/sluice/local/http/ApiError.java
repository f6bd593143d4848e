package sluice.local.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * Ends a request with an error in the shape of Google's APIs. {@link Routes} turns it into the
 * response.
 */
public final class ApiError extends RuntimeException {

  private final int code;
  private final transient JsonObject body;

  private ApiError(int code, String message, JsonObject body) {
    super(message);
    this.code = code;
    this.body = body;
  }

  /**
   * The shape of the older APIs (Cloud Storage, BigQuery), whose clients read a reason.
   *
   * @param reason such as {@code notFound}
   */
  public static ApiError reasoned(int code, String reason, String message) {
    JsonObject detail = new JsonObject();
    detail.addProperty("message", message);
    detail.addProperty("domain", "global");
    detail.addProperty("reason", reason);
    JsonArray details = new JsonArray();
    details.add(detail);
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.add("errors", details);
    return wrapped(code, message, error);
  }

  /**
   * The shape of the newer APIs (Pub/Sub, Scheduler, Logging), whose clients read a gRPC status.
   *
   * @param status such as {@code NOT_FOUND}
   */
  public static ApiError canonical(int code, String status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.addProperty("status", status);
    return wrapped(code, message, error);
  }

  private static ApiError wrapped(int code, String message, JsonObject error) {
    JsonObject body = new JsonObject();
    body.add("error", error);
    return new ApiError(code, message, body);
  }

  /** The HTTP status. */
  public int code() {
    return code;
  }

  /** What the client gets. */
  public Response response() {
    return Response.json(code, body.toString());
  }
}
