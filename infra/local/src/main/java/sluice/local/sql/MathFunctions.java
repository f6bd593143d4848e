package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;

/** Mathematical functions. */
final class MathFunctions {
  private MathFunctions() {}

  static void addTo(Functions all) {
    all.add("abs", "abs({0})");
    all.add("sign", MathFunctions::sign);
    for (String name : List.of("round", "trunc")) {
      all.add(name, call -> rounded(call, name));
    }
    for (String name : List.of("ceil", "floor")) {
      all.add(name, call -> whole(call, name));
    }
    for (String name :
        List.of(
            "sqrt", "exp", "ln", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
            "cosh", "tanh", "cbrt", "asinh", "acosh", "atanh", "cot", "sec", "csc")) {
      all.add(name, call -> real(call, "gs_" + name));
    }
    all.add("log", call -> real(call, call.size() == 1 ? "gs_ln" : "gs_log"));
    all.add("pow", call -> real(call, "gs_pow"));
    all.add("atan2", call -> real(call, "gs_atan2"));
    all.add("is_nan", "isnan({0})");
    all.add("is_inf", "isinf({0})");
    all.add("pi", call -> "pi()");
    all.add("range_bucket", MathFunctions::rangeBucket);
  }

  private static String sign(Call call) {
    return switch (call.kind(0)) {
      case TYPE_INT64 -> call.fill("CAST(sign({0}) AS BIGINT)");
      case TYPE_NUMERIC -> call.fill("CAST(sign({0}) AS DECIMAL(38,9))");
      case TYPE_DOUBLE -> call.fill("gs_sign({0})");
      default -> throw call.refused("over values of type " + call.type(0).typeName());
    };
  }

  private static String rounded(Call call, String name) {
    if (call.size() > 2) {
      throw call.refused("with a rounding mode");
    }
    boolean numeric = call.type().getKind() == TypeKind.TYPE_NUMERIC;
    String places = call.size() > 1 ? call.arg(1) : "0::BIGINT";
    if (!numeric && call.size() == 1) {
      return name + "(" + call.arg(0) + ")";
    }
    return "gs_%s_%s(%s, %s)".formatted(numeric ? "numeric" : "double", name, call.arg(0), places);
  }

  private static String whole(Call call, String name) {
    return switch (call.type().getKind()) {
      case TYPE_NUMERIC -> call.call("gs_numeric_" + name);
      case TYPE_DOUBLE -> call.call(name);
      default -> throw call.refused("over values of type " + call.type().typeName());
    };
  }

  private static String real(Call call, String function) {
    if (call.type().getKind() == TypeKind.TYPE_DOUBLE) {
      return call.call(function);
    }
    throw call.refused("over values of type " + call.type(0).typeName());
  }

  private static String rangeBucket(Call call) {
    if (call.kind(0) == TypeKind.TYPE_DOUBLE) {
      throw call.refused("over values of type FLOAT64");
    }
    return call.bound(
        each ->
            each.fill(
                "(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL"
                    + " ELSE len(list_filter({1}, lambda _b: _b <= {0})) END)"));
  }
}
