package sluice.local.logging;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry in the shape of Cloud Logging's {@code LogEntry}.
 *
 * @param json not to be changed
 */
public record Entry(JsonObject json) {

  /**
   * An entry with a structured payload.
   *
   * @param logName {@code projects/P/logs/ID}
   * @param severity such as {@code INFO}
   * @param resourceType such as {@code cloud_run_revision}
   * @param resourceLabels of the resource that wrote it
   */
  public static Entry of(
      Instant timestamp,
      String logName,
      String severity,
      String resourceType,
      JsonObject resourceLabels,
      JsonObject jsonPayload) {
    JsonObject resource = new JsonObject();
    resource.addProperty("type", resourceType);
    resource.add("labels", resourceLabels);
    JsonObject json = new JsonObject();
    json.addProperty("logName", logName);
    json.addProperty("severity", severity);
    json.addProperty("timestamp", timestamp.toString());
    json.add("resource", resource);
    json.add("jsonPayload", jsonPayload);
    return new Entry(json);
  }

  /** When it happened. */
  public Instant timestamp() {
    return Instant.parse(json.get("timestamp").getAsString());
  }

  /** How grave it is; {@code DEFAULT} when nobody said. */
  public String severity() {
    return Optional.ofNullable(json.get("severity"))
        .map(value -> value.getAsString())
        .orElse("DEFAULT");
  }
}
