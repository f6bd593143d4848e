package sluice.company;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.schema.ColumnType;

/**
 * One form for each value, so that rows from two databases can be compared as text: numbers in
 * plain digits without trailing zeros, FLOAT64 rounded to nine places, dates and times as ISO 8601,
 * NULL as {@code NULL}. A row is its cells with a tab between them.
 */
public final class Cells {
  private static final int PLACES = 9;

  private Cells() {}

  /**
   * A value that BigQuery's REST interface answered with.
   *
   * @param value the text of {@code v}, or null
   */
  public static String cell(ColumnType type, @Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    return switch (type) {
      case INT64, NUMERIC, BIGNUMERIC -> plain(new BigDecimal(value));
      case FLOAT64 -> rounded(new BigDecimal(value));
      default -> value;
    };
  }

  /** A value as JDBC reads it. */
  static String cell(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof BigDecimal decimal) {
      return plain(decimal);
    } else if (value instanceof Double number) {
      return rounded(BigDecimal.valueOf(number));
    }
    return value.toString();
  }

  /** A row of values as JDBC reads them. */
  static String row(@Nullable Object... values) {
    return Arrays.stream(values).map(Cells::cell).collect(Collectors.joining("\t"));
  }

  private static String rounded(BigDecimal number) {
    return plain(number.setScale(PLACES, RoundingMode.HALF_EVEN));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
