package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithEntry;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import com.google.zetasql.resolvedast.ResolvedRecursiveScanEnums.RecursiveSetOperationType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** UNION, INTERSECT, EXCEPT, and WITH, recursive or not. */
final class SetOperations {
  private final Translation translation;
  private final Map<String, List<ResolvedColumn>> withColumns = new HashMap<>();
  private final Deque<String> recursing = new ArrayDeque<>();

  SetOperations(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedSetOperationScan scan) {
    String operator =
        switch (scan.getOpType()) {
          case UNION_ALL -> " UNION ALL ";
          case UNION_DISTINCT -> " UNION ";
          case INTERSECT_ALL -> " INTERSECT ALL ";
          case INTERSECT_DISTINCT -> " INTERSECT ";
          case EXCEPT_ALL -> " EXCEPT ALL ";
          case EXCEPT_DISTINCT -> " EXCEPT ";
          default -> throw new UnsupportedSqlException("set operation " + scan.getOpType());
        };
    // Each step nests, so that none binds tighter than another.
    List<ResolvedSetOperationItem> items = scan.getInputItemList();
    String left = item(scan, items.get(0));
    for (ResolvedSetOperationItem item : items.subList(1, items.size())) {
      left = "SELECT * FROM (" + left + operator + item(scan, item) + ") AS \"_\"";
    }
    return left;
  }

  private String item(ResolvedScan scan, ResolvedSetOperationItem item) {
    return renamed(
        item.getOutputColumnList(),
        scan.getColumnList(),
        translation.relations().from(item.getScan()));
  }

  /** Columns under other columns' names, by their places. */
  private String renamed(List<ResolvedColumn> from, List<ResolvedColumn> to, String source) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < to.size(); i++) {
      columns.add(translation.name(from.get(i)) + " AS " + translation.name(to.get(i)));
    }
    String list = columns.isEmpty() ? "1 AS \"_\"" : String.join(", ", columns);
    return "SELECT " + list + " FROM " + source;
  }

  String with(ResolvedWithScan scan) {
    List<String> entries = new ArrayList<>();
    boolean recursive = false;
    for (ResolvedWithEntry entry : scan.getWithEntryList()) {
      String name = name(entry.getWithQueryName());
      ResolvedScan query = entry.getWithSubquery();
      recursive |= query instanceof ResolvedRecursiveScan;
      withColumns.put(entry.getWithQueryName(), query.getColumnList());
      recursing.push(entry.getWithQueryName());
      entries.add(name + columnNames(query) + " AS " + hint(query) + "(" + body(query) + ")");
      recursing.pop();
    }
    return (recursive ? "WITH RECURSIVE " : "WITH ")
        + String.join(", ", entries)
        + " SELECT "
        + translation.names(scan.getColumnList())
        + " FROM "
        + translation.relations().from(scan.getQuery());
  }

  /** What calls a volatile function must be computed once, however often it is read. */
  private String hint(ResolvedScan query) {
    return !(query instanceof ResolvedRecursiveScan) && Volatility.in(query) ? "MATERIALIZED " : "";
  }

  private String columnNames(ResolvedScan query) {
    return query instanceof ResolvedRecursiveScan
        ? query.getColumnList().stream()
            .map(translation::name)
            .collect(Collectors.joining(", ", "(", ")"))
        : "";
  }

  private String body(ResolvedScan query) {
    return query instanceof ResolvedRecursiveScan scan
        ? recursiveBody(scan)
        : translation.select(query);
  }

  private String recursiveBody(ResolvedRecursiveScan scan) {
    if (scan.getRecursionDepthModifier() != null) {
      throw new UnsupportedSqlException("WITH DEPTH");
    }
    String operator =
        scan.getOpType() == RecursiveSetOperationType.UNION_ALL ? " UNION ALL " : " UNION ";
    return item(scan, scan.getNonRecursiveTerm()) + operator + item(scan, scan.getRecursiveTerm());
  }

  String recursion(ResolvedRecursiveRefScan scan) {
    String name = recursing.getFirst();
    return renamed(withColumns.getOrDefault(name, List.of()), scan.getColumnList(), name(name));
  }

  String reference(ResolvedWithRefScan scan) {
    String name = scan.getWithQueryName();
    return renamed(withColumns.getOrDefault(name, List.of()), scan.getColumnList(), name(name));
  }

  private static String name(String withQueryName) {
    return DuckTypes.quoted("with_" + withQueryName);
  }
}
