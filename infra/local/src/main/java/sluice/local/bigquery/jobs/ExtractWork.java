package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.local.bigquery.extract.Extract;
import sluice.local.bigquery.load.ObjectSource;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Partitioning;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.schema.TableId;

/**
 * An extract job: a table into an object. Run again after a crash, it writes the same object anew.
 */
final class ExtractWork implements Work {

  private final Catalog catalog;
  private final ObjectSource objects;
  private final JsonObject configuration;
  private final Destination source;
  private final String bucket;
  private final String name;

  ExtractWork(Catalog catalog, ObjectSource objects, Job job) {
    this.catalog = catalog;
    this.objects = objects;
    this.configuration = job.configuration();
    this.source =
        Destination.of(
            Json.object(configuration, "sourceTable")
                .orElseThrow(
                    () -> new Refusal("required", "Required parameter is missing: sourceTable")));
    List<String> uris = new ArrayList<>(Json.texts(configuration, "destinationUris"));
    Json.text(configuration, "destinationUri").ifPresent(uris::add);
    if (uris.size() != 1) {
      throw Refusal.invalid(
          "The local cloud extracts into one destination URI; the job names %d."
              .formatted(uris.size()));
    }
    String uri = uris.get(0);
    int slash = uri.indexOf('/', 5);
    if (!uri.startsWith("gs://") || slash < 6 || slash == uri.length() - 1) {
      throw Refusal.invalid(
          "Destination URI must be a Google Cloud Storage location, gs://bucket/object: " + uri);
    }
    this.bucket = uri.substring(5, slash);
    this.name = uri.substring(slash + 1).replace("*", "000000000000");
  }

  @Override
  public Optional<TableId> target() {
    return Optional.empty();
  }

  @Override
  public Outcome run(Transaction transaction, Cancellation cancellation) throws SQLException {
    catalog.requiredDataset(source.table().dataset());
    StoredTable table =
        transaction
            .table(source.table())
            .orElseThrow(
                () -> Refusal.notFound("Table " + catalog.project() + ":" + source.table()));
    if (table.isView()) {
      throw Refusal.invalid(
          "Cannot extract %s:%s: it is a view.".formatted(catalog.project(), table.id()));
    }
    String condition =
        source.partition().map(id -> partitioning(table).condition(id)).orElse("true");
    Extract extract = new Extract(configuration, table, condition);
    try {
      Path file = Files.createTempFile("sluice-extract", null);
      try {
        extract.write(transaction.connection(), file);
        cancellation.check();
        long bytes = Files.size(file);
        objects.write(bucket, name, extract.contentType(), file);
        return Outcome.of(
            Json.of(
                "extract",
                Json.of(
                    "destinationUriFileCounts", Json.array(List.of("1")),
                    "inputBytes", Long.toString(bytes))));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Partitioning partitioning(StoredTable table) {
    return table
        .partitioning()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "Table %s:%s is not partitioned.".formatted(catalog.project(), table.id())));
  }
}
