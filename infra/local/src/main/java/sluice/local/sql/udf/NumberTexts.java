package sluice.local.sql.udf;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and booleans as text, and back. */
final class NumberTexts {
  private static final Pattern INTEGER = Pattern.compile("[+-]?(?:\\d+|0[xX][0-9a-fA-F]+)");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");

  private NumberTexts() {}

  static void addTo(Registrar all) {
    all.add("gs_parse_int64", "TEXT -> LONG", a -> parseLong((String) a[0]));
    all.add("gs_parse_double", "TEXT -> DOUBLE", a -> parseDouble((String) a[0]));
    all.add("gs_parse_bool", "TEXT -> BOOL", a -> parseBool((String) a[0]));
    all.add("gs_double_text", "DOUBLE -> TEXT", a -> text((Double) a[0]));
    all.add(
        "gs_format",
        "TEXT TEXT TEXT -> TEXT",
        a -> new Formatter((String) a[0], (String) a[1], (String) a[2]).format());
  }

  static Long parseLong(String text) {
    String digits = text.strip();
    if (!INTEGER.matcher(digits).matches()) {
      throw new IllegalArgumentException("Bad int64 value: " + text);
    }
    try {
      return hexadecimal(digits)
          ? Long.parseLong(digits.replaceFirst("0[xX]", ""), 16)
          : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Bad int64 value: " + text, e);
    }
  }

  private static boolean hexadecimal(String digits) {
    return digits.toLowerCase(Locale.ROOT).contains("0x");
  }

  static Double parseDouble(String text) {
    String number = text.strip();
    String lower = number.toLowerCase(Locale.ROOT);
    String bare = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
    if (bare.equals("inf") || bare.equals("infinity")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (bare.equals("nan")) {
      return Double.NaN;
    }
    if (!DECIMAL.matcher(number).matches()) {
      throw new IllegalArgumentException("Bad double value: " + text);
    }
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("Bad double value: " + text);
    }
    return value;
  }

  private static Boolean parseBool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("Bad bool value: " + text);
    };
  }

  /** The shortest decimal that reads back as the same number, as {@code %.15g} or longer. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String general = shortest(value);
    return general.matches("-?\\d+") ? general + ".0" : general;
  }

  private static String shortest(double value) {
    String text = general(value, 15);
    return Double.parseDouble(text) == value ? text : general(value, 17);
  }

  /** C's {@code %.<digits>g}. */
  static String general(double value, int digits) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal bare = rounded.stripTrailingZeros();
    if (exponent >= -4 && exponent < digits) {
      return bare.toPlainString();
    }
    String digitsOnly = bare.unscaledValue().abs().toString();
    String mantissa =
        digitsOnly.length() == 1
            ? digitsOnly
            : digitsOnly.charAt(0) + "." + digitsOnly.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
