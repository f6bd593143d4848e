package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.local.bigquery.load.Load;
import sluice.local.bigquery.load.Loader;
import sluice.local.bigquery.load.ObjectSource;
import sluice.local.bigquery.load.ParquetFiles;
import sluice.local.bigquery.load.RowAppender;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Schemas;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.sql.analysis.TableDefinition;
import sluice.sql.analysis.Tables;

/**
 * The temporary external tables of a query job, {@code tableDefinitions}. They are read into tables
 * of the connection's own, which are there for as long as the query's transaction.
 */
final class ExternalTables {

  /** Where they stand, in place of a dataset: among the temporary tables of a connection. */
  static final String HIDDEN = RowAppender.TEMPORARY;

  private static final String FILE_NAME = "_FILE_NAME";

  private final ObjectSource objects;
  private final Optional<String> defaultDataset;
  private final Map<String, Load> loads = new LinkedHashMap<>();
  private final Map<TableId, List<Column>> columns = new LinkedHashMap<>();

  /**
   * @throws Refusal when one of them cannot be read, or names what is not there
   */
  ExternalTables(ObjectSource objects, Job job) {
    this.objects = objects;
    this.defaultDataset = Json.text(job.configuration(), "defaultDataset", "datasetId");
    Json.object(job.configuration(), "tableDefinitions")
        .ifPresent(
            tables ->
                tables
                    .keySet()
                    .forEach(
                        name ->
                            loads.put(
                                name, Load.of(external(tables.getAsJsonObject(name)), objects))));
  }

  boolean isEmpty() {
    return loads.isEmpty();
  }

  /** The query's configuration, with names without a dataset meaning these. */
  JsonObject redirected(JsonObject configuration) {
    if (!isEmpty()) {
      configuration.add("defaultDataset", Json.of("datasetId", HIDDEN));
    }
    return configuration;
  }

  /** The tables that the query sees: these, and all others. */
  Tables and(Tables others) {
    return id -> {
      List<Column> known = columns.get(id);
      return known != null
          ? Optional.of(TableDefinition.external(id, known))
          : others.find(
              id.dataset().equals(HIDDEN)
                  ? new TableId(defaultDataset.orElse(HIDDEN), id.table())
                  : id);
    };
  }

  /** Reads all of them, within the transaction. */
  void read(Transaction transaction, Cancellation cancellation) throws SQLException {
    for (Map.Entry<String, Load> each : loads.entrySet()) {
      try {
        read(new TableId(HIDDEN, each.getKey()), each.getValue(), transaction, cancellation);
      } catch (Refusal e) {
        throw inTable(each.getKey(), e);
      }
    }
  }

  /** Leaves nothing behind. */
  void drop(Transaction transaction) throws SQLException {
    for (TableId id : columns.keySet()) {
      transaction.execute("DROP TABLE " + DuckTypes.quoted(id));
    }
  }

  private void read(TableId id, Load load, Transaction transaction, Cancellation cancellation)
      throws SQLException {
    ParquetFiles parquet =
        new ParquetFiles(transaction.connection(), objects, load.configuration());
    List<Column> of =
        load.columns(parquet)
            .orElseThrow(
                () -> Refusal.invalid("No schema specified for external table " + id.table()));
    columns.put(id, of);
    List<Column> all = new ArrayList<>(of);
    all.add(Column.of(FILE_NAME, ColumnType.STRING));
    StoredTable table = StoredTable.of(id, Json.of("schema", Schemas.schema(all)));
    transaction.createTemporary(table);
    for (ObjectSource.Entry file : load.inputs()) {
      new Loader(load.of(file), table, Optional.of(of), Optional.empty(), cancellation::check)
          .run(transaction.connection());
      name(table, file, transaction);
    }
  }

  /** Says of the rows that came last which file they are of. */
  private static void name(StoredTable table, ObjectSource.Entry file, Transaction transaction)
      throws SQLException {
    String sql =
        "UPDATE %s SET %s = ? WHERE %s IS NULL"
            .formatted(
                DuckTypes.quoted(table.id()),
                DuckTypes.quoted(FILE_NAME),
                DuckTypes.quoted(FILE_NAME));
    try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
      update.setString(1, file.uri());
      update.execute();
    }
  }

  /** What a table's definition says, in the words of a load job. */
  private static JsonObject external(JsonObject definition) {
    JsonObject load = definition.deepCopy();
    for (String options : List.of("csvOptions", "avroOptions", "parquetOptions")) {
      Json.object(definition, options)
          .ifPresent(inner -> inner.asMap().forEach((key, value) -> load.add(key, value)));
    }
    if (load.has("hivePartitioningOptions")) {
      throw Refusal.invalid(
          "The local cloud reads no hive-partitioned external tables. Leave hivePartitioningOptions"
              + " out.");
    }
    return load;
  }

  private static Refusal inTable(String name, Refusal refusal) {
    return new Refusal(
        problem(name, refusal.error()),
        refusal.errors().stream().map(each -> problem(name, each)).toList());
  }

  private static Refusal.Problem problem(String name, Refusal.Problem problem) {
    return new Refusal.Problem(
        problem.reason(),
        problem
            .message()
            .replaceFirst(
                "^Error while reading data,", "Error while reading table: %s,".formatted(name)),
        problem.location());
  }
}
