package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.local.bigquery.load.SchemaEvolution.MissingColumns;
import sluice.local.bigquery.load.SchemaEvolution.UnknownColumns;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Partitioning;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.TableSizes;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.TableId;

/** A copy job: one or more tables into one. */
final class CopyWork implements Work {

  private final Catalog catalog;
  private final JsonObject configuration;
  private final Destination destination;
  private final List<Destination> sources;

  CopyWork(Catalog catalog, Job job) {
    this.catalog = catalog;
    this.configuration = job.configuration().deepCopy();
    this.destination = Destination.of(configuration.getAsJsonObject("destinationTable"));
    String operation = Json.text(configuration, "operationType").orElse("COPY");
    if (!operation.equals("COPY") && !operation.equals("OPERATION_TYPE_UNSPECIFIED")) {
      throw Refusal.invalid(
          "The local cloud copies tables, and knows no operationType %s.".formatted(operation));
    }
    List<Destination> named = new ArrayList<>();
    Json.object(configuration, "sourceTable").ifPresent(table -> named.add(Destination.of(table)));
    Json.objects(configuration, "sourceTables").forEach(table -> named.add(Destination.of(table)));
    if (named.isEmpty()) {
      throw new Refusal("required", "Required parameter is missing: sourceTable");
    }
    this.sources = List.copyOf(named);
  }

  @Override
  public Optional<TableId> target() {
    return Optional.of(destination.table());
  }

  @Override
  public Outcome run(Transaction transaction, Cancellation cancellation) throws SQLException {
    List<StoredTable> tables = new ArrayList<>();
    for (Destination source : sources) {
      catalog.requiredDataset(source.table().dataset());
      tables.add(
          transaction
              .table(source.table())
              .orElseThrow(
                  () -> Refusal.notFound("Table " + catalog.project() + ":" + source.table())));
    }
    StoredTable first = tables.get(0);
    refuseViewsAndOtherSchemas(tables);
    if (transaction.table(destination.table()).isEmpty()) {
      inherit(first);
    }
    boolean intoItself = sources.stream().anyMatch(of -> of.table().equals(destination.table()));
    List<String> selects = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      selects.add(select(tables.get(i), sources.get(i)));
    }
    String rows = String.join(" UNION ALL ", selects);
    if (intoItself) {
      transaction.execute("CREATE OR REPLACE TEMP TABLE \"$copy\" AS " + rows);
      rows = "SELECT * FROM \"$copy\"";
    }
    TableWriter writer =
        new TableWriter(catalog, transaction, configuration, destination, "WRITE_EMPTY");
    TableWriter.Ready ready =
        writer.prepare(
            Optional.of(first.columns()), MissingColumns.NULL, UnknownColumns.ADDED_OR_REFUSED);
    cancellation.check();
    insert(transaction, writer, ready.table(), first, rows);
    TableSizes.Size copied = writer.finish(ready);
    return Outcome.of(
        Json.of(
            "copy",
            Json.of(
                "copiedRows", Long.toString(copied.rows()),
                "copiedLogicalBytes", Long.toString(copied.bytes()))));
  }

  private void refuseViewsAndOtherSchemas(List<StoredTable> tables) {
    for (StoredTable table : tables) {
      if (table.isView()) {
        throw Refusal.invalid(
            "Cannot copy %s:%s: it is a view.".formatted(catalog.project(), table.id()));
      }
      boolean alike =
          table.columns().stream()
              .map(DuckTypes::definition)
              .toList()
              .equals(tables.get(0).columns().stream().map(DuckTypes::definition).toList());
      if (!alike) {
        throw Refusal.invalid(
            "Cannot copy %s:%s together with %s:%s: their schemas differ."
                .formatted(catalog.project(), table.id(), catalog.project(), tables.get(0).id()));
      }
    }
  }

  /** A new table is made like its source: partitioned, clustered and described alike. */
  private void inherit(StoredTable source) {
    for (String name : List.of("timePartitioning", "rangePartitioning", "clustering")) {
      boolean wanted = destination.partition().isEmpty() || name.equals("clustering");
      Json.object(source.resource(), name)
          .filter(value -> wanted && !configuration.has(name))
          .ifPresent(value -> configuration.add(name, value.deepCopy()));
    }
    JsonObject properties = new JsonObject();
    Json.text(source.resource(), "description")
        .ifPresent(text -> properties.addProperty("description", text));
    if (!configuration.has("destinationTableProperties")) {
      configuration.add("destinationTableProperties", properties);
    }
    if (!configuration.has("schema")) {
      configuration.add(
          "schema", Json.object(source.resource(), "schema").orElseGet(JsonObject::new));
    }
  }

  private String select(StoredTable table, Destination source) {
    String where =
        source.partition().map(id -> " WHERE " + partitioning(table).condition(id)).orElse("");
    String hidden =
        table.ingestionTimePartitioned() ? DuckTypes.quoted(DuckTypes.PARTITION_TIME) + ", " : "";
    return "SELECT "
        + hidden
        + names(table.columns())
        + " FROM "
        + DuckTypes.quoted(table.id())
        + where;
  }

  private Partitioning partitioning(StoredTable table) {
    return table
        .partitioning()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "Table %s:%s is not partitioned.".formatted(catalog.project(), table.id())));
  }

  private static String names(List<Column> columns) {
    return columns.stream()
        .map(column -> DuckTypes.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }

  private void insert(
      Transaction transaction,
      TableWriter writer,
      StoredTable target,
      StoredTable source,
      String rows)
      throws SQLException {
    String names = names(source.columns());
    if (!target.ingestionTimePartitioned()) {
      transaction.execute(
          "INSERT INTO %s (%s) SELECT %s FROM (%s)"
              .formatted(DuckTypes.quoted(target.id()), names, names, rows));
      return;
    }
    // Rows keep the partition they were in, unless the job names another.
    boolean keeps = source.ingestionTimePartitioned() && destination.partition().isEmpty();
    String time =
        keeps
            ? DuckTypes.PARTITION_TIME
            : "TIMESTAMPTZ '" + writer.partitionTime(target, catalog.now()).orElseThrow() + "'";
    transaction.execute(
        "INSERT INTO %s (%s, %s) SELECT %s, %s FROM (%s)"
            .formatted(
                DuckTypes.quoted(target.id()), DuckTypes.PARTITION_TIME, names, time, names, rows));
  }
}
