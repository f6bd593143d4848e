package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Schemas;
import sluice.local.bigquery.store.StoredDataset;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.schema.Column;
import sluice.schema.TableId;

/** Where the rows of a query without a destination are, for a day. */
final class AnonymousTables {

  private static final Duration LIFETIME = Duration.ofDays(1);

  private AnonymousTables() {}

  /** The name of the hidden dataset of a location. */
  private static String dataset(String location) {
    return "_anonymous_" + location.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "_");
  }

  /** Makes sure that a location's hidden dataset is there, in a transaction of its own. */
  static void prepare(Catalog catalog, String location) {
    String id = dataset(location);
    if (catalog.dataset(id).isEmpty()) {
      catalog.change(
          change -> {
            change.put(
                StoredDataset.created(
                    catalog.project(), id, Json.of("location", location), catalog.now()));
            return id;
          });
    }
  }

  static StoredTable create(Catalog catalog, Transaction transaction, Job job, List<Column> columns)
      throws SQLException {
    StoredDataset dataset = transaction.dataset(dataset(job.key().location())).orElseThrow();
    long until = catalog.now().plus(LIFETIME).toEpochMilli();
    JsonObject described = Json.of("expirationTime", Long.toString(until));
    described.add("schema", Schemas.schema(columns));
    String name = "anon" + Integer.toHexString(job.key().id().hashCode()) + "_" + job.created();
    StoredTable table =
        StoredTable.created(
            catalog.project(), dataset, new TableId(dataset.id(), name), described, catalog.now());
    transaction.create(table);
    return table;
  }
}
