package sluice.warehouse;

import java.util.List;
import java.util.stream.Collectors;
import sluice.plan.LineageColumn;

/**
 * The GoogleSQL of a load whose rows say where they came from: a load job cannot add a column,
 * while a query over a temporary external table knows {@code _FILE_NAME}.
 */
public final class TraceSql {

  private TraceSql() {}

  /**
   * Every row of the external tables, with its lineage.
   *
   * @param tables the names of temporary external tables of the same columns
   */
  public static String select(JobRequest.Load.Trace trace, List<String> tables) {
    String columns =
        trace.columns().stream()
            .map(column -> "%s AS %s".formatted(value(trace, column), column.column().name()))
            .collect(Collectors.joining(", "));
    return tables.stream()
        .map(table -> "SELECT *, %s FROM `%s`".formatted(columns, table))
        .collect(Collectors.joining("\nUNION ALL\n"));
  }

  private static String value(JobRequest.Load.Trace trace, LineageColumn column) {
    return switch (column) {
      // A file that was written anew lies elsewhere, under the same generation and path.
      case OBJECT -> "REGEXP_EXTRACT(_FILE_NAME, r'/([0-9]{20}/.*)$')";
      case BATCH -> Long.toString(trace.batch());
      case LOADED_AT -> "CURRENT_TIMESTAMP()";
    };
  }
}
