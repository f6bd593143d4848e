package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.local.bigquery.load.SchemaEvolution;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Partitioning;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Schemas;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.TableSizes;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;

/**
 * Makes a job's destination ready for its rows, by the dispositions and schema options it has, and
 * looks after the rows once they are there.
 */
final class TableWriter {

  private static final int MOST_PARTITIONS_A_JOB = 4_000;

  private final Catalog catalog;
  private final Transaction transaction;
  private final JsonObject configuration;
  private final Destination destination;
  private final String defaultDisposition;

  TableWriter(
      Catalog catalog,
      Transaction transaction,
      JsonObject configuration,
      Destination destination,
      String defaultDisposition) {
    this.catalog = catalog;
    this.transaction = transaction;
    this.configuration = configuration;
    this.destination = destination;
    this.defaultDisposition = defaultDisposition;
  }

  /** The table as it stands ready, and the row id behind which the job's rows will be. */
  record Ready(StoredTable table, long lastRowBefore) {}

  /**
   * Creates, empties or widens the destination.
   *
   * @param incoming the rows' columns; empty when the table's own are meant
   */
  Ready prepare(
      Optional<List<Column>> incoming,
      SchemaEvolution.MissingColumns missing,
      SchemaEvolution.UnknownColumns unknown)
      throws SQLException {
    if (transaction.dataset(destination.table().dataset()).isEmpty()) {
      throw Refusal.notFound("Dataset " + catalog.project() + ":" + destination.table().dataset());
    }
    Optional<StoredTable> existing = transaction.table(destination.table());
    StoredTable ready =
        existing.isEmpty()
            ? created(incoming)
            : overwritten(existing.get(), incoming, missing, unknown);
    return new Ready(ready, lastRow(ready));
  }

  private String name() {
    return catalog.project() + ":" + destination.table();
  }

  private StoredTable created(Optional<List<Column>> incoming) throws SQLException {
    if (Json.text(configuration, "createDisposition")
        .filter(disposition -> disposition.equals("CREATE_NEVER"))
        .isPresent()) {
      throw Refusal.notFound("Table " + name());
    }
    List<Column> columns =
        incoming
            .filter(given -> !given.isEmpty())
            .orElseThrow(() -> Refusal.invalid("No schema specified on job or table."));
    JsonObject described =
        Json.object(configuration, "destinationTableProperties")
            .map(JsonObject::deepCopy)
            .orElseGet(JsonObject::new);
    described.add("schema", Schemas.schema(columns, Json.object(configuration, "schema")));
    specify(described);
    if (destination.partition().isPresent()
        && !described.has("timePartitioning")
        && !described.has("rangePartitioning")) {
      described.add("timePartitioning", Json.of("type", "DAY"));
    }
    StoredTable table =
        StoredTable.created(
            catalog.project(),
            catalog.requiredDataset(destination.table().dataset()),
            destination.table(),
            described,
            catalog.now());
    table.partitioning();
    transaction.create(table);
    return table;
  }

  private void specify(JsonObject described) {
    for (String name :
        List.of("timePartitioning", "rangePartitioning", "clustering", "encryptionConfiguration")) {
      Json.object(configuration, name).ifPresent(value -> described.add(name, value.deepCopy()));
    }
  }

  private StoredTable overwritten(
      StoredTable table,
      Optional<List<Column>> incoming,
      SchemaEvolution.MissingColumns missing,
      SchemaEvolution.UnknownColumns unknown)
      throws SQLException {
    if (table.isView()) {
      throw Refusal.invalid("Cannot write to %s: it is a view.".formatted(name()));
    }
    refuseOtherPartitioning(table);
    String disposition = Json.text(configuration, "writeDisposition").orElse(defaultDisposition);
    if (disposition.equals("WRITE_EMPTY") && hasRows(table)) {
      throw Refusal.exists("Table " + name());
    }
    boolean truncate = disposition.startsWith("WRITE_TRUNCATE");
    if (truncate && destination.partition().isEmpty()) {
      StoredTable fresh =
          incoming
              .filter(given -> !given.isEmpty())
              .map(table::withColumns)
              .orElse(table)
              .modified(catalog.now());
      transaction.create(fresh);
      return fresh;
    }
    StoredTable widened = widened(table, incoming, missing, unknown);
    if (truncate) {
      transaction.execute(
          "DELETE FROM " + DuckTypes.quoted(table.id()) + " WHERE " + condition(widened));
    }
    return widened;
  }

  private StoredTable widened(
      StoredTable table,
      Optional<List<Column>> incoming,
      SchemaEvolution.MissingColumns missing,
      SchemaEvolution.UnknownColumns unknown)
      throws SQLException {
    if (incoming.isEmpty()) {
      return table;
    }
    if (table.columns().isEmpty()) {
      return transaction.alter(table, incoming.get());
    }
    Set<String> options = Set.copyOf(Json.texts(configuration, "schemaUpdateOptions"));
    List<Column> columns =
        new SchemaEvolution(name(), options, missing, unknown)
            .merged(table.columns(), incoming.get());
    return columns.equals(table.columns()) ? table : transaction.alter(table, columns);
  }

  private void refuseOtherPartitioning(StoredTable table) {
    Optional<Partitioning> wanted = Partitioning.of(configuration, table.columns());
    if (wanted.isPresent() && !wanted.equals(table.partitioning())) {
      throw Refusal.invalid(
          "Incompatible table partitioning specification. Destination table %s has %s, but the job says %s."
              .formatted(
                  name(), table.partitioning().map(Object::toString).orElse("none"), wanted.get()));
    }
  }

  private String condition(StoredTable table) {
    Partitioning partitioning =
        table
            .partitioning()
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "Cannot write to partition %s of %s: the table is not partitioned."
                            .formatted(destination.partition().orElse(""), name())));
    return partitioning.condition(destination.partition().orElseThrow());
  }

  /** Where an ingestion-time partitioned table puts rows that arrive now. */
  Optional<OffsetDateTime> partitionTime(StoredTable table, Instant now) {
    return table
        .partitioning()
        .filter(Partitioning.Time.class::isInstance)
        .map(Partitioning.Time.class::cast)
        .map(
            time -> {
              String id =
                  destination
                      .partition()
                      .orElseGet(() -> time.unit().id(now.atOffset(ZoneOffset.UTC)));
              return time.unit().start(id).atOffset(ZoneOffset.UTC);
            });
  }

  /** Checks where the rows went, counts them, and notes the change of the table. */
  TableSizes.Size finish(Ready ready) throws SQLException {
    StoredTable table = ready.table();
    String fresh = "rowid > " + ready.lastRowBefore();
    if (destination.partition().isPresent()) {
      String elsewhere = fresh + " AND NOT coalesce(" + condition(table) + ", false)";
      if (TableSizes.count(transaction.connection(), table, elsewhere).rows() > 0) {
        throw Refusal.invalid(
            "Some rows belong to different partitions rather than destination partition "
                + destination.partition().get());
      }
    }
    refuseTooManyPartitions(table, fresh);
    TableSizes.Size size = TableSizes.count(transaction.connection(), table, fresh);
    transaction.touch(table);
    return size;
  }

  private void refuseTooManyPartitions(StoredTable table, String fresh) throws SQLException {
    if (table.partitioning().isEmpty()) {
      return;
    }
    long partitions =
        number(
            "SELECT count(DISTINCT %s) FROM %s WHERE %s"
                .formatted(
                    table.partitioning().get().idExpression(),
                    DuckTypes.quoted(table.id()),
                    fresh));
    if (partitions > MOST_PARTITIONS_A_JOB) {
      throw Refusal.invalid(
          "Too many partitions produced by query, allowed %d, query produces at least %d partitions"
              .formatted(MOST_PARTITIONS_A_JOB, partitions));
    }
  }

  private boolean hasRows(StoredTable table) throws SQLException {
    String where = destination.partition().isPresent() ? condition(table) : "true";
    return number("SELECT count(*) FROM %s WHERE %s".formatted(DuckTypes.quoted(table.id()), where))
        > 0;
  }

  private long lastRow(StoredTable table) throws SQLException {
    return number("SELECT coalesce(max(rowid), -1) FROM " + DuckTypes.quoted(table.id()));
  }

  private long number(String sql) throws SQLException {
    try (PreparedStatement statement = transaction.connection().prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
