package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.DuckTypes;
import sluice.local.sql.Translated;
import sluice.local.sql.Translated.IfAbsent;
import sluice.local.sql.Translated.IfThere;
import sluice.schema.Column;
import sluice.schema.TableId;

/** Runs ALTER TABLE and ALTER VIEW, one action after the other. */
final class AlterRun {

  private final Catalog catalog;
  private final Transaction transaction;

  AlterRun(Catalog catalog, Transaction transaction) {
    this.catalog = catalog;
    this.transaction = transaction;
  }

  String run(Translated.Alter alter) throws SQLException {
    Optional<StoredTable> found = transaction.table(alter.id());
    if (found.isEmpty()) {
      if (alter.ifAbsent() == IfAbsent.IGNORE) {
        return "SKIP";
      }
      throw Refusal.notFound("Table " + catalog.project() + ":" + alter.id());
    }
    StoredTable table = found.get();
    for (Translated.AlterAction action : alter.actions()) {
      table = run(table, action);
    }
    return "ALTER";
  }

  private StoredTable run(StoredTable table, Translated.AlterAction action) throws SQLException {
    if (action instanceof Translated.AddColumn add) {
      return add(table, add);
    } else if (action instanceof Translated.DropColumn drop) {
      return drop(table, drop);
    } else if (action instanceof Translated.RenameColumn rename) {
      return rename(table, rename);
    } else if (action instanceof Translated.RenameTable rename) {
      return rename(table, rename);
    }
    JsonObject patch =
        new Options(transaction.connection())
            .tableResource(((Translated.SetOptions) action).options());
    return transaction.touch(StoredTable.of(table.id(), Json.merged(table.resource(), patch)));
  }

  private static int position(StoredTable table, String name) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private static Refusal noColumn(StoredTable table, String name) {
    return new Refusal(
        "invalidQuery", "Column not found: %s in table %s".formatted(name, table.id()), "query");
  }

  private StoredTable add(StoredTable table, Translated.AddColumn add) throws SQLException {
    if (position(table, add.column().name()) >= 0) {
      if (add.ifThere() == IfThere.KEEP) {
        return table;
      }
      throw new Refusal("invalidQuery", "Column already exists: " + add.column().name(), "query");
    }
    if (add.column().mode() == Column.Mode.REQUIRED) {
      throw new Refusal(
          "invalidQuery",
          "Cannot add required column %s to an existing table.".formatted(add.column().name()),
          "query");
    }
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(add.column());
    return transaction.alter(table, columns);
  }

  private StoredTable drop(StoredTable table, Translated.DropColumn drop) throws SQLException {
    int at = position(table, drop.column());
    if (at < 0) {
      if (drop.ifAbsent() == IfAbsent.IGNORE) {
        return table;
      }
      throw noColumn(table, drop.column());
    }
    if (table.partitioning().filter(how -> how.column().equalsIgnoreCase(drop.column())).isPresent()
        || table.columns().size() == 1) {
      throw new Refusal(
          "invalidQuery",
          "Column %s cannot be dropped: it is the table's only one, or partitions it."
              .formatted(drop.column()),
          "query");
    }
    List<Column> columns = new ArrayList<>(table.columns());
    columns.remove(at);
    transaction.execute(
        "ALTER TABLE %s DROP COLUMN %s"
            .formatted(DuckTypes.quoted(table.id()), DuckTypes.quoted(drop.column())));
    return transaction.touch(table.withColumns(columns));
  }

  private StoredTable rename(StoredTable table, Translated.RenameColumn rename)
      throws SQLException {
    int at = position(table, rename.column());
    if (at < 0) {
      throw noColumn(table, rename.column());
    }
    List<Column> columns = new ArrayList<>(table.columns());
    Column old = columns.get(at);
    columns.set(
        at, new Column(rename.name(), old.type(), old.mode(), old.fields(), old.description()));
    transaction.execute(
        "ALTER TABLE %s RENAME COLUMN %s TO %s"
            .formatted(
                DuckTypes.quoted(table.id()),
                DuckTypes.quoted(rename.column()),
                DuckTypes.quoted(rename.name())));
    return transaction.touch(table.withColumns(columns));
  }

  private StoredTable rename(StoredTable table, Translated.RenameTable rename) throws SQLException {
    TableId target = new TableId(table.id().dataset(), rename.name());
    if (transaction.table(target).isPresent()) {
      throw Refusal.exists("Table " + catalog.project() + ":" + target);
    }
    return transaction.rename(table, target);
  }
}
