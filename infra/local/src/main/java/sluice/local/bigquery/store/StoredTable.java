package sluice.local.bigquery.store;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A table or a view.
 *
 * @param columns those of the resource's schema
 * @param resource as REST answers it, but for its counts; never changed in place
 */
public record StoredTable(TableId id, List<Column> columns, JsonObject resource) {

  public StoredTable {
    columns = List.copyOf(columns);
  }

  /** Reads the columns from the resource. */
  public static StoredTable of(TableId id, JsonObject resource) {
    return new StoredTable(
        id, Json.object(resource, "schema").map(Schemas::columns).orElse(List.of()), resource);
  }

  /** A new table as a request or a job describes it. */
  public static StoredTable created(
      String project, StoredDataset dataset, TableId id, JsonObject described, Instant now) {
    JsonObject resource = described.deepCopy();
    List<Column> columns = Json.object(resource, "schema").map(Schemas::columns).orElse(List.of());
    Json.object(resource, "schema")
        .ifPresent(schema -> resource.add("schema", Schemas.schema(columns, Optional.of(schema))));
    resource.addProperty("kind", "bigquery#table");
    resource.addProperty("id", project + ":" + id);
    resource.add(
        "tableReference",
        Json.of("projectId", project, "datasetId", id.dataset(), "tableId", id.table()));
    resource.addProperty("type", resource.has("view") ? "VIEW" : "TABLE");
    resource.addProperty("location", dataset.location());
    resource.addProperty("creationTime", Long.toString(now.toEpochMilli()));
    if (!resource.has("expirationTime")) {
      dataset
          .tableLifetimeMillis()
          .ifPresent(
              millis ->
                  resource.addProperty(
                      "expirationTime", Long.toString(now.toEpochMilli() + millis)));
    }
    return new StoredTable(id, columns, resource).modified(now);
  }

  /** The same, modified now: a new etag and a new {@code lastModifiedTime}. */
  public StoredTable modified(Instant now) {
    return with(
        changed -> {
          changed.addProperty("lastModifiedTime", Long.toString(now.toEpochMilli()));
          changed.addProperty("etag", UUID.randomUUID().toString());
        });
  }

  /** The same with other columns; what the schema says beside names and types stays. */
  public StoredTable withColumns(List<Column> others) {
    return with(
        changed -> changed.add("schema", Schemas.schema(others, Json.object(resource, "schema"))));
  }

  StoredTable named(String project, TableId name) {
    JsonObject changed = resource.deepCopy();
    changed.addProperty("id", project + ":" + name);
    changed.add(
        "tableReference",
        Json.of("projectId", project, "datasetId", name.dataset(), "tableId", name.table()));
    return of(name, changed);
  }

  private StoredTable with(Consumer<JsonObject> change) {
    JsonObject changed = resource.deepCopy();
    change.accept(changed);
    return of(id, changed);
  }

  public boolean isView() {
    return viewSql().isPresent();
  }

  /** A view's GoogleSQL. */
  public Optional<String> viewSql() {
    return Json.text(resource, "view", "query");
  }

  public Optional<Partitioning> partitioning() {
    return Partitioning.of(resource, columns);
  }

  /** Whether rows belong to the partition of their arrival. */
  public boolean ingestionTimePartitioned() {
    return partitioning()
        .filter(how -> how instanceof Partitioning.Time time && time.field().isEmpty())
        .isPresent();
  }

  /** Changes with every change of the table, its rows included. */
  public String etag() {
    return Json.text(resource, "etag").orElse("");
  }

  /** Whether its time is over. */
  public boolean expired(Instant now) {
    return Json.number(resource, "expirationTime")
        .filter(millis -> millis <= now.toEpochMilli())
        .isPresent();
  }
}
