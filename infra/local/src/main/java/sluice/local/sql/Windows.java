package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionGroup;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWindowFrame;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWindowFrameExpr;
import com.google.zetasql.resolvedast.ResolvedWindowFrameEnums.FrameUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Window functions. */
final class Windows {
  private final Translation translation;

  Windows(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedAnalyticScan scan) {
    Map<Long, String> computed = new HashMap<>();
    for (ResolvedAnalyticFunctionGroup group : scan.getFunctionGroupList()) {
      for (ResolvedComputedColumnBase column : group.getAnalyticFunctionList()) {
        ResolvedAnalyticFunctionCall call = (ResolvedAnalyticFunctionCall) column.getExpr();
        computed.put(column.getColumn().getId(), call(group, call) + " AS ");
      }
    }
    String columns =
        scan.getColumnList().stream()
            .distinct()
            .map((ResolvedColumn c) -> computed.getOrDefault(c.getId(), "") + translation.name(c))
            .collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM " + translation.relations().from(scan.getInputScan());
  }

  private String call(ResolvedAnalyticFunctionGroup group, ResolvedAnalyticFunctionCall call) {
    return new WindowFunctions(translation).sql(call, " OVER (" + window(group, call) + ")");
  }

  private String window(ResolvedAnalyticFunctionGroup group, ResolvedAnalyticFunctionCall call) {
    List<String> parts = new ArrayList<>();
    if (group.getPartitionBy() != null) {
      parts.add(
          group.getPartitionBy().getPartitionByList().stream()
              .map((ResolvedColumnRef ref) -> translation.name(ref.getColumn()))
              .collect(Collectors.joining(", ", "PARTITION BY ", "")));
    }
    if (group.getOrderBy() != null) {
      boolean byDistance = isByDistance(call.getWindowFrame());
      parts.add(
          "ORDER BY "
              + (byDistance
                  ? translation.expressions().plainOrdering(group.getOrderBy().getOrderByItemList())
                  : translation.expressions().ordering(group.getOrderBy().getOrderByItemList())));
    }
    if (call.getWindowFrame() != null) {
      parts.add(frame(call.getWindowFrame()));
    }
    return String.join(" ", parts);
  }

  private static boolean isByDistance(ResolvedWindowFrame frame) {
    return frame != null
        && frame.getFrameUnit() == FrameUnit.RANGE
        && (frame.getStartExpr().getExpression() != null
            || frame.getEndExpr().getExpression() != null);
  }

  private String frame(ResolvedWindowFrame frame) {
    return "%s BETWEEN %s AND %s"
        .formatted(
            frame.getFrameUnit() == FrameUnit.ROWS ? "ROWS" : "RANGE",
            boundary(frame.getStartExpr()),
            boundary(frame.getEndExpr()));
  }

  private String boundary(ResolvedWindowFrameExpr boundary) {
    return switch (boundary.getBoundaryType()) {
      case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
      case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
      case CURRENT_ROW -> "CURRENT ROW";
      case OFFSET_PRECEDING ->
          translation.expressions().sql(boundary.getExpression()) + " PRECEDING";
      case OFFSET_FOLLOWING ->
          translation.expressions().sql(boundary.getExpression()) + " FOLLOWING";
      default -> throw new UnsupportedSqlException("frame " + boundary.getBoundaryType());
    };
  }
}
