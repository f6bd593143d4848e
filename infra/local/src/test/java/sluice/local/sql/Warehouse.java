package sluice.local.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sluice.local.sql.Translated.Effect;
import sluice.local.sql.Translated.Step;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.sql.analysis.TableDefinition;
import sluice.sql.analysis.Tables;

/** Just enough of a keeper of tables to run statements one after the other. */
final class Warehouse implements AutoCloseable, Tables {
  private final Engine engine = new Engine();
  private final Map<TableId, TableDefinition> tables = new TreeMap<>();
  private QueryContext context;

  Warehouse(QueryContext context) throws SQLException {
    this.context = context;
  }

  void use(QueryContext other) {
    context = other;
  }

  @Override
  public Optional<TableDefinition> find(TableId id) {
    return Optional.ofNullable(tables.get(id));
  }

  Translated translate(String sql) {
    return GoogleSqlEngine.translate(sql, this, context);
  }

  /** Runs a statement; a SELECT's rows, a change's counts by their effect. */
  List<String> run(String sql) throws SQLException {
    Translated translated = translate(sql);
    if (translated instanceof Translated.Query query) {
      return rows(query);
    } else if (translated instanceof Translated.Dml dml) {
      return List.of(counts(dml).toString());
    } else if (translated instanceof Translated.CreateTable create) {
      create(create);
    } else if (translated instanceof Translated.CreateView view) {
      keep(view.id(), view.schema(), Optional.of(view.googleSql()), false);
    } else {
      throw new IllegalArgumentException("cannot run " + translated);
    }
    return List.of();
  }

  private List<String> rows(Translated.Query query) throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet result = statement.executeQuery(query.duckSql())) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(Engine.row(query.schema(), result));
      }
      return rows;
    }
  }

  private Map<Effect, Long> counts(Translated.Dml dml) throws SQLException {
    Map<Effect, Long> counts = new EnumMap<>(Effect.class);
    connection().setAutoCommit(false);
    try (Statement statement = connection().createStatement()) {
      for (Step step : dml.steps()) {
        statement.execute(step.duckSql());
        if (step.effect() != Effect.NONE) {
          counts.merge(step.effect(), (long) statement.getUpdateCount(), Long::sum);
        }
      }
      connection().commit();
      return counts;
    } catch (SQLException e) {
      connection().rollback();
      throw e;
    } finally {
      connection().setAutoCommit(true);
    }
  }

  private void create(Translated.CreateTable create) throws SQLException {
    List<Column> columns = create.as().map(Translated.Query::schema).orElse(create.columns());
    boolean ingestionTime = create.partitioning().map(p -> p.column().isEmpty()).orElse(false);
    String definitions =
        columns.stream().map(DuckTypes::definition).collect(Collectors.joining(", "))
            + (ingestionTime ? ", \"" + DuckTypes.PARTITION_TIME + "\" TIMESTAMPTZ" : "");
    try (Statement statement = connection().createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + DuckTypes.quoted(create.id().dataset()));
      statement.execute(
          "CREATE OR REPLACE TABLE " + DuckTypes.quoted(create.id()) + " (" + definitions + ")");
      if (create.as().isPresent()) {
        statement.execute(
            "INSERT INTO " + DuckTypes.quoted(create.id()) + " " + create.as().get().duckSql());
      }
    }
    keep(create.id(), columns, Optional.empty(), ingestionTime);
  }

  private void keep(
      TableId id, List<Column> columns, Optional<String> view, boolean ingestionTime) {
    tables.put(id, new TableDefinition(id, columns, view, Optional.empty(), ingestionTime));
  }

  private Connection connection() {
    return engine.duck();
  }

  @Override
  public void close() throws SQLException {
    engine.close();
  }
}
