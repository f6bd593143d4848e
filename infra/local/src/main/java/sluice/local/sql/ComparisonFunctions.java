package sluice.local.sql;

import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.sql.analysis.Types;

/** Comparisons, and the logic that joins them. */
final class ComparisonFunctions {
  private ComparisonFunctions() {}

  static void addTo(Functions all) {
    all.add("$equal", call -> compared(call, "="));
    all.add("$not_equal", call -> compared(call, "<>"));
    all.add("$less", call -> compared(call, "<"));
    all.add("$less_or_equal", call -> compared(call, "<="));
    all.add("$greater", call -> compared(call, ">"));
    all.add("$greater_or_equal", call -> compared(call, ">="));
    all.add("$between", ComparisonFunctions::between);
    all.add("$in", ComparisonFunctions::in);
    all.add("$in_array", ComparisonFunctions::inArray);
    all.add("$is_null", "({0} IS NULL)");
    all.add("$is_true", "({0} IS TRUE)");
    all.add("$is_false", "({0} IS FALSE)");
    all.add("$is_distinct_from", "({0} IS DISTINCT FROM {1})");
    all.add("$is_not_distinct_from", "({0} IS NOT DISTINCT FROM {1})");
    all.add("$and", call -> "(" + String.join(" AND ", call.sql()) + ")");
    all.add("$or", call -> "(" + String.join(" OR ", call.sql()) + ")");
    all.add("$not", "(NOT {0})");
    all.add("greatest", call -> extreme(call, "greatest"));
    all.add("least", call -> extreme(call, "least"));
  }

  private static String compared(Call call, String operator) {
    Type type = call.type(0);
    if (type.isDouble() || type.isStruct()) {
      return call.bound(each -> compare(each.arg(0), each.arg(1), type, operator));
    }
    return compare(call.arg(0), call.arg(1), type, operator);
  }

  /** Compares two values of a type; both may be written more than once. */
  static String compare(String left, String right, Type type, String operator) {
    if (type.isArray() || type.isJson()) {
      throw new UnsupportedSqlException("comparison of values of type " + type.typeName());
    }
    if (type.isStruct()) {
      return structs(left, right, type.asStruct(), operator);
    }
    String plain = "(" + left + " " + operator + " " + right + ")";
    return type.isDouble() ? numbers(left, right, operator, plain) : plain;
  }

  /** DuckDB takes NaN for the greatest number and for equal to itself. */
  private static String numbers(String left, String right, String operator, String plain) {
    return switch (operator) {
      case "=" -> "(" + plain + " AND NOT isnan(" + left + "))";
      case "<>" -> "(" + plain + " OR isnan(" + left + "))";
      case "<" -> "(" + plain + " AND NOT isnan(" + right + "))";
      case ">" -> "(" + plain + " AND NOT isnan(" + left + "))";
      default -> "(" + plain + " AND NOT isnan(" + left + ") AND NOT isnan(" + right + "))";
    };
  }

  /** Field by field, so that a NULL field makes the comparison NULL. */
  private static String structs(String left, String right, StructType type, String operator) {
    if (!operator.equals("=") && !operator.equals("<>")) {
      throw new UnsupportedSqlException("comparison of STRUCTs other than for equality");
    }
    List<String> names = Types.fieldNames(type);
    List<String> equalities = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String field = ")." + DuckTypes.quoted(names.get(i));
      equalities.add(
          compare("(" + left + field, "(" + right + field, type.getField(i).getType(), "="));
    }
    String equal = "(" + String.join(" AND ", equalities) + ")";
    return operator.equals("=") ? equal : "(NOT " + equal + ")";
  }

  private static String between(Call call) {
    Type type = call.type(0);
    if (!type.isDouble() && !type.isStruct()) {
      return call.fill("({0} BETWEEN {1} AND {2})");
    }
    return call.bound(
        each ->
            "("
                + compare(each.arg(0), each.arg(1), type, ">=")
                + " AND "
                + compare(each.arg(0), each.arg(2), type, "<=")
                + ")");
  }

  private static String in(Call call) {
    Type type = call.type(0);
    if (!type.isDouble() && !type.isStruct()) {
      return "(%s IN (%s))"
          .formatted(call.arg(0), String.join(", ", call.sql().subList(1, call.size())));
    }
    return call.bound(
        each ->
            IntStream.range(1, each.size())
                .mapToObj(i -> compare(each.arg(0), each.arg(i), type, "="))
                .collect(Collectors.joining(" OR ", "(", ")")));
  }

  private static String inArray(Call call) {
    Type type = call.type(0);
    if (type.isDouble() || type.isStruct()) {
      throw call.refused("over values of type " + type.typeName());
    }
    List<Value> elements =
        call.literal(1)
            .filter(value -> !value.isNull())
            .<List<Value>>map(Value::getElementList)
            .orElse(List.of());
    if (!elements.isEmpty()) {
      return "(%s IN (%s))"
          .formatted(
              call.arg(0), elements.stream().map(Literals::of).collect(Collectors.joining(", ")));
    }
    return call.bound(
        each ->
            each.fill(
                "(CASE WHEN coalesce(len({1}), 0) = 0 THEN FALSE"
                    + " WHEN {0} IS NULL THEN NULL"
                    + " WHEN list_contains({1}, {0}) THEN TRUE"
                    + " WHEN len({1}) > list_count({1}) THEN NULL ELSE FALSE END)"));
  }

  /** NULL where any argument is, and NaN where any is. */
  private static String extreme(Call call, String function) {
    return call.bound(
        each -> {
          String nulls =
              each.sql().stream().map(a -> a + " IS NULL").collect(Collectors.joining(" OR "));
          String nans =
              each.kind(0) == TypeKind.TYPE_DOUBLE
                  ? each.sql().stream()
                      .map(a -> "isnan(" + a + ")")
                      .collect(Collectors.joining(" OR ", " WHEN ", " THEN 'NaN'::DOUBLE"))
                  : "";
          return "(CASE WHEN %s THEN NULL%s ELSE %s END)"
              .formatted(nulls, nans, each.call(function));
        });
  }
}
