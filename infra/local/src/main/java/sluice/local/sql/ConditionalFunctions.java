package sluice.local.sql;

import com.google.zetasql.Type;

/** Choices, and what deals with errors. */
final class ConditionalFunctions {
  private ConditionalFunctions() {}

  static void addTo(Functions all) {
    all.add("if", "(CASE WHEN {0} THEN {1} ELSE {2} END)");
    all.add("ifnull", "coalesce({0}, {1})");
    all.add("coalesce", call -> call.call("coalesce"));
    all.add("nullif", ConditionalFunctions::nullif);
    all.add("nullifzero", ConditionalFunctions::nullifzero);
    all.add("zeroifnull", call -> "coalesce(" + call.arg(0) + ", CAST(0 AS " + type(call) + "))");
    all.add("$case_no_value", call -> cases(call, 0));
    all.add("$case_with_value", call -> call.bound(ConditionalFunctions::casesOfValue));
    all.add("error", call -> "CAST(gs_error(" + call.arg(0) + ") AS " + type(call) + ")");
    all.add("nulliferror", "TRY({0})");
    all.add("iserror", "(TRY([{0}]) IS NULL)");
    all.add("iferror", "(coalesce(TRY([{0}]), [{1}])[1])");
    all.add("rand", call -> "random()");
    all.add("generate_uuid", call -> "CAST(uuid() AS VARCHAR)");
    all.add("session_user", call -> Literals.string(call.translation().context().user()));
  }

  private static String type(Call call) {
    return Literals.type(call.type());
  }

  private static String nullif(Call call) {
    Type type = call.type(0);
    return type.isDouble() || type.isStruct()
        ? call.bound(
            each ->
                "(CASE WHEN %s THEN NULL ELSE %s END)"
                    .formatted(
                        ComparisonFunctions.compare(each.arg(0), each.arg(1), type, "="),
                        each.arg(0)))
        : call.call("nullif");
  }

  private static String nullifzero(Call call) {
    return call.bound(each -> each.fill("(CASE WHEN {0} = 0 THEN NULL ELSE {0} END)"));
  }

  private static String cases(Call call, int from) {
    StringBuilder sql = new StringBuilder("(CASE");
    int i = from;
    for (; i + 1 < call.size(); i += 2) {
      sql.append(" WHEN ").append(call.arg(i)).append(" THEN ").append(call.arg(i + 1));
    }
    return i < call.size()
        ? sql.append(" ELSE ").append(call.arg(i)).append(" END)").toString()
        : sql.append(" END)").toString();
  }

  private static String casesOfValue(Call call) {
    StringBuilder sql = new StringBuilder("(CASE");
    int i = 1;
    for (; i + 1 < call.size(); i += 2) {
      String equal = ComparisonFunctions.compare(call.arg(0), call.arg(i), call.type(0), "=");
      sql.append(" WHEN ").append(equal).append(" THEN ").append(call.arg(i + 1));
    }
    return i < call.size()
        ? sql.append(" ELSE ").append(call.arg(i)).append(" END)").toString()
        : sql.append(" END)").toString();
  }
}
