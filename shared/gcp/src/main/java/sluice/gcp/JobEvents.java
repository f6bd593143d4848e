package sluice.gcp;

import com.google.gson.JsonObject;
import io.cloudevents.CloudEvent;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
   */
  public static Optional<TableId> table(CloudEvent event) {
    return Events.data(event)
        .flatMap(envelope -> Events.at(envelope, "message", "data"))
        .map(data -> Events.json(Base64.getDecoder().decode(data.getAsString())))
        .flatMap(entry -> Events.at(entry, LABELS))
        .flatMap(labels -> Labels.table(map(labels.getAsJsonObject())));
  }

  private static Map<String, String> map(JsonObject labels) {
    return labels.asMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().getAsString()));
  }
}
