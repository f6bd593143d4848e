package sluice.testing.cost;

import java.util.EnumMap;
import java.util.Map;

/** How often which operation was asked for. */
final class Meter {
  private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);

  void count(Operation operation) {
    count(operation, 1);
  }

  void count(Operation operation, long times) {
    counts.merge(operation, times, Long::sum);
  }

  /** What was counted since the last time. */
  Map<Operation, Long> take() {
    Map<Operation, Long> taken = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      taken.put(operation, counts.getOrDefault(operation, 0L));
    }
    counts.clear();
    return taken;
  }
}
