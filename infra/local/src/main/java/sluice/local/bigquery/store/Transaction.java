package sluice.local.bigquery.store;

import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.TableId;

/** Rows, tables and metadata that change together or not at all. */
public final class Transaction {

  private final Catalog catalog;
  private final Connection connection;
  private final Map<String, Optional<StoredDataset>> datasets = new LinkedHashMap<>();
  private final Map<TableId, Optional<StoredTable>> tables = new LinkedHashMap<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Transaction(Catalog catalog, Connection connection) {
    this.catalog = catalog;
    this.connection = connection;
  }

  /** For the rows; never committed or rolled back by its borrower. */
  public Connection connection() {
    return connection;
  }

  /** A dataset, as this transaction sees it. */
  public Optional<StoredDataset> dataset(String id) {
    Optional<StoredDataset> changed = datasets.get(id);
    return changed != null ? changed : catalog.dataset(id);
  }

  /** A table, as this transaction sees it. */
  public Optional<StoredTable> table(TableId id) {
    Optional<StoredTable> changed = tables.get(id);
    return changed != null ? changed : catalog.table(id);
  }

  /** Runs once the transaction is committed. */
  public void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /** Creates a dataset, or changes its resource. */
  public void put(StoredDataset dataset) throws SQLException {
    if (dataset(dataset.id()).isEmpty()) {
      execute("CREATE SCHEMA IF NOT EXISTS " + DuckTypes.quoted(dataset.id()));
    }
    execute("DELETE FROM " + Catalog.DATASETS + " WHERE id = ?", dataset.id());
    execute(
        "INSERT INTO " + Catalog.DATASETS + " VALUES (?, ?)",
        dataset.id(),
        dataset.resource().toString());
    datasets.put(dataset.id(), Optional.of(dataset));
  }

  /** Drops a dataset and all that is in it. */
  public void dropDataset(String id) throws SQLException {
    for (StoredTable table : tables(id)) {
      drop(table.id());
    }
    execute("DROP SCHEMA IF EXISTS " + DuckTypes.quoted(id) + " CASCADE");
    execute("DELETE FROM " + Catalog.DATASETS + " WHERE id = ?", id);
    datasets.put(id, Optional.empty());
  }

  /** The tables of a dataset, as this transaction sees them. */
  public List<StoredTable> tables(String dataset) {
    Stream<StoredTable> kept =
        catalog.tables(dataset).stream().filter(table -> !tables.containsKey(table.id()));
    Stream<StoredTable> changed =
        tables.values().stream()
            .flatMap(Optional::stream)
            .filter(table -> table.id().dataset().equals(dataset));
    return Stream.concat(kept, changed)
        .sorted(java.util.Comparator.comparing(StoredTable::id))
        .toList();
  }

  /** Creates a table, empty, or a view; one that was there by that name is replaced. */
  public void create(StoredTable table) throws SQLException {
    catalog.refuseOtherCase(table.id());
    // One that has expired is still in the file, though no longer in the catalog.
    drop(table.id());
    if (!table.isView()) {
      execute("CREATE TABLE " + DuckTypes.quoted(table.id()) + " (" + definitions(table) + ")");
    }
    put(table);
  }

  /** Creates a table of the connection's own, in place of one that is there. */
  public void createTemporary(StoredTable table) throws SQLException {
    execute(
        "CREATE OR REPLACE TEMP TABLE "
            + DuckTypes.quoted(table.id())
            + " ("
            + definitions(table)
            + ")");
  }

  private static String definitions(StoredTable table) {
    if (table.columns().isEmpty() && !table.ingestionTimePartitioned()) {
      // DuckDB has no table without columns; this one goes when the schema comes.
      return DuckTypes.quoted(Catalog.PLACEHOLDER) + " BOOLEAN";
    }
    Stream<String> hidden =
        table.ingestionTimePartitioned()
            ? Stream.of(DuckTypes.quoted(DuckTypes.PARTITION_TIME) + " TIMESTAMPTZ")
            : Stream.of();
    try {
      return Stream.concat(hidden, table.columns().stream().map(DuckTypes::definition))
          .collect(Collectors.joining(", "));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(e.getMessage() + "");
    }
  }

  /** Changes a table's metadata; its columns stay as they are in DuckDB. */
  public void put(StoredTable table) throws SQLException {
    JsonObject resource = table.resource();
    remove(table.id());
    execute(
        "INSERT INTO " + Catalog.TABLES + " VALUES (?, ?, ?)",
        table.id().dataset(),
        table.id().table(),
        resource.toString());
    tables.put(table.id(), Optional.of(table));
  }

  /** Notes that a table's rows changed. */
  public StoredTable touch(StoredTable table) throws SQLException {
    StoredTable touched = table.modified(catalog.now());
    put(touched);
    return touched;
  }

  /** Gives a table other columns: those it has, wider where allowed, and new ones behind them. */
  public StoredTable alter(StoredTable table, List<Column> columns) throws SQLException {
    StoredTable altered = table.withColumns(columns).modified(catalog.now());
    if (table.columns().isEmpty()) {
      create(altered);
      return altered;
    }
    String alter = "ALTER TABLE " + DuckTypes.quoted(table.id());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String name = DuckTypes.quoted(column.name());
      if (i >= table.columns().size()) {
        execute(alter + " ADD COLUMN " + name + " " + DuckTypes.type(column) + empty(column));
        continue;
      }
      Column before = table.columns().get(i);
      if (!DuckTypes.type(before).equals(DuckTypes.type(column))) {
        execute(alter + " ALTER COLUMN " + name + " SET DATA TYPE " + DuckTypes.type(column));
      }
      if (before.mode() == Column.Mode.REQUIRED && column.mode() == Column.Mode.NULLABLE) {
        execute(alter + " ALTER COLUMN " + name + " DROP NOT NULL");
      }
    }
    put(altered);
    return altered;
  }

  private static String empty(Column column) {
    return column.mode() == Column.Mode.REPEATED ? " DEFAULT []" : "";
  }

  /** Gives a table another name within its dataset. */
  public StoredTable rename(StoredTable table, TableId name) throws SQLException {
    if (!table.isView()) {
      execute(
          "ALTER TABLE %s RENAME TO %s"
              .formatted(DuckTypes.quoted(table.id()), DuckTypes.quoted(name.table())));
    }
    remove(table.id());
    tables.put(table.id(), Optional.empty());
    return touch(table.named(catalog.project(), name));
  }

  /** Drops a table or a view. */
  public void drop(TableId id) throws SQLException {
    execute("DROP TABLE IF EXISTS " + DuckTypes.quoted(id));
    remove(id);
    tables.put(id, Optional.empty());
  }

  /** Deletes the rows of one partition. */
  public void deletePartition(StoredTable table, String partition) throws SQLException {
    String condition =
        table
            .partitioning()
            .orElseThrow(() -> Refusal.invalid("Table " + table.id() + " is not partitioned."))
            .condition(partition);
    execute("DELETE FROM " + DuckTypes.quoted(table.id()) + " WHERE " + condition);
    touch(table);
  }

  private void remove(TableId id) throws SQLException {
    execute(
        "DELETE FROM " + Catalog.TABLES + " WHERE dataset_id = ? AND table_id = ?",
        id.dataset(),
        id.table());
  }

  /** Runs one statement and answers how many rows it changed. */
  public long execute(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
      return Math.max(0, statement.getUpdateCount());
    }
  }

  void committed() {
    catalog.apply(datasets, tables);
    afterwards.forEach(Runnable::run);
  }
}
