package sluice.testing.day;

import java.time.Duration;
import java.util.Random;

/**
 * How long things take: of the order that is seen from a function in the bucket's region. Only
 * their order matters, since what is governed is counted in minutes.
 */
final class Latencies {

  /** A request about one object. */
  static final Duration OBJECT = Duration.ofMillis(40);

  /** Two requests: where it stands, and its bytes. */
  static final Duration READ = Duration.ofMillis(80);

  /** A page of a listing, of up to 1,000 objects. */
  static final Duration PAGE = Duration.ofMillis(80);

  /** One of 48 moves that are made at a time. */
  static final Duration MOVE = Duration.ofMillis(50);

  static final int MOVES_AT_A_TIME = 48;
  static final int PAGE_SIZE = 1_000;

  static final Duration JOB = Duration.ofMillis(60);
  static final Duration SUBMIT = Duration.ofMillis(400);

  private final Random random;

  Latencies(Random random) {
    this.random = random;
  }

  /** From a finalized object to the function: 0.1 s, and 0.4 s more on average. */
  Duration event() {
    return Duration.ofMillis(100 + exponential(400));
  }

  /** From a job's end through audit log, sink and topic to the function: 1 s, and 2 s more. */
  Duration completion() {
    return Duration.ofMillis(1_000 + exponential(2_000));
  }

  /** A load job: 2 s and 2 ms a file, give or take a third. */
  Duration load(int files) {
    double factor = 0.7 + random.nextDouble() * 0.9;
    return Duration.ofMillis((long) ((2_000 + 2L * files) * factor));
  }

  private long exponential(double mean) {
    return (long) (-mean * Math.log(1 - random.nextDouble()));
  }
}
