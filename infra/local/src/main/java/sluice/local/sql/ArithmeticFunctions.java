package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;

/** Operators on numbers, with GoogleSQL's errors for overflow and division by zero. */
final class ArithmeticFunctions {
  private ArithmeticFunctions() {}

  static void addTo(Functions all) {
    all.add("$add", ArithmeticFunctions::add);
    all.add("$subtract", ArithmeticFunctions::subtract);
    all.add("$multiply", ArithmeticFunctions::multiply);
    all.add("$divide", ArithmeticFunctions::divide);
    all.add("$unary_minus", ArithmeticFunctions::negate);
    all.add("safe_add", call -> safe(call, ArithmeticFunctions::add));
    all.add("safe_subtract", call -> safe(call, ArithmeticFunctions::subtract));
    all.add("safe_multiply", call -> safe(call, ArithmeticFunctions::multiply));
    all.add("safe_divide", ArithmeticFunctions::safeDivide);
    all.add("safe_negate", call -> safe(call, ArithmeticFunctions::negate));
    all.add("div", ArithmeticFunctions::div);
    all.add("mod", ArithmeticFunctions::mod);
    all.add("ieee_divide", "({0} / {1})");
    all.add("$bitwise_and", bits("({0} & {1})"));
    all.add("$bitwise_or", bits("({0} | {1})"));
    all.add("$bitwise_xor", bits("xor({0}, {1})"));
    all.add("$bitwise_not", bits("(~{0})"));
    all.add("$bitwise_left_shift", bits("gs_shift_left({0}, {1})"));
    all.add("$bitwise_right_shift", bits("gs_shift_right({0}, {1})"));
    all.add("bit_count", bits("CAST(bit_count({0}) AS BIGINT)"));
  }

  private static FunctionSql bits(String template) {
    return call -> {
      if (call.kind(0) != TypeKind.TYPE_INT64) {
        throw call.refused("over values of type " + call.type(0).typeName());
      }
      return call.fill(template);
    };
  }

  private static String safe(Call call, FunctionSql body) {
    return call.translation().expressions().safe(call, body::sql);
  }

  private static String add(Call call) {
    return switch (call.type().getKind()) {
      case TYPE_DOUBLE -> call.call("gs_double_add");
      case TYPE_INT64, TYPE_NUMERIC -> call.fill("({0} + {1})");
      default -> Intervals.add(call);
    };
  }

  private static String subtract(Call call) {
    return switch (call.type().getKind()) {
      case TYPE_DOUBLE -> call.call("gs_double_subtract");
      case TYPE_INT64, TYPE_NUMERIC -> call.fill("({0} - {1})");
      default -> Intervals.subtract(call);
    };
  }

  private static String multiply(Call call) {
    return switch (call.type().getKind()) {
      case TYPE_DOUBLE -> call.call("gs_double_multiply");
      case TYPE_INT64 -> call.fill("({0} * {1})");
      case TYPE_NUMERIC -> call.call("gs_numeric_multiply");
      default -> throw call.refused("over values of type " + call.type().typeName());
    };
  }

  private static String divide(Call call) {
    return switch (call.type().getKind()) {
      case TYPE_DOUBLE -> call.call("gs_double_divide");
      case TYPE_NUMERIC -> call.call("gs_numeric_divide");
      default -> throw call.refused("over values of type " + call.type().typeName());
    };
  }

  private static String safeDivide(Call call) {
    return call.type().isDouble()
        ? call.call("gs_double_safe_divide")
        : safe(call, ArithmeticFunctions::divide);
  }

  private static String negate(Call call) {
    return switch (call.type().getKind()) {
      case TYPE_DOUBLE -> call.fill("(-{0})");
      case TYPE_INT64 -> call.fill("(0::BIGINT - {0})");
      case TYPE_NUMERIC -> call.fill("(-{0})");
      default -> throw call.refused("over values of type " + call.type().typeName());
    };
  }

  private static String div(Call call) {
    return call.type().isInt64() ? call.fill("({0} // {1})") : call.call("gs_numeric_div");
  }

  private static String mod(Call call) {
    return call.type().isInt64() ? call.fill("({0} % {1})") : call.call("gs_numeric_mod");
  }

  /** The call's arguments in another order. */
  static Call swapped(Call call) {
    return new Call(
        call.name(),
        List.of(call.arguments().get(1), call.arguments().get(0)),
        List.of(call.arg(1), call.arg(0)),
        call.type(),
        call.translation());
  }
}
