package sluice.local.sql;

import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON, as a type and in text. */
final class JsonFunctions {
  private JsonFunctions() {}

  static void addTo(Functions all) {
    all.add("json_value", call -> scalar(call, "gs_json_value"));
    all.add("json_extract_scalar", call -> scalar(call, "gs_json_extract_scalar"));
    all.add("json_query", call -> typed(call, "gs_json_query"));
    all.add("json_extract", call -> typed(call, "gs_json_extract"));
    all.add("json_value_array", call -> array(call, "gs_json_value_array"));
    all.add("json_extract_string_array", call -> array(call, "gs_json_extract_string_array"));
    all.add("json_query_array", call -> array(call, "gs_json_query_array"));
    all.add("json_extract_array", call -> array(call, "gs_json_extract_array"));
    all.add("parse_json", JsonFunctions::parsed);
    all.add("to_json_string", JsonFunctions::text);
    all.add("to_json", JsonFunctions::json);
    all.add("json_type", call -> "gs_json_type(" + textOf(call, 0) + ")");
    all.add("$subscript", JsonFunctions::subscript);
    for (String type : List.of("int64", "float64", "bool")) {
      all.add(type, call -> converted(call, "gs_json_" + type));
    }
    for (String type : List.of("int64", "float64", "bool", "string")) {
      all.add("lax_" + type, call -> "gs_lax_" + type + "(" + textOf(call, 0) + ")");
    }
    all.add("json_array", JsonFunctions::arrayOf);
    all.add("json_object", JsonFunctions::objectOf);
  }

  private static String textOf(Call call, int index) {
    return call.has(index, TypeKind.TYPE_JSON)
        ? "CAST(" + call.arg(index) + " AS VARCHAR)"
        : call.arg(index);
  }

  private static String path(Call call) {
    return call.size() > 1 ? call.arg(1) : "'$'";
  }

  private static String scalar(Call call, String function) {
    return "%s(%s, %s)".formatted(function, textOf(call, 0), path(call));
  }

  private static String typed(Call call, String function) {
    return call.type().isJson()
        ? "CAST(" + scalar(call, function) + " AS JSON)"
        : scalar(call, function.replace("gs_json_", "gs_json_text_"));
  }

  private static String array(Call call, String function) {
    String texts = "CAST(CAST(" + scalar(call, function) + " AS JSON) AS VARCHAR[])";
    return call.type().asArray().getElementType().isJson()
        ? "list_transform(" + texts + ", lambda _e: CAST(_e AS JSON))"
        : texts;
  }

  private static String parsed(Call call) {
    return "CAST(gs_parse_json(%s, %s) AS JSON)"
        .formatted(call.arg(0), call.size() > 1 ? call.arg(1) : "'exact'");
  }

  private static String text(Call call) {
    refuseFlags(call);
    return JsonText.of(call.arg(0), call.type(0), true);
  }

  private static String json(Call call) {
    refuseFlags(call);
    return "CAST(gs_parse_json("
        + JsonText.of(call.arg(0), call.type(0), false)
        + ", 'round') AS JSON)";
  }

  private static void refuseFlags(Call call) {
    for (int i = 1; i < call.size(); i++) {
      boolean off = call.literal(i).map(v -> v.isNull() || isFalse(v)).orElse(false);
      if (!off) {
        throw call.refused("with pretty_print or stringify_wide_numbers");
      }
    }
  }

  private static boolean isFalse(Value value) {
    return value.getType().isBool() && !value.getBoolValue();
  }

  private static String subscript(Call call) {
    String function = call.has(1, TypeKind.TYPE_STRING) ? "gs_json_field" : "gs_json_element";
    return "CAST(%s(%s, %s) AS JSON)".formatted(function, textOf(call, 0), call.arg(1));
  }

  private static String converted(Call call, String function) {
    if (call.size() > 1 && call.given(1) && !call.text(1).orElse("").equals("round")) {
      throw call.refused("with wide_number_mode other than 'round'");
    }
    return "%s(%s)".formatted(function, textOf(call, 0));
  }

  private static String arrayOf(Call call) {
    if (call.size() == 0) {
      return "CAST('[]' AS JSON)";
    }
    String elements =
        IntStream.range(0, call.size())
            .mapToObj(i -> JsonText.of(call.arg(i), call.type(i), false))
            .collect(Collectors.joining(" || ',' || "));
    return "CAST(gs_parse_json('[' || " + elements + " || ']', 'round') AS JSON)";
  }

  private static String objectOf(Call call) {
    if (call.size() % 2 != 0 || (call.size() > 0 && call.type(0).isArray())) {
      throw call.refused("of arrays of keys and values");
    }
    if (call.size() == 0) {
      return "CAST('{}' AS JSON)";
    }
    String fields =
        IntStream.range(0, call.size() / 2)
            .mapToObj(i -> field(call, 2 * i))
            .collect(Collectors.joining(" || ',' || "));
    return "CAST(gs_parse_json('{' || " + fields + " || '}', 'round') AS JSON)";
  }

  private static String field(Call call, int key) {
    return "gs_json_quote(%s) || ':' || %s"
        .formatted(call.arg(key), JsonText.of(call.arg(key + 1), call.type(key + 1), false));
  }
}
