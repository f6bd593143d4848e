package sluice.local.sql;

import java.util.Map;
import java.util.Optional;

/** Date parts that always have the same length. */
final class Units {
  private static final Map<String, Long> MICROS =
      Map.of(
          "MICROSECOND", 1L,
          "MILLISECOND", 1_000L,
          "SECOND", 1_000_000L,
          "MINUTE", 60_000_000L,
          "HOUR", 3_600_000_000L,
          "DAY", 86_400_000_000L);

  private Units() {}

  static Optional<Long> micros(String part) {
    return Optional.ofNullable(MICROS.get(part));
  }

  static long micros(String part, Call call) {
    return micros(part).orElseThrow(() -> call.refused("by " + part));
  }
}
