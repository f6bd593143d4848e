package sluice.local.sql;

import com.google.gson.JsonPrimitive;
import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import java.util.ArrayList;
import java.util.List;
import sluice.sql.analysis.Types;

/** Values as JSON text: an expression that is never NULL. */
final class JsonText {
  private JsonText() {}

  /**
   * @param wideNumbers whether numbers that a double cannot hold become strings, as TO_JSON_STRING
   *     does
   */
  static String of(String value, Type type, boolean wideNumbers) {
    return "coalesce(" + nullable(value, type, wideNumbers) + ", 'null')";
  }

  private static String nullable(String value, Type type, boolean wide) {
    return switch (type.getKind()) {
      case TYPE_BOOL -> "CAST(" + value + " AS VARCHAR)";
      case TYPE_INT64 ->
          wide ? "gs_json_of_int64(" + value + ")" : "CAST(" + value + " AS VARCHAR)";
      case TYPE_DOUBLE -> "gs_json_double(" + value + (wide ? ", TRUE)" : ", FALSE)");
      case TYPE_NUMERIC -> "gs_json_numeric(" + value + (wide ? ", TRUE)" : ", FALSE)");
      case TYPE_STRING -> "gs_json_quote(" + value + ")";
      case TYPE_BYTES -> quoted("base64(" + value + ")");
      case TYPE_DATE -> quoted("CAST(" + value + " AS VARCHAR)");
      case TYPE_TIMESTAMP -> quoted("gs_json_timestamp(epoch_us(" + value + "))");
      case TYPE_DATETIME -> quoted("replace(gs_datetime_text(epoch_us(" + value + ")), ' ', 'T')");
      case TYPE_TIME -> quoted("gs_time_text(epoch_us(" + value + "))");
      case TYPE_JSON -> "CAST(" + value + " AS VARCHAR)";
      case TYPE_ARRAY -> array(value, type.asArray().getElementType(), wide);
      case TYPE_STRUCT -> struct(value, type.asStruct(), wide);
      default -> throw new UnsupportedSqlException("JSON of values of type " + type.typeName());
    };
  }

  private static String quoted(String text) {
    return "('\"' || " + text + " || '\"')";
  }

  private static String array(String value, Type element, boolean wide) {
    return "('[' || array_to_string(list_transform(%s, lambda _j: %s), ',') || ']')"
        .formatted(value, of("_j", element, wide));
  }

  private static String struct(String value, StructType type, boolean wide) {
    List<String> names = Types.fieldNames(type);
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String key = new JsonPrimitive(type.getField(i).getName()).toString();
      fields.add(
          Literals.string(key + ":")
              + " || "
              + of("_o." + DuckTypes.quoted(names.get(i)), type.getField(i).getType(), wide));
    }
    String body = fields.isEmpty() ? "''" : String.join(" || ',' || ", fields);
    return "list_transform([%s], lambda _o: CASE WHEN _o IS NULL THEN NULL ELSE '{' || %s || '}' END)[1]"
        .formatted(value, body);
  }
}
