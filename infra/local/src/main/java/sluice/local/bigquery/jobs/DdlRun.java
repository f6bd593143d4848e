package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Schemas;
import sluice.local.bigquery.store.StoredDataset;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.DuckTypes;
import sluice.local.sql.Translated;
import sluice.local.sql.Translated.IfAbsent;
import sluice.local.sql.Translated.IfThere;
import sluice.schema.Column;
import sluice.schema.TableId;

/** Runs CREATE, DROP and ALTER. */
final class DdlRun {

  private final Catalog catalog;
  private final Transaction transaction;
  private final Cancellation cancellation;

  DdlRun(Catalog catalog, Transaction transaction, Cancellation cancellation) {
    this.catalog = catalog;
    this.transaction = transaction;
    this.cancellation = cancellation;
  }

  void run(Translated statement, JsonObject statistics) throws SQLException {
    String performed;
    if (statement instanceof Translated.CreateTable create) {
      performed = create(create);
    } else if (statement instanceof Translated.CreateView create) {
      performed = create(create);
    } else if (statement instanceof Translated.CreateSchema create) {
      performed = create(create);
    } else if (statement instanceof Translated.Drop drop) {
      performed = drop(drop);
    } else if (statement instanceof Translated.DropSchema drop) {
      performed = drop(drop);
    } else if (statement instanceof Translated.Alter alter) {
      performed = new AlterRun(catalog, transaction).run(alter);
    } else {
      throw Refusal.invalid("The local cloud does not run " + statement.kind() + ".");
    }
    statistics.addProperty("ddlOperationPerformed", performed);
    StatementTargets.of(statement)
        .ifPresent(id -> statistics.add("ddlTargetTable", QueryStatistics.reference(catalog, id)));
  }

  private String operation(boolean there, IfThere ifThere, String what) {
    if (!there) {
      return "CREATE";
    }
    return switch (ifThere) {
      case REPLACE -> "REPLACE";
      case KEEP -> "SKIP";
      case FAIL -> throw Refusal.exists(what);
    };
  }

  private String tableName(TableId id) {
    return "Table " + catalog.project() + ":" + id;
  }

  private String create(Translated.CreateTable create) throws SQLException {
    StoredDataset dataset = catalog.requiredDataset(create.id().dataset());
    boolean there = transaction.table(create.id()).isPresent();
    String operation = operation(there, create.ifThere(), tableName(create.id()));
    if (operation.equals("SKIP")) {
      return operation;
    }
    JsonObject described = new Options(transaction.connection()).tableResource(create.options());
    List<Column> columns =
        create.columns().isEmpty()
            ? create.as().map(Translated.Query::schema).orElse(List.of())
            : create.columns();
    described.add("schema", Schemas.schema(columns));
    create.partitioning().ifPresent(how -> partition(described, how));
    if (!create.clustering().isEmpty()) {
      described.add("clustering", Json.of("fields", Json.array(create.clustering())));
    }
    if (there && create.as().isPresent()) {
      // The table that is replaced may be what the query reads, perhaps through a view.
      QueryWork.execute(
          transaction,
          "CREATE OR REPLACE TEMP TABLE \"$result\" AS " + create.as().get().duckSql(),
          cancellation);
    }
    StoredTable table =
        StoredTable.created(catalog.project(), dataset, create.id(), described, catalog.now());
    transaction.create(table);
    if (create.as().isPresent()) {
      fill(table, create.as().get(), there);
    }
    return operation;
  }

  private void fill(StoredTable table, Translated.Query query, boolean kept) throws SQLException {
    String names =
        table.columns().stream()
            .map(column -> DuckTypes.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String hidden = table.ingestionTimePartitioned() ? DuckTypes.PARTITION_TIME + ", " : "";
    String time = table.ingestionTimePartitioned() ? "date_trunc('day', now()), " : "";
    // By position: with a list of columns of its own, CREATE renames what the query gives.
    String rows = kept ? "SELECT * FROM \"$result\"" : query.duckSql();
    QueryWork.execute(
        transaction,
        "INSERT INTO %s (%s%s) SELECT %s* FROM (%s)"
            .formatted(DuckTypes.quoted(table.id()), hidden, names, time, rows),
        cancellation);
    transaction.execute("DROP TABLE IF EXISTS temp.\"$result\"");
  }

  private static void partition(JsonObject described, Translated.Partitioning how) {
    if (how.range().isPresent()) {
      Translated.Range range = how.range().get();
      described.add(
          "rangePartitioning",
          Json.of(
              "field",
              how.column().orElseThrow(),
              "range",
              Json.of(
                  "start", Long.toString(range.start()),
                  "end", Long.toString(range.end()),
                  "interval", Long.toString(range.interval()))));
      return;
    }
    JsonObject time =
        Json.object(described, "timePartitioning")
            .map(JsonObject::deepCopy)
            .orElseGet(JsonObject::new);
    time.addProperty("type", how.granularity().name());
    how.column().ifPresent(name -> time.addProperty("field", name));
    described.add("timePartitioning", time);
  }

  private String create(Translated.CreateView create) throws SQLException {
    StoredDataset dataset = catalog.requiredDataset(create.id().dataset());
    Optional<StoredTable> there = transaction.table(create.id());
    if (there.isPresent() && !there.get().isView() && create.ifThere() == IfThere.REPLACE) {
      throw Refusal.invalid(
          "%s:%s is not allowed for this operation because it is currently a TABLE."
              .formatted(catalog.project(), create.id()));
    }
    String operation = operation(there.isPresent(), create.ifThere(), tableName(create.id()));
    if (!operation.equals("SKIP")) {
      JsonObject described = new Options(transaction.connection()).tableResource(create.options());
      described.add("schema", Schemas.schema(create.schema()));
      described.add("view", Json.of("query", create.googleSql(), "useLegacySql", false));
      transaction.create(
          StoredTable.created(catalog.project(), dataset, create.id(), described, catalog.now()));
    }
    return operation;
  }

  private String create(Translated.CreateSchema create) throws SQLException {
    boolean there = transaction.dataset(create.dataset()).isPresent();
    String operation =
        operation(there, create.ifThere(), "Dataset " + catalog.project() + ":" + create.dataset());
    if (!operation.equals("SKIP")) {
      JsonObject described =
          new Options(transaction.connection()).datasetResource(create.options());
      transaction.put(
          StoredDataset.created(catalog.project(), create.dataset(), described, catalog.now()));
    }
    return operation;
  }

  private String drop(Translated.Drop drop) throws SQLException {
    Optional<StoredTable> table = transaction.table(drop.id());
    if (table.isEmpty()) {
      if (drop.ifAbsent() == IfAbsent.IGNORE) {
        return "SKIP";
      }
      throw Refusal.notFound(tableName(drop.id()));
    }
    boolean view = drop.kind().name().contains("VIEW");
    if (view != table.get().isView()) {
      throw Refusal.invalid(
          "Cannot drop %s:%s: it is a %s."
              .formatted(catalog.project(), drop.id(), view ? "TABLE" : "VIEW"));
    }
    transaction.drop(drop.id());
    return "DROP";
  }

  private String drop(Translated.DropSchema drop) throws SQLException {
    if (transaction.dataset(drop.dataset()).isEmpty()) {
      if (drop.ifAbsent() == IfAbsent.IGNORE) {
        return "SKIP";
      }
      throw Refusal.notFound("Dataset " + catalog.project() + ":" + drop.dataset());
    }
    List<StoredTable> tables = new ArrayList<>(transaction.tables(drop.dataset()));
    if (!tables.isEmpty() && !drop.cascade()) {
      throw new Refusal(
          "resourceInUse",
          "Dataset %s:%s is still in use".formatted(catalog.project(), drop.dataset()));
    }
    transaction.dropDataset(drop.dataset());
    return "DROP";
  }
}
