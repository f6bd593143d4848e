package sluice.extract.mysql;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A column of a key: what it is ordered and compared by, and its values as texts that come back as
 * the same values.
 *
 * @param operand what is ordered and compared
 * @param text the same as a text
 */
record KeySql(String operand, String text, Form form) {

  /** How a literal is made of a text. */
  private enum Form {
    NUMBER,
    HEX,
    TEXT
  }

  /**
   * A column of that type.
   *
   * @param column its quoted name
   */
  static KeySql of(MysqlType type, String column) {
    return switch (type.name()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year", "decimal" ->
          new KeySql(column, TypeMapping.Selection.NUMBER_TEXT.of(column), Form.NUMBER);
      // By the number of a member: its name is ordered otherwise than the column.
      case "bit", "enum", "set" ->
          new KeySql(column + " + 0", TypeMapping.Selection.NUMBER_TEXT.of(column), Form.NUMBER);
      // A FLOAT's own text has too few digits.
      case "float", "double" ->
          new KeySql(
              column + " + 0e0", TypeMapping.Selection.TEXT.of(column + " + 0e0"), Form.NUMBER);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          new KeySql(column, "HEX(%s)".formatted(column), Form.HEX);
      default -> new KeySql(column, TypeMapping.Selection.TEXT.of(column), Form.TEXT);
    };
  }

  /** The value that a text was made of. */
  String literal(String value) {
    return switch (form) {
      case NUMBER -> value;
      case HEX -> "X'%s'".formatted(value);
      case TEXT ->
          "_utf8mb4 X'%s'"
              .formatted(HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)));
    };
  }
}
