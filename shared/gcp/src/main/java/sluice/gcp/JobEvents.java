package sluice.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sluice.schema.TableId;
import sluice.warehouse.Labels;

/**
 * Completed jobs of BigQuery: audit log entries that a sink puts on a topic. An entry tells which
 * table its job was for; how the job ended is asked of BigQuery itself, since entries may be
 * truncated, late, repeated or missing.
 */
public final class JobEvents {

  private static final String[] LABELS = {
    "protoPayload", "metadata", "jobChange", "job", "jobConfig", "labels"
  };

  private JobEvents() {}

  /**
   * The table of a {@code google.cloud.pubsub.topic.v1.messagePublished} event's job, if the job is
   * ours.
   *
   * @throws sluice.RejectedException when the message is no log entry at all
   */
  public static Optional<TableId> table(CloudEvent event) {
    return Events.message(event)
        .flatMap(entry -> Events.at(entry, LABELS))
        .flatMap(labels -> Labels.table(map(labels)));
  }

  private static Map<String, String> map(JsonElement labels) {
    Map<String, String> map = new HashMap<>();
    if (labels instanceof JsonObject object) {
      for (String key : object.keySet()) {
        Events.text(object, key).ifPresent(value -> map.put(key, value));
      }
    }
    return map;
  }
}
