package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;

/** Subqueries that stand for values. */
final class Subqueries {
  private final Translation translation;

  Subqueries(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedSubqueryExpr subquery) {
    ResolvedScan scan = subquery.getSubquery();
    return switch (subquery.getSubqueryType()) {
      case SCALAR -> "(SELECT " + column(scan) + " FROM " + rows(scan) + ")";
      case EXISTS -> "EXISTS(" + translation.select(scan) + ")";
      case ARRAY -> array(subquery);
      case IN -> in(subquery);
      default -> throw new UnsupportedSqlException("subquery " + subquery.getSubqueryType());
    };
  }

  private String rows(ResolvedScan scan) {
    return translation.relations().from(scan);
  }

  private String column(ResolvedScan scan) {
    return translation.name(scan.getColumnList().get(0));
  }

  private String array(ResolvedSubqueryExpr subquery) {
    ResolvedScan scan = subquery.getSubquery();
    return "(SELECT coalesce(list(%s ORDER BY \"_ord\"), []::%s) FROM (%s) AS \"_\")"
        .formatted(
            column(scan), Literals.type(subquery.getType()), new Ordered(translation).sql(scan));
  }

  private String in(ResolvedSubqueryExpr subquery) {
    Type type = subquery.getInExpr().getType();
    if (type.isStruct() || type.isArray() || type.isDouble()) {
      throw new UnsupportedSqlException("IN (SELECT ...) over values of type " + type.typeName());
    }
    return "(%s IN (SELECT %s FROM %s))"
        .formatted(
            translation.expressions().sql(subquery.getInExpr()),
            column(subquery.getSubquery()),
            rows(subquery.getSubquery()));
  }
}
