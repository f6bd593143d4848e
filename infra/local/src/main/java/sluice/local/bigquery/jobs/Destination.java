package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.util.Optional;
import sluice.local.bigquery.store.Json;
import sluice.schema.TableId;

/**
 * Where rows go, or come from: a table or one partition of it.
 *
 * @param partition the id behind a {@code $}
 */
record Destination(TableId table, Optional<String> partition) {

  /** Reads a REST table reference, {@code {"datasetId", "tableId": "orders$20260101"}}. */
  static Destination of(JsonObject reference) {
    String name = Json.required(reference, "tableId");
    int dollar = name.indexOf('$');
    TableId table =
        new TableId(
            Json.required(reference, "datasetId"), dollar < 0 ? name : name.substring(0, dollar));
    return new Destination(
        table, dollar < 0 ? Optional.empty() : Optional.of(name.substring(dollar + 1)));
  }
}
