package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;
import java.util.Optional;

/** Functions on text. */
final class StringFunctions {
  private StringFunctions() {}

  static void addTo(Functions all) {
    all.add("concat", call -> "(" + String.join(" || ", call.sql()) + ")");
    all.add("$concat_op", StringFunctions::concatenated);
    all.add("length", StringFunctions::length);
    all.add("char_length", text("length({0})"));
    all.add("byte_length", StringFunctions::byteLength);
    all.add("upper", call -> cased(call, "upper"));
    all.add("lower", call -> cased(call, "lower"));
    all.add("substr", StringFunctions::substr);
    all.add("left", call -> side(call, "left"));
    all.add("right", call -> side(call, "right"));
    for (String name : List.of("trim", "ltrim", "rtrim")) {
      all.add(name, call -> trimmed(call, name));
    }
    all.add("replace", text("gs_replace({0}, {1}, {2})"));
    all.add("reverse", text("gs_reverse({0})"));
    all.add("repeat", text("gs_repeat({0}, {1})"));
    all.add("lpad", call -> padded(call, "gs_lpad"));
    all.add("rpad", call -> padded(call, "gs_rpad"));
    all.add("starts_with", text("starts_with({0}, {1})"));
    all.add("ends_with", text("ends_with({0}, {1})"));
    all.add("strpos", text("gs_instr({0}, {1}, 1::BIGINT, 1::BIGINT)"));
    all.add("instr", StringFunctions::instr);
    all.add("split", StringFunctions::split);
    all.add("initcap", StringFunctions::initcap);
    all.add("translate", text("gs_translate({0}, {1}, {2})"));
    all.add("soundex", text("gs_soundex({0})"));
    all.add("ascii", text("gs_ascii({0})"));
    all.add("unicode", text("gs_unicode({0})"));
    all.add("chr", "gs_chr({0})");
    all.add("to_code_points", text("CAST(CAST(gs_code_points({0}) AS JSON) AS BIGINT[])"));
    all.add("code_points_to_string", "gs_from_code_points(CAST(to_json({0}) AS VARCHAR))");
    all.add("normalize", call -> normalized(call, "gs_normalize"));
    all.add("normalize_and_casefold", call -> normalized(call, "gs_normalize_and_casefold"));
    all.add("contains_substr", StringFunctions::containsSubstr);
    all.add("edit_distance", StringFunctions::editDistance);
    all.add("format", FormatCalls::sql);
  }

  /** The template, for STRING alone. */
  static FunctionSql text(String template) {
    return call -> {
      if (call.has(0, TypeKind.TYPE_BYTES)) {
        throw call.refused("over BYTES");
      }
      return call.fill(template);
    };
  }

  private static String concatenated(Call call) {
    return call.type().isArray() ? ArrayFunctions.concatenated(call) : call.fill("({0} || {1})");
  }

  private static String length(Call call) {
    return call.has(0, TypeKind.TYPE_BYTES)
        ? call.fill("octet_length({0})")
        : call.fill("length({0})");
  }

  /** DuckDB maps one character to one; outside of ASCII some become two. */
  private static String cased(Call call, String name) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    return call.bound(
        each ->
            each.fill(
                "(CASE WHEN strlen({0}) = length({0}) THEN %s({0}) ELSE gs_%s({0}) END)"
                    .formatted(name, name)));
  }

  private static String byteLength(Call call) {
    return call.has(0, TypeKind.TYPE_BYTES)
        ? call.fill("octet_length({0})")
        : call.fill("strlen({0})");
  }

  private static String substr(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      return EncodingFunctions.onHex("gs_bytes_substr", call);
    }
    boolean plain =
        call.integer(1).filter(position -> position > 0).isPresent()
            && (call.size() == 2 || call.integer(2).filter(length -> length >= 0).isPresent());
    if (plain) {
      return call.call("substring");
    }
    String length = call.size() > 2 ? call.arg(2) : Long.MAX_VALUE + "::BIGINT";
    return "gs_substr(%s, %s, %s)".formatted(call.arg(0), call.arg(1), length);
  }

  private static String side(Call call, String name) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    return call.integer(1).filter(length -> length >= 0).isPresent()
        ? call.call(name)
        : call.call("gs_" + name);
  }

  private static String trimmed(Call call, String name) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    return call.size() > 1
        ? "%s(%s, %s)".formatted(name, call.arg(0), call.arg(1))
        : "gs_%s(%s)".formatted(name, call.arg(0));
  }

  private static String padded(Call call, String function) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    return "%s(%s, %s, %s)"
        .formatted(function, call.arg(0), call.arg(1), call.size() > 2 ? call.arg(2) : "' '");
  }

  private static String instr(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    return "gs_instr(%s, %s, %s, %s)"
        .formatted(
            call.arg(0),
            call.arg(1),
            call.size() > 2 ? call.arg(2) : "1::BIGINT",
            call.size() > 3 ? call.arg(3) : "1::BIGINT");
  }

  private static String split(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    Optional<String> delimiter = call.size() < 2 ? Optional.of(",") : call.text(1);
    if (delimiter.filter(text -> !text.isEmpty()).isPresent()) {
      return "string_split(%s, %s)".formatted(call.arg(0), call.size() > 1 ? call.arg(1) : "','");
    }
    return "CAST(CAST(gs_split(%s, %s) AS JSON) AS VARCHAR[])".formatted(call.arg(0), call.arg(1));
  }

  private static String initcap(Call call) {
    return call.size() > 1
        ? call.call("gs_initcap")
        : "gs_initcap(" + call.arg(0) + ", ' \t\n\r\f\u000b[](){}/|<>!?@\"^#$&~_,.:;*%+-')";
  }

  private static String normalized(Call call, String function) {
    String mode = call.size() > 1 ? call.part(1) : "NFC";
    return "%s(%s, '%s')".formatted(function, call.arg(0), mode);
  }

  private static String containsSubstr(Call call) {
    if (!call.has(0, TypeKind.TYPE_STRING)) {
      throw call.refused("over values of type " + call.type(0).typeName());
    }
    return call.call("gs_contains_substr");
  }

  private static String editDistance(Call call) {
    if (call.has(0, TypeKind.TYPE_BYTES)) {
      throw call.refused("over BYTES");
    }
    String most = call.given(2) ? call.arg(2) : Long.MAX_VALUE + "::BIGINT";
    return "gs_edit_distance(%s, %s, %s)".formatted(call.arg(0), call.arg(1), most);
  }
}
