package sluice.local.bigquery.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.TableSizes;
import sluice.local.sql.Translated;
import sluice.schema.TableId;

/** What a query job's statistics say of its statement. */
final class QueryStatistics {

  private static final long SMALLEST_BILL = 10L * 1024 * 1024;

  private QueryStatistics() {}

  static JsonObject of(Catalog catalog, Translated statement) {
    JsonArray tables = new JsonArray();
    long bytes = 0;
    for (TableId id : statement.tables()) {
      if (id.dataset().equals(ExternalTables.HIDDEN)) {
        continue;
      }
      tables.add(reference(catalog, id));
      Optional<StoredTable> table = catalog.table(id).filter(found -> !found.isView());
      bytes +=
          table
              .map(found -> catalog.sizes().of(catalog, found))
              .map(TableSizes.Size::bytes)
              .orElse(0L);
    }
    JsonObject statistics =
        Json.of(
            "statementType", statement.kind().name(),
            "totalBytesProcessed", Long.toString(bytes),
            "totalBytesBilled", Long.toString(bytes == 0 ? 0 : Math.max(bytes, SMALLEST_BILL)),
            "cacheHit", false);
    if (!tables.isEmpty()) {
      statistics.add("referencedTables", tables);
    }
    return statistics;
  }

  static JsonObject reference(Catalog catalog, TableId id) {
    return Json.of(
        "projectId", catalog.project(), "datasetId", id.dataset(), "tableId", id.table());
  }

  /** As the job's statistics hold it. */
  static JsonObject wrapped(JsonObject statistics) {
    return Json.of(
        "query",
        statistics,
        "totalBytesProcessed",
        Json.text(statistics, "totalBytesProcessed").orElse("0"));
  }
}
