package sluice.sql.analysis;

import com.google.zetasql.Analyzer;
import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableAsSelectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sluice.schema.Column;
import sluice.schema.TableId;

/** BigQuery's SQL, read by Google's own analyzer. Safe for use by several threads. */
public final class GoogleSql {
  private GoogleSql() {}

  /**
   * The tables that a statement names, as written, in the order of first mention; not the names of
   * its WITH clauses, nor the new table of a CREATE.
   *
   * @throws SqlException on a syntax error
   */
  public static List<TableReference> references(String sql) {
    return List.copyOf(References.of(sql).values());
  }

  /**
   * Type-checks one statement.
   *
   * @throws SqlException on any fault of the statement, a missing table among them
   */
  public static Analysis analyze(String sql, Tables tables, AnalysisOptions options) {
    ResolvedStatement tree;
    Map<TableId, TableDefinition> named;
    try (StatementCatalog catalog =
        StatementCatalog.of(References.of(sql), tables, options.defaultDataset())) {
      named = catalog.tables();
      tree = Analyzer.analyzeStatement(sql, Dialect.options(options), catalog.catalog());
    } catch (com.google.zetasql.SqlException e) {
      throw SqlException.of(e);
    }
    List<ResolvedOutputColumn> outputs = outputs(tree);
    List<Column> columns = columns(outputs, isValueTable(tree));
    return new Analysis(
        StatementKind.of(tree), columns, lineage(tree, outputs, columns), named, tree);
  }

  private static List<ResolvedOutputColumn> outputs(ResolvedStatement tree) {
    if (tree instanceof ResolvedQueryStmt query) {
      return query.getOutputColumnList();
    } else if (tree instanceof ResolvedCreateTableAsSelectStmt create) {
      return create.getOutputColumnList();
    } else if (tree instanceof ResolvedCreateViewBase view) {
      return view.getOutputColumnList();
    }
    return List.of();
  }

  private static boolean isValueTable(ResolvedStatement tree) {
    return (tree instanceof ResolvedQueryStmt query && query.getIsValueTable())
        || (tree instanceof ResolvedCreateTableAsSelectStmt create && create.getIsValueTable())
        || (tree instanceof ResolvedCreateViewBase view && view.getIsValueTable());
  }

  private static List<Column> columns(List<ResolvedOutputColumn> outputs, boolean valueTable) {
    if (valueTable && outputs.get(0).getColumn().getType().isStruct()) {
      return Types.column("", outputs.get(0).getColumn().getType()).fields();
    }
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int anonymous = 0;
    for (ResolvedOutputColumn output : outputs) {
      boolean named = !output.getName().isEmpty() && !output.getName().startsWith("$");
      String name = named ? output.getName() : "f" + anonymous++ + "_";
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw SqlException.at(
            1,
            1,
            "Duplicate column names in the result are not supported. Found duplicate(s): " + name);
      }
      columns.add(column(name, output.getColumn()));
    }
    return List.copyOf(columns);
  }

  private static Column column(String name, ResolvedColumn column) {
    try {
      return Types.column(name, column.getType());
    } catch (IllegalArgumentException e) {
      throw SqlException.at(1, 1, "Column " + name + ": " + e.getMessage());
    }
  }

  private static Map<String, Set<ColumnReference>> lineage(
      ResolvedStatement tree, List<ResolvedOutputColumn> outputs, List<Column> columns) {
    Map<String, Set<ColumnReference>> lineage = new LinkedHashMap<>();
    if (columns.isEmpty()) {
      return lineage;
    }
    Lineage edges = Lineage.of(tree);
    for (int i = 0; i < columns.size(); i++) {
      ResolvedOutputColumn output = outputs.get(Math.min(i, outputs.size() - 1));
      lineage.put(columns.get(i).name(), edges.of(output.getColumn()));
    }
    return lineage;
  }
}
