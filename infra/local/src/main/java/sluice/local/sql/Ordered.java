package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLimitOffsetScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;

/**
 * Scans with their rows' places as a column {@code _ord}, so that an array made of them keeps the
 * order that the query asks for, correlated or not.
 */
final class Ordered {
  private final Translation translation;

  Ordered(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedScan scan) {
    if (scan instanceof ResolvedOrderByScan order) {
      return "SELECT %s, row_number() OVER (ORDER BY %s) AS \"_ord\" FROM %s"
          .formatted(
              translation.names(order.getColumnList()),
              translation.expressions().ordering(order.getOrderByItemList()),
              translation.relations().from(order.getInputScan()));
    } else if (scan instanceof ResolvedLimitOffsetScan limit) {
      return limited(limit);
    } else if (scan instanceof ResolvedProjectScan project) {
      return "SELECT %s, \"_ord\" FROM (%s) AS \"_\""
          .formatted(translation.relations().projected(project), sql(project.getInputScan()));
    } else if (scan instanceof ResolvedFilterScan filter) {
      return "SELECT %s, \"_ord\" FROM (%s) AS \"_\" WHERE %s"
          .formatted(
              translation.names(filter.getColumnList()),
              sql(filter.getInputScan()),
              translation.expressions().sql(filter.getFilterExpr()));
    } else if (scan instanceof ResolvedArrayScan array && array.getInputScan() == null) {
      return new ArrayScans(translation).ordered(array);
    }
    return "SELECT %s, row_number() OVER () AS \"_ord\" FROM %s"
        .formatted(translation.names(scan.getColumnList()), translation.relations().from(scan));
  }

  private String limited(ResolvedLimitOffsetScan scan) {
    Expressions expressions = translation.expressions();
    String offset = scan.getOffset() == null ? "0" : expressions.sql(scan.getOffset());
    String limit =
        scan.getLimit() == null
            ? ""
            : " AND \"_row\" <= " + offset + " + " + expressions.sql(scan.getLimit());
    String columns = translation.names(scan.getColumnList());
    return "SELECT %s, \"_ord\" FROM (SELECT *, row_number() OVER (ORDER BY \"_ord\") AS \"_row\" FROM (%s) AS \"_\") AS \"_\" WHERE \"_row\" > %s%s"
        .formatted(columns, sql(scan.getInputScan()), offset, limit);
  }
}
