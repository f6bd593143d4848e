package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;

/** Joins of two scans. */
final class Joins {
  private final Translation translation;

  Joins(Translation translation) {
    this.translation = translation;
  }

  String join(ResolvedJoinScan scan) {
    if (scan.getIsLateral()) {
      throw new UnsupportedSqlException("LATERAL JOIN");
    }
    String left = "(" + translation.select(scan.getLeftScan()) + ") AS \"_l\"";
    String right = "(" + translation.select(scan.getRightScan()) + ") AS \"_r\"";
    String columns = "SELECT " + translation.names(scan.getColumnList()) + " FROM ";
    if (scan.getJoinExpr() == null) {
      return columns + left + crossed(scan) + right;
    }
    String condition = translation.expressions().sql(scan.getJoinExpr());
    return columns + left + kind(scan) + right + " ON " + condition;
  }

  private static String crossed(ResolvedJoinScan scan) {
    return switch (scan.getJoinType()) {
      case INNER -> " CROSS JOIN ";
      default -> throw new UnsupportedSqlException("an outer join without a condition");
    };
  }

  private static String kind(ResolvedJoinScan scan) {
    return switch (scan.getJoinType()) {
      case INNER -> " JOIN ";
      case LEFT -> " LEFT JOIN ";
      case RIGHT -> " RIGHT JOIN ";
      case FULL -> " FULL JOIN ";
      default -> throw new UnsupportedSqlException(scan.getJoinType() + " JOIN");
    };
  }
}
