package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import java.util.Locale;

/** Dates and times plus and minus days and intervals of one part. */
final class Intervals {
  private Intervals() {}

  /** Whether an expression is INTERVAL number PART. */
  static boolean isMade(ResolvedExpr expression) {
    return expression instanceof ResolvedFunctionCall call
        && call.getFunction().getName().equals("$interval");
  }

  static void refuseOutsideOfSums(ResolvedFunctionCall call) {
    String name = call.getFunction().getName();
    boolean sum = name.equals("$add") || name.equals("$subtract");
    if (!sum && call.getArgumentList().stream().anyMatch(Intervals::isMade)) {
      throw new UnsupportedSqlException(
          "INTERVAL in " + name.replace("$", "").toUpperCase(Locale.ROOT));
    }
  }

  static String add(Call call) {
    if (call.has(0, TypeKind.TYPE_INTERVAL) || call.has(0, TypeKind.TYPE_INT64)) {
      return moved(ArithmeticFunctions.swapped(call), "");
    }
    return moved(call, "");
  }

  static String subtract(Call call) {
    return moved(call, "0::BIGINT - ");
  }

  private static String moved(Call call, String sign) {
    if (call.has(0, TypeKind.TYPE_DATE) && call.has(1, TypeKind.TYPE_INT64)) {
      return Times.date(
          "gs_date_add_DAY(%s, %s)".formatted(Times.days(call.arg(0)), sign + call.arg(1)));
    }
    if (!call.has(1, TypeKind.TYPE_INTERVAL)) {
      throw call.refused("over " + call.type(0).typeName() + " and " + call.type(1).typeName());
    }
    ResolvedExpr interval = call.arguments().get(1);
    if (!isMade(interval) || !(interval instanceof ResolvedFunctionCall made)) {
      throw call.refused("of an interval other than INTERVAL number PART");
    }
    String count = sign + call.translation().expressions().sql(made.getArgumentList().get(0));
    String part =
        made.getArgumentList().get(1) instanceof ResolvedLiteral literal
            ? literal.getValue().getEnumName()
            : "";
    return DateMath.add(moment(call), call.kind(0), part, count, call);
  }

  /** A DATE plus an interval is a DATETIME. */
  private static String moment(Call call) {
    return call.has(0, TypeKind.TYPE_DATE) ? "CAST(" + call.arg(0) + " AS TIMESTAMP)" : call.arg(0);
  }
}
