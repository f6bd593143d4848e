package sluice.local.bigquery.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.local.sql.udf.BigNumerics;
import sluice.local.sql.udf.Decimals;
import sluice.schema.ColumnType;

/** Values as text writes them, in CSV, in JSON and in parameters. */
public final class TextValues {

  private static final int NUMERIC_SCALE = 9;
  private static final int NUMERIC_WHOLE_DIGITS = 29;
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");
  private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{0,9}))?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(\\d{4}-\\d{1,2}-\\d{1,2})(?:[ Tt](\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d{0,9})?)?))?"
              + "\\s*([Zz]|UTC|[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]+/[A-Za-z_/]+)?");
  private static final Pattern EPOCH = Pattern.compile("[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");

  private TextValues() {}

  /**
   * Reads a value of a scalar type.
   *
   * @throws IllegalArgumentException when the text is none; the message says what it is not
   */
  public static Object parse(String text, ColumnType type) {
    try {
      return switch (type) {
        case STRING -> text;
        case BYTES -> Base64.getDecoder().decode(text.strip());
        case INT64 -> integer(text.strip());
        case FLOAT64 -> floating(text.strip());
        case BOOL -> bool(text.strip());
        case NUMERIC -> numeric(new BigDecimal(text.strip()));
        case BIGNUMERIC -> BigNumerics.key(new BigDecimal(text.strip()));
        case DATE -> date(text.strip());
        case DATETIME -> dateTime(text.strip());
        case TIME -> time(text.strip());
        case TIMESTAMP -> timestamp(text.strip());
        case JSON -> canonicalJson(text);
        case INTERVAL, GEOGRAPHY, STRUCT -> throw new IllegalArgumentException("Unable to parse");
      };
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("Unable to parse", e);
    }
  }

  private static Long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new IllegalArgumentException("Unable to parse");
    }
    return Long.parseLong(text);
  }

  private static Double floating(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        if (!EPOCH.matcher(text.startsWith(".") ? "0" + text : text).matches()) {
          throw new IllegalArgumentException("Unable to parse");
        }
        yield Double.parseDouble(text);
      }
    };
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> throw new IllegalArgumentException("Unable to parse");
    };
  }

  /** A NUMERIC of 29 digits before the point and nine behind it, half rounded away from zero. */
  public static BigDecimal numeric(BigDecimal value) {
    return Decimals.round(value, NUMERIC_SCALE, NUMERIC_WHOLE_DIGITS)
        .orElseThrow(() -> new IllegalArgumentException("Invalid NUMERIC value: " + value));
  }

  private static LocalDate date(String text) {
    Matcher matcher = DATE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Unable to parse");
    }
    return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
  }

  private static LocalTime time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Unable to parse");
    }
    return LocalTime.of(
        number(matcher, 1), number(matcher, 2), number(matcher, 3), nanos(matcher.group(4)));
  }

  private static int nanos(String fraction) {
    // Finer than a microsecond is cut off.
    String padded = ((fraction == null ? "" : fraction) + "000000").substring(0, 6);
    return Integer.parseInt(padded) * 1_000;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static LocalDateTime dateTime(String text) {
    int separator = Math.max(text.indexOf(' '), Math.max(text.indexOf('T'), text.indexOf('t')));
    if (separator < 0) {
      return date(text).atStartOfDay();
    }
    return LocalDateTime.of(
        date(text.substring(0, separator)), time(text.substring(separator + 1)));
  }

  private static OffsetDateTime timestamp(String text) {
    if (EPOCH.matcher(text).matches()) {
      BigDecimal micros = new BigDecimal(text).movePointRight(6);
      return micros(micros.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
    Matcher matcher = TIMESTAMP.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Unable to parse");
    }
    String clock = matcher.group(2) == null ? "00:00:00" : matcher.group(2);
    String whole = clock.chars().filter(c -> c == ':').count() == 1 ? clock + ":00" : clock;
    LocalDateTime local = LocalDateTime.of(date(matcher.group(1)), time(whole));
    return local
        .atZone(zone(matcher.group(3)))
        .toOffsetDateTime()
        .withOffsetSameInstant(ZoneOffset.UTC);
  }

  private static ZoneId zone(String text) {
    if (text == null || text.equalsIgnoreCase("Z") || text.equals("UTC")) {
      return ZoneOffset.UTC;
    }
    if (!text.startsWith("+") && !text.startsWith("-")) {
      return ZoneId.of(text);
    }
    String digits = text.substring(1).replace(":", "");
    String padded = (digits.length() % 2 == 1 ? "0" : "") + digits;
    return ZoneOffset.of(
        text.charAt(0)
            + padded.substring(0, 2)
            + ":"
            + (padded.length() > 2 ? padded.substring(2) : "00"));
  }

  /** The moment so many microseconds after 1970. */
  public static OffsetDateTime micros(long micros) {
    return Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L)
        .atOffset(ZoneOffset.UTC);
  }

  /** JSON without spaces and with sorted names, as BigQuery keeps it. */
  public static String canonicalJson(String text) {
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement parsed = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalArgumentException("Invalid JSON: more follows behind the value");
      }
      return canonicalJson(parsed);
    } catch (IOException | JsonParseException e) {
      throw new IllegalArgumentException("Invalid JSON: " + e.getMessage(), e);
    }
  }

  /** JSON without spaces and with sorted names, as BigQuery keeps it. */
  public static String canonicalJson(JsonElement element) {
    return sorted(element).toString();
  }

  private static JsonElement sorted(JsonElement element) {
    if (element.isJsonObject()) {
      JsonObject sorted = new JsonObject();
      Map<String, JsonElement> members = new TreeMap<>(element.getAsJsonObject().asMap());
      members.forEach((name, value) -> sorted.add(name, sorted(value)));
      return sorted;
    }
    if (element.isJsonArray()) {
      element.getAsJsonArray().asList().replaceAll(TextValues::sorted);
    }
    return element;
  }

  /** An integer written as JSON writes numbers, such as {@code 1.0} or {@code 1e3}. */
  static Long wholeNumber(String text) {
    try {
      BigInteger whole = new BigDecimal(text).toBigIntegerExact();
      return whole.longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("Unable to parse", e);
    }
  }
}
