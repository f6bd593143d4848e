package sluice.local.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** FORMAT: its arguments' kinds are known here, their values only in the run. */
final class FormatCalls {
  private static final Pattern UNSUPPORTED = Pattern.compile("%[^a-zA-Z]*[TpPaA]");

  private FormatCalls() {}

  static String sql(Call call) {
    call.text(0)
        .filter(format -> UNSUPPORTED.matcher(format.replace("%%", "")).find())
        .ifPresent(
            format -> {
              throw call.refused("with %T, %p, %P, %a or %A");
            });
    List<String> values = new ArrayList<>();
    StringBuilder kinds = new StringBuilder();
    for (int i = 1; i < call.size(); i++) {
      kinds.append(kind(call, i));
      values.add(text(call, i));
    }
    return "gs_format(%s, '%s', CAST(to_json([%s]::VARCHAR[]) AS VARCHAR))"
        .formatted(call.arg(0), kinds, String.join(", ", values));
  }

  private static char kind(Call call, int index) {
    return switch (call.kind(index)) {
      case TYPE_INT64 -> 'i';
      case TYPE_DOUBLE -> 'd';
      case TYPE_NUMERIC -> 'n';
      case TYPE_STRING -> 's';
      case TYPE_BOOL, TYPE_DATE, TYPE_DATETIME, TYPE_TIMESTAMP, TYPE_TIME -> 't';
      default -> throw call.refused("over values of type " + call.type(index).typeName());
    };
  }

  private static String text(Call call, int index) {
    String value = call.arg(index);
    return switch (call.kind(index)) {
      case TYPE_STRING -> value;
      case TYPE_DOUBLE -> "gs_double_text(" + value + ")";
      case TYPE_NUMERIC -> "rtrim(rtrim(CAST(" + value + " AS VARCHAR), '0'), '.')";
      case TYPE_TIMESTAMP -> "gs_timestamp_text(epoch_us(" + value + "), 'UTC')";
      case TYPE_DATETIME -> "gs_datetime_text(epoch_us(" + value + "))";
      case TYPE_TIME -> "gs_time_text(epoch_us(" + value + "))";
      default -> "CAST(" + value + " AS VARCHAR)";
    };
  }
}
