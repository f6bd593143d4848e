package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Duck;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Partitioning;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.sql.GoogleSqlEngine;
import sluice.local.sql.QueryContext;
import sluice.local.sql.Translated;
import sluice.local.sql.UnsupportedSqlException;
import sluice.schema.TableId;
import sluice.sql.analysis.SqlException;
import sluice.sql.analysis.TableDefinition;
import sluice.sql.analysis.Tables;

/** A query's text and what it is to be read with. */
record Sql(String project, String location, JsonObject query, String user) {

  private static final int MOST_CHARACTERS = 1_024 * 1_024;

  Sql {
    boolean marked =
        text(query).stripLeading().toLowerCase(java.util.Locale.ROOT).startsWith("#standardsql");
    if (!marked && Json.text(query, "useLegacySql").map(Boolean::parseBoolean).orElse(true)) {
      throw Refusal.invalid(
          "The local cloud runs GoogleSQL and no legacy SQL. Set useLegacySql to false.");
    }
    if (text(query).length() > MOST_CHARACTERS) {
      throw Refusal.invalid(
          "The query is too large. The maximum standard SQL query length is 1024.00K characters, including comments and white space characters.");
    }
  }

  private static String text(JsonObject query) {
    return Json.required(query, "query");
  }

  /** The tables as statements see them. */
  static Tables tables(Function<TableId, Optional<StoredTable>> find) {
    return id -> find.apply(id).map(Sql::definition);
  }

  private static TableDefinition definition(StoredTable table) {
    return new TableDefinition(
        table.id(),
        table.columns(),
        table.viewSql(),
        table
            .partitioning()
            .map(Partitioning::column)
            .filter(name -> !table.ingestionTimePartitioned()),
        table.ingestionTimePartitioned());
  }

  /** What the statement asks DuckDB to do. */
  Translated translate(Catalog catalog, Tables tables) {
    Parameters parameters = Parameters.of(query);
    QueryContext context =
        new QueryContext(
            project,
            Json.text(query, "defaultDataset", "datasetId"),
            parameters.named(),
            parameters.positional(),
            catalog.now(),
            user);
    try {
      return GoogleSqlEngine.translate(text(query), tables, context);
    } catch (SqlException e) {
      throw refusal(e);
    } catch (UnsupportedSqlException e) {
      throw new Refusal("invalidQuery", e.getMessage() + "", "query");
    }
  }

  private Refusal refusal(SqlException e) {
    return e.missingTable()
        .flatMap(table -> table.id(Json.text(query, "defaultDataset", "datasetId")))
        .map(
            id ->
                Refusal.notFound(
                    "Table %s:%s was not found in location %s".formatted(project, id, location)))
        .orElseGet(() -> new Refusal("invalidQuery", e.getMessage() + "", "query"));
  }

  /** What a failed run of the statement is told as. */
  static RuntimeException refusal(SQLException e) {
    if (Duck.isConflict(e)) {
      return new IllegalStateException(e);
    }
    String message = GoogleSqlEngine.message(e);
    String missing = "NOT NULL constraint failed: ";
    if (message.contains(missing)) {
      String column = message.substring(message.lastIndexOf('.') + 1).strip();
      return new Refusal("invalidQuery", "Required field " + column + " cannot be null", "query");
    }
    return new Refusal("invalidQuery", message, "query");
  }
}
