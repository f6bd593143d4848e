package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import java.text.MessageFormat;
import java.util.List;
import java.util.Optional;

/**
 * A function call to be written in DuckDB's SQL.
 *
 * @param name the function's name in the resolved tree, {@code date_add} or {@code $equal}
 * @param arguments the arguments as resolved
 * @param sql the arguments as DuckDB writes them, each safe to stand between operators
 * @param type the result's type
 */
record Call(
    String name,
    List<ResolvedExpr> arguments,
    List<String> sql,
    Type type,
    Translation translation) {

  /** Longer arguments are bound once rather than written twice. */
  private static final int SHORT = 120;

  int size() {
    return sql.size();
  }

  String arg(int index) {
    return sql.get(index);
  }

  Type type(int index) {
    return arguments.get(index).getType();
  }

  TypeKind kind(int index) {
    return type(index).getKind();
  }

  boolean has(int index, TypeKind kind) {
    return index < size() && kind(index) == kind;
  }

  /** Whether an optional argument is given and not NULL. */
  boolean given(int index) {
    return index < size() && literal(index).map(value -> !value.isNull()).orElse(true);
  }

  Optional<Value> literal(int index) {
    return arguments.get(index) instanceof ResolvedLiteral literal
        ? Optional.of(literal.getValue())
        : Optional.empty();
  }

  /** The text of a literal STRING. */
  Optional<String> text(int index) {
    return literal(index).filter(value -> !value.isNull()).map(Value::getStringValue);
  }

  Optional<Long> integer(int index) {
    return kind(index) == TypeKind.TYPE_INT64
        ? literal(index).filter(value -> !value.isNull()).map(Value::getInt64Value)
        : Optional.empty();
  }

  /** The name of a date part or another enum. */
  String part(int index) {
    return literal(index)
        .map(Value::getEnumName)
        .orElseThrow(() -> refused("with a computed date part"));
  }

  /** The template with its {0}, {1} ... replaced by the arguments. */
  String fill(String template) {
    return MessageFormat.format(template.replace("'", "''"), sql.toArray());
  }

  /** {@code function(arguments)}. */
  String call(String function) {
    return function + "(" + String.join(", ", sql) + ")";
  }

  /** The same call, of values that may be written more than once. */
  String bound(java.util.function.Function<Call, String> body) {
    return translation.expressions().bound(this, SHORT, body);
  }

  Call with(List<String> other) {
    return new Call(name, arguments, other, type, translation);
  }

  UnsupportedSqlException refused(String how) {
    return new UnsupportedSqlException(
        "function " + name.replace("$", "").toUpperCase(java.util.Locale.ROOT) + " " + how);
  }
}
