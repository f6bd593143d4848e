package sluice.local.logging;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a field compares with a value: numbers by size, severities by gravity, timestamps by time,
 * other text without regard to case.
 */
record Comparison(Operator operator, String value) {

  enum Operator {
    EQUAL,
    NOT_EQUAL,
    GREATER,
    AT_LEAST,
    LESS,
    AT_MOST,
    HAS,
    MATCHES,
    NOT_MATCHES;

    /** Whether it looks at which value is greater, or at sameness. */
    boolean compares() {
      return this != HAS && this != MATCHES && this != NOT_MATCHES;
    }
  }

  private static final List<String> SEVERITIES =
      List.of(
          "DEFAULT",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARNING",
          "ERROR",
          "CRITICAL",
          "ALERT",
          "EMERGENCY");

  boolean holds(List<String> path, JsonElement element) {
    if (!element.isJsonPrimitive()) {
      return operator == Operator.HAS && value.equals("*");
    }
    String actual = element.getAsString();
    return switch (operator) {
      case HAS -> value.equals("*") || lower(actual).contains(lower(value));
      case MATCHES -> Pattern.compile(value).matcher(actual).find();
      case NOT_MATCHES -> !Pattern.compile(value).matcher(actual).find();
      case EQUAL -> order(path, actual) == 0;
      case NOT_EQUAL -> order(path, actual) != 0;
      case GREATER -> order(path, actual) > 0;
      case AT_LEAST -> order(path, actual) >= 0;
      case LESS -> order(path, actual) < 0;
      case AT_MOST -> order(path, actual) <= 0;
    };
  }

  private int order(List<String> path, String actual) {
    String field = path.get(path.size() - 1);
    if (path.size() == 1 && field.equals("severity")) {
      return Integer.compare(gravity(actual), gravity(value));
    }
    if (path.size() == 1 && field.toLowerCase(Locale.ROOT).endsWith("timestamp")) {
      return instant(actual).compareTo(instant(value));
    }
    try {
      return Double.compare(Double.parseDouble(actual), Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return lower(actual).compareTo(lower(value));
    }
  }

  static int gravity(String severity) {
    int gravity = SEVERITIES.indexOf(severity.toUpperCase(Locale.ROOT));
    if (gravity < 0) {
      throw new FilterException(
          "'%s' is not a severity. Write one of %s.".formatted(severity, SEVERITIES));
    }
    return gravity;
  }

  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text.length() == 10 ? text + "T00:00:00Z" : text).toInstant();
    } catch (DateTimeParseException e) {
      throw new FilterException(
          "'%s' is not a time. Write it like 2026-01-31T09:00:00Z.".formatted(text));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
