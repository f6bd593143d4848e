package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.stream.Collectors;

/** Functions on arrays. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static void addTo(Functions all) {
    all.add("$make_array", ArrayFunctions::made);
    all.add("array_length", "CAST(len({0}) AS BIGINT)");
    all.add("$array_at_offset", call -> call.bound(each -> element(each, "gs_offset")));
    all.add("$array_at_ordinal", call -> call.bound(each -> element(each, "gs_ordinal")));
    all.add("$safe_array_at_offset", "({0}[nullif(greatest({1}, -1) + 1, 0)])");
    all.add("$safe_array_at_ordinal", "({0}[nullif(greatest({1}, 0), 0)])");
    all.add("array_concat", ArrayFunctions::concatenated);
    all.add("array_reverse", "list_reverse({0})");
    all.add("array_to_string", ArrayFunctions::text);
    all.add("array_first", call -> call.bound(each -> end(each, "0::BIGINT")));
    all.add("array_last", call -> call.bound(each -> end(each, "len({0}) - 1")));
    all.add("array_slice", call -> call.bound(ArrayFunctions::slice));
    all.add("generate_array", ArrayFunctions::generated);
    all.add("generate_date_array", GeneratedDates::dates);
    all.add("generate_timestamp_array", GeneratedDates::timestamps);
  }

  private static String made(Call call) {
    return "CAST([" + String.join(", ", call.sql()) + "] AS " + Literals.type(call.type()) + ")";
  }

  private static String element(Call call, String check) {
    return call.fill("({0}[" + check + "({1}, len({0}))])");
  }

  private static String end(Call call, String offset) {
    return call.fill("({0}[gs_offset(" + offset + ", len({0}))])");
  }

  /** NULL where any of them is NULL. */
  static String concatenated(Call call) {
    return call.bound(
        each -> {
          String nulls =
              each.sql().stream().map(a -> a + " IS NULL").collect(Collectors.joining(" OR "));
          String all =
              each.sql().stream()
                  .reduce((a, b) -> "list_concat(" + a + ", " + b + ")")
                  .orElseThrow();
          return "(CASE WHEN " + nulls + " THEN NULL ELSE " + all + " END)";
        });
  }

  private static String text(Call call) {
    Type element = call.type(0).asArray().getElementType();
    if (!element.isString()) {
      throw call.refused("over " + call.type(0).typeName());
    }
    if (call.size() == 2) {
      return call.call("array_to_string");
    }
    return call.fill("array_to_string(list_transform({0}, lambda _e: coalesce(_e, {2})), {1})");
  }

  private static String slice(Call call) {
    String from = "(CASE WHEN {1} < 0 THEN greatest(len({0}) + {1}, 0) ELSE {1} END)";
    String to = "(CASE WHEN {2} < 0 THEN len({0}) + {2} ELSE {2} END)";
    return call.fill(
        "(CASE WHEN {0} IS NULL OR {1} IS NULL OR {2} IS NULL THEN NULL WHEN "
            + from
            + " > "
            + to
            + " THEN {0}[1:0] ELSE {0}["
            + from
            + " + 1:"
            + to
            + " + 1] END)");
  }

  private static String generated(Call call) {
    if (call.kind(0) != TypeKind.TYPE_INT64) {
      throw call.refused("over values of type " + call.type(0).typeName());
    }
    String step = call.size() > 2 ? call.arg(2) : "1::BIGINT";
    return "generate_series(%s, %s, gs_step(%s))".formatted(call.arg(0), call.arg(1), step);
  }
}
