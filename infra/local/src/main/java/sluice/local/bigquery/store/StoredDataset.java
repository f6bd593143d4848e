package sluice.local.bigquery.store;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A dataset.
 *
 * @param resource as REST answers it, but for what depends on the request
 */
public record StoredDataset(String id, JsonObject resource) {

  /** A new dataset as a request describes it. */
  public static StoredDataset created(
      String project, String id, JsonObject described, Instant now) {
    JsonObject resource = described.deepCopy();
    String millis = Long.toString(now.toEpochMilli());
    resource.addProperty("kind", "bigquery#dataset");
    resource.addProperty("id", project + ":" + id);
    resource.add("datasetReference", Json.of("projectId", project, "datasetId", id));
    resource.addProperty("location", Json.text(described, "location").orElse("US"));
    resource.addProperty("creationTime", millis);
    resource.addProperty("lastModifiedTime", millis);
    resource.addProperty("etag", UUID.randomUUID().toString());
    resource.addProperty("type", "DEFAULT");
    return new StoredDataset(id, resource);
  }

  /** The location its tables and their jobs are in. */
  public String location() {
    return Json.text(resource, "location").orElse("US");
  }

  /** How long its tables live when they do not say so themselves. */
  public Optional<Long> tableLifetimeMillis() {
    return Json.number(resource, "defaultTableExpirationMs");
  }

  /** Hidden datasets hold anonymous results, and no list shows them. */
  public boolean hidden() {
    return id.startsWith("_");
  }
}
