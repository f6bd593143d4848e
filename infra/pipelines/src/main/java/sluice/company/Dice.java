package sluice.company;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Chance that repeats: the same seed, subject and number throw the same dice. {@link Random} is
 * specified to the bit, so the rows are the same on every machine and every Java.
 */
final class Dice {
  private final Random random;

  private Dice(long seed) {
    this.random = new Random(seed);
  }

  /** The dice of one row, which no other row's throws disturb. */
  static Dice of(long seed, String subject, long number) {
    return new Dice(mixed(mixed(seed ^ subject.hashCode()) + number));
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** From 0 to {@code bound - 1}, low numbers far more often: the few who come again and again. */
  int skewedBelow(int bound) {
    double u = random.nextDouble();
    return (int) (bound * (u * u * u));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double share() {
    return random.nextDouble();
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  UUID uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  /** SplitMix64's finalizer: neighbouring numbers get unrelated seeds. */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
