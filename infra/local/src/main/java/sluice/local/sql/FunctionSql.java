package sluice.local.sql;

/** How calls of one function are written in DuckDB's SQL. */
@FunctionalInterface
interface FunctionSql {

  /**
   * An expression of the call's type, parenthesized wherever an operator could tear it apart.
   *
   * @throws UnsupportedSqlException where DuckDB cannot do it exactly
   */
  String sql(Call call);

  /** A template with {0}, {1} ... for the arguments. */
  static FunctionSql of(String template) {
    return call -> call.fill(template);
  }
}
