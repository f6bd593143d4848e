package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedAggregateHavingModifierEnums.HavingModifierKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aggregate functions, over groups and over windows. */
final class AggregateFunctions {
  /** Those that are the same in both, by DuckDB's name. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("logical_and", "bool_and"),
          Map.entry("logical_or", "bool_or"),
          Map.entry("bit_and", "bit_and"),
          Map.entry("bit_or", "bit_or"),
          Map.entry("bit_xor", "bit_xor"),
          Map.entry("stddev", "stddev_samp"),
          Map.entry("stddev_samp", "stddev_samp"),
          Map.entry("stddev_pop", "stddev_pop"),
          Map.entry("variance", "var_samp"),
          Map.entry("var_samp", "var_samp"),
          Map.entry("var_pop", "var_pop"),
          Map.entry("corr", "corr"),
          Map.entry("covar_pop", "covar_pop"),
          Map.entry("covar_samp", "covar_samp"));

  private final Translation translation;

  AggregateFunctions(Translation translation) {
    this.translation = translation;
  }

  /** One aggregate call: what makes up its SQL. */
  private record Parts(
      String name,
      List<ResolvedExpr> arguments,
      List<String> sql,
      Type type,
      String distinct,
      String order,
      Optional<String> limit,
      Optional<String> filter,
      String over) {

    String arg(int index) {
      return sql.get(index);
    }

    /** {@code function(DISTINCT arguments ORDER BY ...) FILTER (...) OVER (...)}. */
    String call(String function, String inside) {
      return call(function, inside, filter);
    }

    String call(String function, String inside, Optional<String> condition) {
      String where = condition.map(sql -> " FILTER (WHERE " + sql + ")").orElse("");
      return function + "(" + distinct + inside + order + ")" + where + over;
    }

    Optional<String> alsoWhere(String condition) {
      return Optional.of(filter.map(sql -> sql + " AND " + condition).orElse(condition));
    }

    UnsupportedSqlException refused(String how) {
      return new UnsupportedSqlException(
          "aggregate " + name.replace("$", "").toUpperCase(Locale.ROOT) + " " + how);
    }
  }

  String sql(ResolvedAggregateFunctionCall call) {
    if (!call.getGroupByList().isEmpty() || call.getHavingExpr() != null) {
      throw new UnsupportedSqlException("aggregates of several levels");
    }
    String order =
        call.getOrderByItemList().isEmpty()
            ? ""
            : " ORDER BY " + translation.expressions().ordering(call.getOrderByItemList());
    Optional<String> limit =
        Optional.ofNullable(call.getLimit()).map(translation.expressions()::sql);
    Parts parts = parts(call, order, limit, "");
    return call.getHavingModifier() == null
        ? written(parts, call)
        : having(
            parts, call.getHavingModifier().getKind(), call.getHavingModifier().getHavingExpr());
  }

  /** The same over a window: {@code OVER (...)}. */
  String over(ResolvedNonScalarFunctionCallBase call, String window) {
    return written(parts(call, "", Optional.empty(), window), call);
  }

  private Parts parts(
      ResolvedNonScalarFunctionCallBase call, String order, Optional<String> limit, String over) {
    if (!call.getCollationList().isEmpty() || call.getWithGroupRowsSubquery() != null) {
      throw new UnsupportedSqlException("WITH GROUP ROWS and COLLATE");
    }
    BigNumericUses.check(call.getFunction().getName(), call.getArgumentList(), call.getType());
    Expressions expressions = translation.expressions();
    return new Parts(
        call.getFunction().getName(),
        call.getArgumentList(),
        call.getArgumentList().stream().map(expressions::sql).toList(),
        call.getType(),
        call.getDistinct() ? "DISTINCT " : "",
        order,
        limit,
        Optional.ofNullable(call.getWhereExpr()).map(expressions::sql),
        over);
  }

  private String having(Parts parts, HavingModifierKind kind, ResolvedExpr by) {
    if (!parts.name().equals("any_value")) {
      throw parts.refused("with HAVING " + kind);
    }
    String function = kind == HavingModifierKind.MAX ? "arg_max_null" : "arg_min_null";
    return parts.call(function, parts.arg(0) + ", " + translation.expressions().sql(by));
  }

  private String written(Parts parts, ResolvedNonScalarFunctionCallBase call) {
    if (SAME.containsKey(parts.name())) {
      return parts.call(SAME.get(parts.name()), String.join(", ", parts.sql()));
    }
    return switch (parts.name()) {
      case "$count_star" -> parts.call("count", "*");
      case "count", "approx_count_distinct" -> count(parts);
      case "countif" -> countif(parts);
      case "sum" -> sum(parts);
      case "avg" -> avg(parts);
      case "min", "max" -> extreme(parts);
      case "any_value" -> parts.call("any_value", parts.arg(0));
      case "max_by" -> parts.call("arg_max_null", parts.arg(0) + ", " + parts.arg(1));
      case "min_by" -> parts.call("arg_min_null", parts.arg(0) + ", " + parts.arg(1));
      case "array_agg" -> arrayAgg(parts, call.getNullHandlingModifier());
      case "array_concat_agg" ->
          limited(
              parts,
              parts.call("list", parts.arg(0), parts.alsoWhere(parts.arg(0) + " IS NOT NULL")),
              "flatten(%s)");
      case "string_agg" -> stringAgg(parts);
      case "approx_quantiles" -> quantiles(parts, call.getNullHandlingModifier());
      default ->
          throw new UnsupportedSqlException("aggregate " + parts.name().toUpperCase(Locale.ROOT));
    };
  }

  private static String count(Parts parts) {
    return parts.name().equals("count")
        ? parts.call("count", parts.arg(0))
        : parts.call("count", "DISTINCT " + parts.arg(0));
  }

  private static String countif(Parts parts) {
    if (!parts.distinct().isEmpty()) {
      throw parts.refused("with DISTINCT");
    }
    return parts.call("count", "*", parts.alsoWhere(parts.arg(0)));
  }

  private static String sum(Parts parts) {
    String x = parts.arg(0);
    return switch (parts.type().getKind()) {
      case TYPE_INT64 -> "CAST(" + parts.call("sum", x) + " AS BIGINT)";
      case TYPE_NUMERIC -> "CAST(" + parts.call("sum", x) + " AS DECIMAL(38,9))";
      case TYPE_DOUBLE ->
          "gs_double_sum(%s, %s)"
              .formatted(parts.call("sum", x), parts.call("bool_or", "isinf(" + x + ")"));
      default -> throw parts.refused("over values of type " + parts.type().typeName());
    };
  }

  private static String avg(Parts parts) {
    String x = parts.arg(0);
    return switch (parts.type().getKind()) {
      case TYPE_DOUBLE -> parts.call("avg", x);
      case TYPE_NUMERIC ->
          "gs_numeric_divide(CAST(%s AS DECIMAL(38,9)), CAST(nullif(%s, 0) AS DECIMAL(38,9)))"
              .formatted(parts.call("sum", x), parts.call("count", x));
      default -> throw parts.refused("over values of type " + parts.type().typeName());
    };
  }

  /** NaN is the result where any value is NaN. */
  private static String extreme(Parts parts) {
    String x = parts.arg(0);
    if (parts.type().isArray() || parts.type().isStruct()) {
      throw parts.refused("over values of type " + parts.type().typeName());
    }
    String plain = parts.call(parts.name(), x);
    return parts.type().isDouble() && parts.name().equals("min")
        ? "(CASE WHEN %s THEN 'NaN'::DOUBLE ELSE %s END)"
            .formatted(parts.call("bool_or", "isnan(" + x + ")"), plain)
        : plain;
  }

  private static String arrayAgg(Parts parts, NullHandlingModifier nulls) {
    boolean ignored = nulls == NullHandlingModifier.IGNORE_NULLS;
    Optional<String> filter =
        ignored ? parts.alsoWhere("(" + parts.arg(0) + ") IS NOT NULL") : parts.filter();
    return limited(parts, parts.call("list", parts.arg(0), filter), "%s");
  }

  private static String limited(Parts parts, String list, String shape) {
    String some = parts.limit().map(limit -> "(" + list + ")[1:" + limit + "]").orElse(list);
    return shape.formatted(some);
  }

  private static String stringAgg(Parts parts) {
    if (!parts.type().isString()) {
      throw parts.refused("over BYTES");
    }
    String delimiter = parts.sql().size() > 1 ? parts.arg(1) : "','";
    if (parts.limit().isEmpty()) {
      return parts.call("string_agg", parts.arg(0) + ", " + delimiter);
    }
    String list =
        parts.call("list", parts.arg(0), parts.alsoWhere("(" + parts.arg(0) + ") IS NOT NULL"));
    return "array_to_string(" + limited(parts, list, "%s") + ", " + delimiter + ")";
  }

  private static String quantiles(Parts parts, NullHandlingModifier nulls) {
    if (nulls == NullHandlingModifier.RESPECT_NULLS) {
      throw parts.refused("with RESPECT NULLS");
    }
    if (!(parts.arguments().get(1) instanceof ResolvedLiteral literal)) {
      throw parts.refused("of a computed number of quantiles");
    }
    Value number = literal.getValue();
    long count = number.getInt64Value();
    String fractions =
        IntStream.rangeClosed(0, (int) count)
            .mapToObj(i -> (double) i / count + "::DOUBLE")
            .collect(Collectors.joining(", ", "[", "]"));
    return parts.call("quantile_disc", parts.arg(0) + ", " + fractions);
  }
}
