package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGroupingCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGroupingSet;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGroupingSetBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** GROUP BY, with grouping sets or without. */
final class Aggregates {
  private final Translation translation;

  Aggregates(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedAggregateScan scan) {
    List<String> keys = new ArrayList<>();
    List<String> computed = new ArrayList<>();
    for (ResolvedComputedColumn column : scan.getGroupByList()) {
      refuseFloatingArrays(column.getColumn());
      keys.add(translation.name(column.getColumn()));
      computed.add(
          translation.expressions().sql(column.getExpr())
              + " AS "
              + translation.name(column.getColumn()));
    }
    String input = translation.relations().from(scan.getInputScan());
    String base =
        computed.isEmpty()
            ? input
            : "(SELECT *, " + String.join(", ", computed) + " FROM " + input + ") AS \"_\"";
    return "SELECT " + columns(scan) + " FROM " + base + groupBy(scan, keys);
  }

  private static void refuseFloatingArrays(ResolvedColumn key) {
    if (key.getType().isArray()) {
      throw new UnsupportedSqlException("GROUP BY an ARRAY");
    }
  }

  private String columns(ResolvedAggregateScan scan) {
    Map<Long, String> computed = new HashMap<>();
    AggregateFunctions functions = new AggregateFunctions(translation);
    for (ResolvedComputedColumnBase column : scan.getAggregateList()) {
      ResolvedAggregateFunctionCall call = (ResolvedAggregateFunctionCall) column.getExpr();
      computed.put(column.getColumn().getId(), functions.sql(call) + " AS ");
    }
    for (ResolvedGroupingCall call : scan.getGroupingCallList()) {
      String key = translation.name(call.getGroupByColumn().getColumn());
      computed.put(call.getOutputColumn().getId(), "CAST(grouping(" + key + ") AS BIGINT) AS ");
    }
    String columns =
        scan.getColumnList().stream()
            .distinct()
            .map((ResolvedColumn c) -> computed.getOrDefault(c.getId(), "") + translation.name(c))
            .collect(Collectors.joining(", "));
    return columns.isEmpty() ? "count(*) AS \"_\"" : columns;
  }

  private String groupBy(ResolvedAggregateScan scan, List<String> keys) {
    if (!scan.getGroupingSetList().isEmpty()) {
      return scan.getGroupingSetList().stream()
          .map(this::groupingSet)
          .collect(Collectors.joining(", ", " GROUP BY GROUPING SETS (", ")"));
    }
    return keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
  }

  private String groupingSet(ResolvedGroupingSetBase set) {
    if (!(set instanceof ResolvedGroupingSet plain)) {
      throw new UnsupportedSqlException("the grouping " + set.nodeKindString());
    }
    return plain.getGroupByColumnList().stream()
        .map((ResolvedColumnRef ref) -> translation.name(ref.getColumn()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
