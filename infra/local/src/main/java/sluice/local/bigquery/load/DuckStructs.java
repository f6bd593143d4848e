package sluice.local.bigquery.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes DuckDB's way of writing a struct's type apart: {@code STRUCT(a BIGINT, "b c" VARCHAR[])}.
 */
final class DuckStructs {

  private DuckStructs() {}

  /** The fields' types by name, in order. */
  static Map<String, String> fields(String struct) {
    Map<String, String> fields = new LinkedHashMap<>();
    String inner = struct.substring("STRUCT(".length(), struct.length() - 1);
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= inner.length(); i++) {
      char c = i == inner.length() ? ',' : inner.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')') {
        depth--;
      } else if (!quoted && depth == 0 && c == ',') {
        add(fields, inner.substring(start, i).strip());
        start = i + 1;
      }
    }
    return fields;
  }

  private static void add(Map<String, String> fields, String field) {
    int end = field.startsWith("\"") ? field.indexOf("\" ", 1) + 1 : field.indexOf(' ');
    String name = field.substring(0, end);
    String bare =
        name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    fields.put(bare, field.substring(end + 1).strip());
  }
}
