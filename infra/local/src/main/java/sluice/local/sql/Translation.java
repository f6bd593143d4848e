package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.schema.TableId;
import sluice.sql.analysis.Analysis;
import sluice.sql.analysis.GoogleSql;
import sluice.sql.analysis.TableDefinition;
import sluice.sql.analysis.Tables;

/**
 * One statement on its way into DuckDB. Every column of the resolved tree is called {@code c<id>}:
 * ids are unique within a statement, so that names never hide each other.
 */
final class Translation {
  private static final int DEEPEST_VIEW = 16;

  private final Analysis analysis;
  private final Tables tables;
  private final QueryContext context;
  private final int depth;
  private final Map<Long, String> names = new HashMap<>();
  private final Expressions expressions = new Expressions(this);
  private final Relations relations = new Relations(this);

  private Translation(Analysis analysis, Tables tables, QueryContext context, int depth) {
    this.analysis = analysis;
    this.tables = tables;
    this.context = context;
    this.depth = depth;
  }

  static Translation of(String sql, Tables tables, QueryContext context) {
    return of(sql, tables, context, 0);
  }

  private static Translation of(String sql, Tables tables, QueryContext context, int depth) {
    Analysis analysis = GoogleSql.analyze(sql, tables, context.analysisOptions());
    return new Translation(analysis, tables, context, depth);
  }

  Analysis analysis() {
    return analysis;
  }

  QueryContext context() {
    return context;
  }

  Expressions expressions() {
    return expressions;
  }

  Relations relations() {
    return relations;
  }

  /** A SELECT of a scan's columns, each once. */
  String select(ResolvedScan scan) {
    return relations.sql(scan);
  }

  TableDefinition definition(TableId id) {
    return Optional.ofNullable(analysis.tables().get(id))
        .orElseThrow(() -> new IllegalStateException("no table " + id + " in the analysis"));
  }

  /** What a column is called. */
  String name(ResolvedColumn column) {
    return names.getOrDefault(column.getId(), "c" + column.getId());
  }

  /** Calls a column by an expression of DuckDB's instead of by its id. */
  void rename(ResolvedColumn column, String expression) {
    names.put(column.getId(), expression);
  }

  /** The columns' names, separated by commas; never nothing. */
  String names(List<ResolvedColumn> columns) {
    String list = columns.stream().distinct().map(this::name).collect(Collectors.joining(", "));
    return list.isEmpty() ? "1 AS \"_\"" : list;
  }

  /** The rows of a view, its columns under their own names. */
  String view(TableDefinition view) {
    if (depth == DEEPEST_VIEW) {
      throw new UnsupportedSqlException("views nested more than " + DEEPEST_VIEW + " deep");
    }
    Translation inner = of(view.viewSql().orElseThrow(), tables, context.ofView(), depth + 1);
    return new Queries(inner).query().duckSql();
  }
}
