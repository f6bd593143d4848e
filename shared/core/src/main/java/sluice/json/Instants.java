package sluice.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads instants, the most frequent texts of state, without a formatter where they are plain. */
final class Instants {

  private static final String SECONDS = "....-..-..T..:..:..Z";
  private static final String MILLIS = "....-..-..T..:..:......Z";
  private static final int NANOS_A_MILLI = 1_000_000;

  private Instants() {}

  /** As {@link Instant#parse} does. */
  static Instant parse(String text) {
    boolean millis = isLike(MILLIS, text) && text.charAt(19) == '.';
    if (!millis && !isLike(SECONDS, text)) {
      return Instant.parse(text);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            millis ? number(text, 20, 23) * NANOS_A_MILLI : 0)
        .toInstant(ZoneOffset.UTC);
  }

  /**
   * Whether a text has the letters of a pattern, and digits, or one point, where that has points.
   */
  private static boolean isLike(String pattern, String text) {
    if (text.length() != pattern.length()) {
      return false;
    }
    for (int at = 0; at < text.length(); at++) {
      char is = text.charAt(at);
      char like = pattern.charAt(at);
      boolean digit = is >= '0' && is <= '9';
      if (like == '.' ? !digit && at != 19 : is != like) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
