package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** UNNEST, alone or joined to what it depends on. */
final class ArrayScans {
  private final Translation translation;

  ArrayScans(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedArrayScan scan) {
    if (scan.getArrayExprList().size() != 1) {
      throw new UnsupportedSqlException("UNNEST of several arrays at once");
    }
    String array = translation.expressions().sql(scan.getArrayExprList().get(0));
    ResolvedScan input = scan.getInputScan();
    if (input == null) {
      return filtered(scan, elements(scan, array, "").toString());
    }
    if (scan.getIsOuter()) {
      return outer(scan, input, array);
    }
    String base =
        "SELECT *, " + array + " AS \"_array\" FROM " + translation.relations().from(input);
    String rows = unnested(scan, "\"_array\"", base);
    return filtered(scan, rows);
  }

  private String filtered(ResolvedArrayScan scan, String rows) {
    String where =
        scan.getJoinExpr() == null
            ? ""
            : " WHERE " + translation.expressions().sql(scan.getJoinExpr());
    return "SELECT "
        + translation.names(scan.getColumnList())
        + " FROM ("
        + rows
        + ") AS \"_\""
        + where;
  }

  private String unnested(ResolvedArrayScan scan, String array, String base) {
    List<String> columns = new ArrayList<>();
    for (ResolvedColumn column : scan.getInputScan().getColumnList().stream().distinct().toList()) {
      columns.add(translation.name(column));
    }
    columns.add(elementColumns(scan, array));
    return "SELECT " + String.join(", ", columns) + " FROM (" + base + ") AS \"_\"";
  }

  private String outer(ResolvedArrayScan scan, ResolvedScan input, String array) {
    String condition =
        scan.getJoinExpr() == null ? "TRUE" : translation.expressions().sql(scan.getJoinExpr());
    return "SELECT %s FROM %s LEFT JOIN LATERAL (%s) AS \"_e\" ON %s"
        .formatted(
            translation.names(scan.getColumnList()),
            "(" + translation.select(input) + ") AS \"_l\"",
            elements(scan, array, ""),
            condition);
  }

  /** The elements alone, in the array's order, with what else is asked for. */
  private String elements(ResolvedArrayScan scan, String array, String more) {
    return "SELECT %s%s FROM (SELECT %s AS \"_array\") AS \"_a\""
        .formatted(elementColumns(scan, "\"_array\""), more, array);
  }

  /** The elements, with their places as {@code _ord}. */
  String ordered(ResolvedArrayScan scan) {
    String array = translation.expressions().sql(scan.getArrayExprList().get(0));
    return "SELECT %s, \"_ord\" FROM (%s) AS \"_\"%s"
        .formatted(
            translation.names(scan.getColumnList()),
            elements(scan, array, ", unnest(range(len(\"_array\"))) AS \"_ord\""),
            scan.getJoinExpr() == null
                ? ""
                : " WHERE " + translation.expressions().sql(scan.getJoinExpr()));
  }

  private String elementColumns(ResolvedArrayScan scan, String array) {
    String element = translation.name(scan.getElementColumnList().get(0));
    String columns = "unnest(" + array + ") AS " + element;
    return Optional.ofNullable(scan.getArrayOffsetColumn())
        .map(holder -> translation.name(holder.getColumn()))
        .map(offset -> columns + ", unnest(range(len(" + array + "))) AS " + offset)
        .orElse(columns);
  }
}
