package sluice.sql.pipeline;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import sluice.RejectedException;
import sluice.schema.Column;

/** Writes values as GoogleSQL literals of a column's type. */
final class Literals {

  private Literals() {}

  /**
   * The literal.
   *
   * @throws RejectedException when the text is no value of the column's type
   */
  static String of(Column column, String text) {
    try {
      return switch (column.type()) {
        case STRING -> string(text);
        case INT64 -> String.valueOf(Long.parseLong(text));
        case FLOAT64 -> new BigDecimal(text).toString();
        case NUMERIC, BIGNUMERIC ->
            "%s '%s'".formatted(column.type(), new BigDecimal(text).toPlainString());
        case DATE -> "DATE '%s'".formatted(LocalDate.parse(text));
        case BOOL -> bool(text);
        default ->
            throw new RejectedException(
                "is about a %s. List values of STRING, BOOL, DATE or numbers, or write an expression."
                    .formatted(ColumnCheck.type(column)));
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw notOne(column, text, e);
    }
  }

  private static RejectedException notOne(Column column, String text, RuntimeException cause) {
    return new RejectedException(
        "is '%s', and the column is %s. Write a value of that type."
            .formatted(text, ColumnCheck.describe(column)),
        cause);
  }

  private static String bool(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (!upper.equals("TRUE") && !upper.equals("FALSE")) {
      throw new RejectedException(
          "is '%s', and the column is a BOOL. Write true or false.".formatted(text));
    }
    return upper;
  }

  private static String string(String text) {
    StringBuilder literal = new StringBuilder("'");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\'' || point == '\\') {
                literal.append('\\').appendCodePoint(point);
              } else if (point < ' ') {
                literal.append("\\x%02x".formatted(point));
              } else {
                literal.appendCodePoint(point);
              }
            });
    return literal.append('\'').toString();
  }
}
