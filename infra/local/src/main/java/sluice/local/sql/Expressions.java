package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.resolvedast.ResolvedFunctionCallBaseEnums.ErrorMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGetJsonField;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGetStructField;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMakeStruct;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSystemVariable;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithExpr;
import com.google.zetasql.resolvedast.ResolvedOrderByItemEnums.NullOrderMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sluice.sql.analysis.Types;

/** Expressions, each as one that may stand anywhere. */
final class Expressions {
  private final Translation translation;
  private int bindings;

  Expressions(Translation translation) {
    this.translation = translation;
  }

  @FunctionalInterface
  private interface Rule<E extends ResolvedExpr> {
    String sql(Expressions expressions, E expression);
  }

  private static final Map<Class<?>, Rule<ResolvedExpr>> RULES = new HashMap<>();

  private static <E extends ResolvedExpr> void rule(Class<E> kind, Rule<E> rule) {
    RULES.put(kind, (expressions, expression) -> rule.sql(expressions, kind.cast(expression)));
  }

  static {
    rule(ResolvedLiteral.class, (e, literal) -> Literals.of(literal.getValue()));
    rule(ResolvedColumnRef.class, (e, ref) -> e.translation.name(ref.getColumn()));
    rule(
        ResolvedParameter.class,
        (e, parameter) -> Parameters.sql(e.translation.context(), parameter));
    rule(
        ResolvedSystemVariable.class,
        (e, variable) -> Parameters.systemVariable(e.translation.context(), variable));
    rule(ResolvedCast.class, Expressions::cast);
    rule(ResolvedFunctionCall.class, Expressions::call);
    rule(ResolvedSubqueryExpr.class, (e, query) -> new Subqueries(e.translation).sql(query));
    rule(ResolvedGetStructField.class, Expressions::field);
    rule(ResolvedMakeStruct.class, Expressions::struct);
    rule(ResolvedGetJsonField.class, Expressions::jsonField);
    rule(ResolvedWithExpr.class, Expressions::with);
  }

  String sql(ResolvedExpr expression) {
    return Optional.ofNullable(RULES.get(expression.getClass()))
        .orElseThrow(
            () -> new UnsupportedSqlException("the expression " + expression.nodeKindString()))
        .sql(this, expression);
  }

  private String call(ResolvedFunctionCall call) {
    if (!call.getGenericArgumentList().isEmpty()) {
      throw new UnsupportedSqlException(
          "lambdas, as in " + call.getFunction().getName().toUpperCase(java.util.Locale.ROOT));
    }
    if (!call.getCollationList().isEmpty()) {
      throw new UnsupportedSqlException("COLLATE");
    }
    List<ResolvedExpr> arguments = call.getArgumentList();
    Intervals.refuseOutsideOfSums(call);
    BigNumericUses.check(call.getFunction().getName(), arguments, call.getType());
    Call written =
        new Call(
            call.getFunction().getName(),
            arguments,
            arguments.stream().map(this::argument).toList(),
            call.getType(),
            translation);
    return call.getErrorMode() == ErrorMode.SAFE_ERROR_MODE
        ? safe(written, Functions.all()::sql)
        : Functions.all().sql(written);
  }

  /**
   * Enum literals, the names of date parts, are read by the functions and have no SQL; nor has an
   * interval, which only what it is added to can write.
   */
  private String argument(ResolvedExpr argument) {
    boolean read = argument.getType().getKind() == TypeKind.TYPE_ENUM || Intervals.isMade(argument);
    return read ? "" : sql(argument);
  }

  private String cast(ResolvedCast cast) {
    if (cast.getFormat() != null && !(cast.getFormat() instanceof ResolvedLiteral)) {
      throw new UnsupportedSqlException("CAST with a computed FORMAT");
    }
    Call written =
        new Call(
            "cast",
            List.of(cast.getExpr()),
            List.of(sql(cast.getExpr())),
            cast.getType(),
            translation);
    Function<Call, String> body = call -> new Casts(cast, translation).sql(call.arg(0));
    return cast.getReturnNullOnError() ? safe(written, body) : body.apply(written);
  }

  /** NULL where the call itself raises an error; an error of its arguments stays one. */
  String safe(Call call, Function<Call, String> body) {
    boolean calm = call.arguments().stream().allMatch(Expressions::isCalm);
    return calm
        ? "TRY(" + body.apply(call) + ")"
        : bind(call, inner -> "TRY(" + body.apply(inner) + ")");
  }

  /** Whether an expression cannot raise an error. */
  private static boolean isCalm(ResolvedExpr expression) {
    return expression instanceof ResolvedLiteral
        || expression instanceof ResolvedColumnRef
        || expression instanceof ResolvedParameter
        || (expression instanceof ResolvedGetStructField field && isCalm(field.getExpr()));
  }

  /** The call, its arguments bound to names first where they are long. */
  String bound(Call call, int length, Function<Call, String> body) {
    boolean brief = call.sql().stream().allMatch(sql -> sql.length() <= length);
    boolean steady = call.arguments().stream().noneMatch(Volatility::in);
    return brief && steady ? body.apply(call) : bind(call, body);
  }

  private String bind(Call call, Function<Call, String> body) {
    String name = "_s" + bindings++;
    List<String> fields = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < call.size(); i++) {
      boolean part = call.arg(i).isEmpty();
      boolean literal = call.arguments().get(i) instanceof ResolvedLiteral;
      if (part || literal) {
        names.add(call.arg(i));
      } else {
        fields.add("a" + i);
        values.add(call.arg(i));
        names.add(name + ".a" + i);
      }
    }
    return "list_transform([%s], lambda %s: %s)[1]"
        .formatted(Literals.struct(fields, values), name, body.apply(call.with(names)));
  }

  private String field(ResolvedGetStructField field) {
    List<String> names = Types.fieldNames(field.getExpr().getType().asStruct());
    String name = DuckTypes.quoted(names.get((int) field.getFieldIdx()));
    return "(" + sql(field.getExpr()) + ")." + name;
  }

  private String struct(ResolvedMakeStruct struct) {
    return Literals.struct(
        Types.fieldNames(struct.getType().asStruct()),
        struct.getFieldList().stream().map(this::sql).toList());
  }

  private String jsonField(ResolvedGetJsonField field) {
    return "CAST(gs_json_field(CAST(%s AS VARCHAR), %s) AS JSON)"
        .formatted(sql(field.getExpr()), Literals.string(field.getFieldName()));
  }

  private String with(ResolvedWithExpr with) {
    for (ResolvedComputedColumn column : with.getAssignmentList()) {
      if (Volatility.in(column.getExpr())) {
        throw new UnsupportedSqlException("WITH expressions of volatile functions");
      }
      translation.rename(column.getColumn(), "(" + sql(column.getExpr()) + ")");
    }
    return sql(with.getExpr());
  }

  /** ORDER BY items, with GoogleSQL's places for NULL and NaN. */
  String ordering(List<ResolvedOrderByItem> items) {
    return items.stream()
        .map(item -> nanOrdering(item) + plainOrdering(item))
        .collect(Collectors.joining(", "));
  }

  /** ORDER BY items where a frame measures distances: no NaN is expected there. */
  String plainOrdering(List<ResolvedOrderByItem> items) {
    if (items.stream().anyMatch(item -> item.getColumnRef().getType().isDouble())) {
      throw new UnsupportedSqlException("RANGE frames with distances over FLOAT64");
    }
    if (items.stream().anyMatch(item -> item.getColumnRef().getType().isBigNumeric())) {
      throw new UnsupportedSqlException("RANGE frames with distances over BIGNUMERIC");
    }
    return items.stream().map(this::plainOrdering).collect(Collectors.joining(", "));
  }

  private String nanOrdering(ResolvedOrderByItem item) {
    if (!item.getColumnRef().getType().isDouble()) {
      return "";
    }
    String name = translation.name(item.getColumnRef().getColumn());
    String nulls = nullsFirst(item) ? "DESC" : "ASC";
    String nans = item.getIsDescending() ? "ASC" : "DESC";
    return "(%s IS NULL) %s, isnan(%s) %s, ".formatted(name, nulls, name, nans);
  }

  private String plainOrdering(ResolvedOrderByItem item) {
    if (item.getCollationName() != null) {
      throw new UnsupportedSqlException("ORDER BY ... COLLATE");
    }
    return translation.name(item.getColumnRef().getColumn())
        + (item.getIsDescending() ? " DESC" : " ASC")
        + (nullsFirst(item) ? " NULLS FIRST" : " NULLS LAST");
  }

  private static boolean nullsFirst(ResolvedOrderByItem item) {
    NullOrderMode mode = item.getNullOrder();
    return mode == NullOrderMode.ORDER_UNSPECIFIED
        ? !item.getIsDescending()
        : mode == NullOrderMode.NULLS_FIRST;
  }
}
