package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions, which are RE2's in both. */
final class RegexpFunctions {
  private static final Pattern GROUP =
      Pattern.compile("\\\\.|\\[\\^?\\]?(?:\\\\.|[^\\]])*\\]|\\((?!\\?)|\\(\\?P<");

  private static final Pattern OPTIONAL = Pattern.compile("\\)[?*{]|\\|");

  private RegexpFunctions() {}

  static void addTo(Functions all) {
    all.add("regexp_contains", onText("regexp_matches({0}, {1})"));
    all.add("regexp_replace", RegexpFunctions::replace);
    all.add("regexp_extract", RegexpFunctions::extract);
    all.add("regexp_extract_all", RegexpFunctions::extractAll);
    all.add("regexp_instr", RegexpFunctions::instr);
    all.add("$like", RegexpFunctions::like);
  }

  private static FunctionSql onText(String template) {
    return StringFunctions.text(template);
  }

  private static String extract(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    if (call.size() == 2 && call.text(1).filter(RegexpFunctions::isPlain).isPresent()) {
      int group = groups(call.text(1).orElseThrow());
      return call.bound(
          each ->
              each.fill("(CASE WHEN regexp_matches({0}, {1}) THEN regexp_extract({0}, {1}, ")
                  + group
                  + ") END)");
    }
    return "gs_regexp_extract(%s, %s, %s, %s)"
        .formatted(
            call.arg(0),
            call.arg(1),
            call.size() > 2 ? call.arg(2) : "1::BIGINT",
            call.size() > 3 ? call.arg(3) : "1::BIGINT");
  }

  private static String extractAll(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    return "CAST(CAST(gs_regexp_extract_all(%s, %s) AS JSON) AS VARCHAR[])"
        .formatted(call.arg(0), call.arg(1));
  }

  private static String instr(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    StringBuilder sql = new StringBuilder("gs_regexp_instr(");
    sql.append(call.arg(0)).append(", ").append(call.arg(1));
    String[] defaults = {"1::BIGINT", "1::BIGINT", "0::BIGINT"};
    for (int i = 2; i < 5; i++) {
      sql.append(", ").append(call.size() > i ? call.arg(i) : defaults[i - 2]);
    }
    return sql.append(")").toString();
  }

  private static int groups(String regexp) {
    Matcher matcher = GROUP.matcher(regexp);
    int groups = 0;
    while (matcher.find()) {
      groups += matcher.group().startsWith("(") ? 1 : 0;
    }
    return groups;
  }

  /** Whether its only group, if it has one, takes part in every match. */
  private static boolean isPlain(String regexp) {
    return groups(regexp) == 0 || (groups(regexp) == 1 && !OPTIONAL.matcher(regexp).find());
  }

  private static String replace(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    boolean plain =
        call.text(1).isPresent() && call.text(2).filter(text -> text.indexOf('\\') < 0).isPresent();
    return plain ? call.fill("regexp_replace({0}, {1}, {2}, 'g')") : call.call("gs_regexp_replace");
  }

  private static String like(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    boolean plain = call.text(1).filter(pattern -> pattern.indexOf('\\') < 0).isPresent();
    return plain ? call.fill("({0} LIKE {1})") : call.call("gs_like");
  }
}
