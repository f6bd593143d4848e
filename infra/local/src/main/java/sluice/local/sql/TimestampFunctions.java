package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** TIMESTAMP, Unix time, and the current one. */
final class TimestampFunctions {
  private TimestampFunctions() {}

  static void addTo(Functions all) {
    all.add("timestamp", TimestampFunctions::timestamp);
    all.add("unix_seconds", "gs_floor_div(epoch_us({0}), 1000000::BIGINT)");
    all.add("unix_millis", "gs_floor_div(epoch_us({0}), 1000::BIGINT)");
    all.add("unix_micros", "epoch_us({0})");
    all.add("timestamp_seconds", call -> ofUnix(call, 1_000_000));
    all.add("timestamp_millis", call -> ofUnix(call, 1_000));
    all.add("timestamp_micros", call -> ofUnix(call, 1));
    all.add("timestamp_from_unix_seconds", call -> ofUnix(call, 1_000_000));
    all.add("timestamp_from_unix_millis", call -> ofUnix(call, 1_000));
    all.add("timestamp_from_unix_micros", call -> ofUnix(call, 1));
    all.add("current_timestamp", TimestampFunctions::now);
    all.add("current_date", call -> "CAST(" + here(call) + " AS DATE)");
    all.add("current_datetime", TimestampFunctions::here);
    all.add("current_time", call -> "CAST(" + here(call) + " AS TIME)");
  }

  private static String timestamp(Call call) {
    String zone = call.size() > 1 ? call.arg(1) : "'UTC'";
    return switch (call.kind(0)) {
      case TYPE_TIMESTAMP -> call.arg(0);
      case TYPE_STRING -> Casts.fromText(call.arg(0), call.type(), zone);
      case TYPE_DATE -> Times.toTimestamp("CAST(" + call.arg(0) + " AS TIMESTAMP)", zone);
      case TYPE_DATETIME -> Times.toTimestamp(call.arg(0), zone);
      default -> throw call.refused("over values of type " + call.type(0).typeName());
    };
  }

  private static String ofUnix(Call call, long micros) {
    if (call.kind(0) == TypeKind.TYPE_TIMESTAMP) {
      return call.arg(0);
    }
    return "make_timestamptz(gs_timestamp_add(0::BIGINT, %s, %d::BIGINT))"
        .formatted(call.arg(0), micros);
  }

  private static String now(Call call) {
    Instant now = call.translation().context().now();
    return Literals.timestamp(ChronoUnit.MICROS.between(Instant.EPOCH, now));
  }

  private static String here(Call call) {
    return Times.toDatetime(now(call), call.size() > 0 ? call.arg(0) : "'UTC'");
  }
}
