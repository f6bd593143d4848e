package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import sluice.local.bigquery.load.Load;
import sluice.local.bigquery.load.Loader;
import sluice.local.bigquery.load.ObjectSource;
import sluice.local.bigquery.load.ParquetFiles;
import sluice.local.bigquery.load.SchemaEvolution.MissingColumns;
import sluice.local.bigquery.load.SchemaEvolution.UnknownColumns;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.TableSizes;
import sluice.local.bigquery.store.Transaction;
import sluice.schema.Column;
import sluice.schema.TableId;

/** A load job: files into a table. */
final class LoadWork implements Work {

  private final Catalog catalog;
  private final ObjectSource objects;
  private final JsonObject configuration;
  private final Destination destination;
  private final Load load;

  LoadWork(Catalog catalog, ObjectSource objects, Job job) {
    this.catalog = catalog;
    this.objects = objects;
    this.configuration = job.configuration().deepCopy();
    this.destination = Destination.of(configuration.getAsJsonObject("destinationTable"));
    catalog.requiredDataset(destination.table().dataset());
    this.load = Load.of(configuration, objects);
  }

  @Override
  public Optional<TableId> target() {
    return Optional.of(destination.table());
  }

  @Override
  public Outcome run(Transaction transaction, Cancellation cancellation) throws SQLException {
    ParquetFiles parquet = new ParquetFiles(transaction.connection(), objects, configuration);
    Optional<List<Column>> columns = load.columns(parquet);
    TableWriter writer =
        new TableWriter(catalog, transaction, configuration, destination, "WRITE_APPEND");
    TableWriter.Ready ready =
        writer.prepare(
            columns,
            load.selfDescribing() ? MissingColumns.NULL : MissingColumns.REFUSED,
            load.ignoresUnknownValues() ? UnknownColumns.IGNORED : UnknownColumns.ADDED_OR_REFUSED);
    Optional<OffsetDateTime> arrival = writer.partitionTime(ready.table(), catalog.now());
    Loader.Counts counts =
        new Loader(load, ready.table(), columns, arrival, cancellation::check)
            .run(transaction.connection());
    TableSizes.Size written = writer.finish(ready);
    JsonObject statistics =
        Json.of(
            "inputFiles", Integer.toString(load.files()),
            "inputFileBytes", Long.toString(load.bytes()),
            "outputRows", Long.toString(counts.rows()),
            "outputBytes", Long.toString(written.bytes()),
            "badRecords", Long.toString(counts.badRecords()));
    return new Outcome(Json.of("load", statistics), counts.problems(), Optional.empty());
  }
}
