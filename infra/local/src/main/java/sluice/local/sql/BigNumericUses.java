package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What may be done with BIGNUMERIC values, alone or within arrays and structs: to pass them on, and
 * to compare them, for their keys have their order. All else would meet the keys as texts.
 */
final class BigNumericUses {
  private static final Set<String> COMPARING =
      Set.of(
          "$equal",
          "$not_equal",
          "$less",
          "$less_or_equal",
          "$greater",
          "$greater_or_equal",
          "$between",
          "$in",
          "$in_array",
          "$is_distinct_from",
          "$is_not_distinct_from",
          "greatest",
          "least",
          "nullif");

  private static final Set<String> PASSING =
      Set.of(
          "$is_null",
          "if",
          "ifnull",
          "coalesce",
          "$case_no_value",
          "$case_with_value",
          "error",
          "nulliferror",
          "iserror",
          "iferror",
          "$make_array",
          "array_length",
          "$array_at_offset",
          "$array_at_ordinal",
          "$safe_array_at_offset",
          "$safe_array_at_ordinal",
          "array_concat",
          "$concat_op",
          "array_reverse",
          "array_first",
          "array_last",
          "array_slice");

  private static final Set<String> AGGREGATES =
      Set.of(
          "count",
          "approx_count_distinct",
          "min",
          "max",
          "min_by",
          "max_by",
          "any_value",
          "array_agg",
          "array_concat_agg");

  private static final Set<String> NAVIGATION =
      Set.of("lag", "lead", "first_value", "last_value", "nth_value");

  private static final List<Set<String>> SERVED =
      List.of(COMPARING, PASSING, AGGREGATES, NAVIGATION);

  private BigNumericUses() {}

  /** Refuses a function that takes or gives such values and would not know what they are. */
  static void check(String function, List<ResolvedExpr> arguments, Type result) {
    boolean met =
        in(result) || arguments.stream().map(ResolvedExpr::getType).anyMatch(BigNumericUses::in);
    if (met && SERVED.stream().noneMatch(names -> names.contains(function))) {
      throw new UnsupportedSqlException(
          "function "
              + function.replace("$", "").toUpperCase(Locale.ROOT)
              + " over values of type BIGNUMERIC");
    }
  }

  private static boolean in(Type type) {
    if (type.isArray()) {
      return in(type.asArray().getElementType());
    }
    return type.isStruct()
        ? type.asStruct().getFieldList().stream().anyMatch(field -> in(field.getType()))
        : type.isBigNumeric();
  }
}
