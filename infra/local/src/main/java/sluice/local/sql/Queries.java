package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableAsSelectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.util.ArrayList;
import java.util.List;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/** The outermost SELECT of a statement: output columns by their names. */
final class Queries {
  private final Translation translation;

  Queries(Translation translation) {
    this.translation = translation;
  }

  Translated.Query query() {
    ResolvedStatement tree = translation.analysis().tree();
    if (tree instanceof ResolvedQueryStmt query) {
      return query(query.getOutputColumnList(), query.getQuery(), query.getIsValueTable());
    } else if (tree instanceof ResolvedCreateTableAsSelectStmt create) {
      return query(create.getOutputColumnList(), create.getQuery(), create.getIsValueTable());
    } else if (tree instanceof ResolvedCreateViewBase view) {
      return query(view.getOutputColumnList(), view.getQuery(), view.getIsValueTable());
    }
    throw new UnsupportedSqlException("the statement " + tree.nodeKindString());
  }

  private Translated.Query query(
      List<ResolvedOutputColumn> outputs, ResolvedScan scan, boolean valueTable) {
    List<Column> columns = translation.analysis().columns();
    boolean struct = valueTable && outputs.get(0).getColumn().getType().isStruct();
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = DuckTypes.quoted(columns.get(i).name());
      String value =
          struct
              ? translation.name(outputs.get(0).getColumn()) + "." + name
              : translation.name(outputs.get(i).getColumn());
      selected.add(stored(columns.get(i), value) + " AS " + name);
    }
    return new Translated.Query(
        translation.analysis().tables().keySet(),
        "SELECT "
            + String.join(", ", selected)
            + " FROM ("
            + translation.select(scan)
            + ") AS \"_result\"",
        columns);
  }

  /** BigQuery gives and keeps an empty array where a query computes a NULL one. */
  static String stored(Column column, String value) {
    return column.mode() == Mode.REPEATED
        ? "coalesce(" + value + ", []::" + DuckTypes.type(column) + ")"
        : value;
  }
}
