package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;
import java.util.List;
import java.util.Set;

/** Functions that only windows have; the rest are aggregates. */
final class WindowFunctions {
  private static final Set<String> NUMBERING = Set.of("row_number", "rank", "dense_rank", "ntile");
  private static final Set<String> SHARES = Set.of("percent_rank", "cume_dist");
  private static final Set<String> NAVIGATION =
      Set.of("lag", "lead", "first_value", "last_value", "nth_value");
  private static final Set<String> PERCENTILES = Set.of("percentile_cont", "percentile_disc");

  private final Translation translation;

  WindowFunctions(Translation translation) {
    this.translation = translation;
  }

  String sql(ResolvedAnalyticFunctionCall call, String over) {
    String name = call.getFunction().getName();
    BigNumericUses.check(name, call.getArgumentList(), call.getType());
    List<String> arguments =
        call.getArgumentList().stream().map(translation.expressions()::sql).toList();
    String list = String.join(", ", arguments);
    if (NUMBERING.contains(name)) {
      return "CAST(" + name + "(" + list + ")" + over + " AS BIGINT)";
    } else if (SHARES.contains(name)) {
      return name + "(" + list + ")" + over;
    } else if (NAVIGATION.contains(name)) {
      boolean ignored = call.getNullHandlingModifier() == NullHandlingModifier.IGNORE_NULLS;
      return name + "(" + list + (ignored ? " IGNORE NULLS" : "") + ")" + over;
    } else if (PERCENTILES.contains(name)) {
      return percentile(call, name, list, over);
    }
    return new AggregateFunctions(translation).over(call, over);
  }

  private static String percentile(
      ResolvedAnalyticFunctionCall call, String name, String list, String over) {
    if (call.getNullHandlingModifier() == NullHandlingModifier.RESPECT_NULLS) {
      throw new UnsupportedSqlException("window function " + name + " with RESPECT NULLS");
    }
    boolean continuous = name.equals("percentile_cont");
    if (continuous && !call.getType().isDouble()) {
      throw new UnsupportedSqlException("PERCENTILE_CONT over " + call.getType().typeName());
    }
    return (continuous ? "quantile_cont(" : "quantile_disc(") + list + ")" + over;
  }
}
