package sluice.local.sql.udf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FORMAT: C's printf with {@code %t} and {@code %T}. */
final class Formatter {
  private static final Pattern SPECIFIER =
      Pattern.compile("%([-+ #0']*)(\\*|\\d+)?(?:\\.(\\*|\\d+)?)?([a-zA-Z%])");

  private final String format;
  private final String kinds;
  private final JsonArray values;
  private int next;
  private boolean sawNull;

  Formatter(String format, String kinds, String values) {
    this.format = format;
    this.kinds = kinds;
    this.values = JsonParser.parseString(values).getAsJsonArray();
  }

  /** NULL where an argument is, unless {@code %t} prints it. */
  @SuppressWarnings("NullAway") // Registrar.Body gives null where SQL gives NULL.
  String format() {
    StringBuilder out = new StringBuilder();
    Matcher matcher = SPECIFIER.matcher(format);
    int at = 0;
    while (matcher.find()) {
      out.append(literal(at, matcher.start()));
      out.append(one(matcher));
      at = matcher.end();
    }
    out.append(literal(at, format.length()));
    if (next != values.size()) {
      throw new IllegalArgumentException("Too many arguments to FORMAT for pattern: " + format);
    }
    return sawNull ? null : out.toString();
  }

  private String literal(int from, int to) {
    String text = format.substring(from, to);
    if (text.indexOf('%') >= 0) {
      throw new IllegalArgumentException("Invalid format specifier in FORMAT: " + text);
    }
    return text;
  }

  private String one(Matcher matcher) {
    char conversion = matcher.group(4).charAt(0);
    if (conversion == '%') {
      return "%";
    }
    String flags = matcher.group(1);
    int width = number(matcher.group(2), 0);
    boolean precise = matcher.group().contains(".");
    int precision = number(matcher.group(3), precise ? 0 : -1);
    if (next >= values.size()) {
      throw new IllegalArgumentException("Too few arguments to FORMAT for pattern: " + format);
    }
    char kind = kinds.charAt(next);
    JsonElement value = values.get(next++);
    if (value.isJsonNull()) {
      sawNull |= conversion != 't' && conversion != 'T';
      return pad("NULL", flags, width);
    }
    return converted(conversion, kind, value.getAsString(), flags, width, precision);
  }

  private int number(String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    return text.equals("*") ? values.get(next++).getAsInt() : Integer.parseInt(text);
  }

  private static String converted(
      char conversion, char kind, String value, String flags, int width, int precision) {
    return switch (conversion) {
      case 'd', 'i', 'u' -> integer(value, kind, flags, width);
      case 'x', 'X', 'o' -> based(conversion, value, kind, flags, width);
      case 'f', 'F', 'e', 'E', 'g', 'G' ->
          real(conversion, value, kind, flags, width, precision < 0 ? 6 : precision);
      case 's' -> {
        require(kind == 's', conversion, kind);
        yield pad(precision < 0 ? value : cut(value, precision), flags, width);
      }
      case 't' -> pad(value, flags, width);
      default ->
          throw new IllegalArgumentException(
              "FORMAT %" + conversion + " is not supported by the local engine");
    };
  }

  private static void require(boolean holds, char conversion, char kind) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid type for argument to FORMAT: %%%s over %s".formatted(conversion, kind));
    }
  }

  private static String integer(String value, char kind, String flags, int width) {
    require(kind == 'i', 'd', kind);
    String digits = value.startsWith("-") ? value.substring(1) : value;
    String grouped = flags.contains("'") ? grouped(digits) : digits;
    return signed(value.startsWith("-"), grouped, flags, width);
  }

  private static String grouped(String digits) {
    return digits.replaceAll("(?<=\\d)(?=(?:\\d{3})+$)", ",");
  }

  private static String based(char conversion, String value, char kind, String flags, int width) {
    require(kind == 'i', conversion, kind);
    long number = Long.parseLong(value);
    String digits =
        conversion == 'o'
            ? Long.toOctalString(Math.abs(number))
            : Long.toHexString(Math.abs(number));
    String prefix = flags.contains("#") ? (conversion == 'o' ? "0" : "0x") : "";
    String text = prefix + digits;
    return signed(
        number < 0, conversion == 'X' ? text.toUpperCase(Locale.ROOT) : text, flags, width);
  }

  private static String real(
      char conversion, String value, char kind, String flags, int width, int precision) {
    require(kind == 'd' || kind == 'n', conversion, kind);
    boolean negative = value.startsWith("-");
    String bare = negative ? value.substring(1) : value;
    if (bare.equals("inf") || bare.equals("NaN")) {
      return pad((negative ? "-" : "") + bare.toLowerCase(Locale.ROOT), flags, width);
    }
    BigDecimal number =
        kind == 'd' ? new BigDecimal(Double.parseDouble(bare)) : new BigDecimal(bare);
    String digits =
        switch (Character.toLowerCase(conversion)) {
          case 'f' -> {
            String plain =
                number.setScale(precision, java.math.RoundingMode.HALF_EVEN).toPlainString();
            int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
            yield flags.contains("'")
                ? grouped(plain.substring(0, point)) + plain.substring(point)
                : plain;
          }
          case 'e' -> String.format(Locale.ROOT, "%." + precision + "e", number);
          default -> NumberTexts.general(number.doubleValue(), Math.max(precision, 1));
        };
    String cased = Character.isUpperCase(conversion) ? digits.toUpperCase(Locale.ROOT) : digits;
    return signed(negative, cased, flags, width);
  }

  private static String signed(boolean negative, String digits, String flags, int width) {
    String sign = negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    int fill = width - sign.length() - digits.length();
    if (flags.contains("0") && !flags.contains("-") && fill > 0) {
      return sign + "0".repeat(fill) + digits;
    }
    return pad(sign + digits, flags, width);
  }

  private static String cut(String text, int length) {
    int points = text.codePointCount(0, text.length());
    return points <= length ? text : text.substring(0, text.offsetByCodePoints(0, length));
  }

  private static String pad(String text, String flags, int width) {
    int fill = width - text.codePointCount(0, text.length());
    if (fill <= 0) {
      return text;
    }
    return flags.contains("-") ? text + " ".repeat(fill) : " ".repeat(fill) + text;
  }
}
