package sluice.testing.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What a run begins with.
 *
 * @param begun whether the pipeline has run for a while
 * @param callers at most at one time
 * @param skews how far each instance's clock is ahead
 * @param jobsPerDay what {@code lake.orders} may have, if that is less than BigQuery allows
 */
record Setting(boolean begun, int callers, List<Duration> skews, Optional<Integer> jobsPerDay) {

  private static final int INSTANCES = 3;
  private static final int MOST_SKEW_SECONDS = 240;

  Setting {
    skews = List.copyOf(skews);
  }

  static Setting of(Random random, Set<Kind> kinds) {
    List<Duration> skews = new ArrayList<>();
    for (int instance = 0; instance < INSTANCES; instance++) {
      int seconds = random.nextInt(2 * MOST_SKEW_SECONDS + 1) - MOST_SKEW_SECONDS;
      skews.add(Duration.ofSeconds(kinds.contains(Kind.CLOCK_SKEW) ? seconds : 0));
    }
    Optional<Integer> jobs =
        kinds.contains(Kind.FEW_JOBS) ? Optional.of(3 + random.nextInt(7)) : Optional.empty();
    return new Setting(random.nextBoolean(), 2 + random.nextInt(3), skews, jobs);
  }

  /** The same with one thing less. */
  List<Setting> simpler() {
    List<Setting> simpler = new ArrayList<>();
    if (begun) {
      simpler.add(new Setting(false, callers, skews, jobsPerDay));
    }
    if (skews.stream().anyMatch(skew -> !skew.isZero())) {
      List<Duration> none = skews.stream().map(skew -> Duration.ZERO).toList();
      simpler.add(new Setting(begun, callers, none, jobsPerDay));
    }
    if (jobsPerDay.isPresent()) {
      simpler.add(new Setting(begun, callers, skews, Optional.empty()));
    }
    return simpler;
  }

  @Override
  public String toString() {
    return "%s, %d callers, clocks ahead by %s%s"
        .formatted(
            begun ? "begun" : "empty",
            callers,
            skews,
            jobsPerDay.map(jobs -> ", %d jobs a day for lake.orders".formatted(jobs)).orElse(""));
  }
}
