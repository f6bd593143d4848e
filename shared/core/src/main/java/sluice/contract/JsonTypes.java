package sluice.contract;

import java.util.Optional;
import java.util.Set;
import sluice.contract.FileSchema.JsonKind;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * Which JSON values a column takes, as BigQuery does: texts by every type but STRUCT, since numbers
 * and dates may stand in quotes; a whole number by FLOAT64, NUMERIC and BIGNUMERIC too; numbers,
 * true and false by STRING, as they are written.
 */
final class JsonTypes {

  private static final Set<ColumnType> NUMBERS =
      Set.of(ColumnType.FLOAT64, ColumnType.NUMERIC, ColumnType.BIGNUMERIC);

  private JsonTypes() {}

  static boolean fits(JsonKind kind, Column column) {
    if (column.type() == ColumnType.JSON && column.mode() != Mode.REPEATED) {
      return true;
    }
    if (column.mode() == Mode.REPEATED || kind == JsonKind.ARRAY) {
      return column.mode() == Mode.REPEATED && kind == JsonKind.ARRAY;
    }
    ColumnType type = column.type();
    return switch (kind) {
      case OBJECT -> type == ColumnType.STRUCT;
      case TEXT -> type != ColumnType.STRUCT;
      case BOOL -> type == ColumnType.BOOL || type == ColumnType.STRING;
      case WHOLE_NUMBER -> type == ColumnType.INT64 || takesNumbers(type);
      case NUMBER -> takesNumbers(type);
      case ARRAY -> false;
    };
  }

  private static boolean takesNumbers(ColumnType type) {
    return NUMBERS.contains(type) || type == ColumnType.TIMESTAMP || type == ColumnType.STRING;
  }

  static String difference(JsonKind kind, Column column) {
    String expected =
        column.mode() == Mode.REPEATED
            ? "ARRAY<%s>".formatted(column.type())
            : column.type().name();
    return "is %s, expected %s".formatted(word(kind), expected);
  }

  static String word(JsonKind kind) {
    return switch (kind) {
      case TEXT -> "a text";
      case WHOLE_NUMBER -> "a whole number";
      case NUMBER -> "a number";
      case BOOL -> "true or false";
      case OBJECT -> "an object";
      case ARRAY -> "an array";
    };
  }

  /** The type of a new column of such values; empty where they do not agree on one. */
  static Optional<ColumnType> type(Set<JsonKind> kinds) {
    if (kinds.equals(Set.of(JsonKind.WHOLE_NUMBER, JsonKind.NUMBER))) {
      return Optional.of(ColumnType.FLOAT64);
    }
    if (kinds.size() != 1) {
      return Optional.empty();
    }
    return switch (kinds.iterator().next()) {
      case TEXT -> Optional.of(ColumnType.STRING);
      case WHOLE_NUMBER -> Optional.of(ColumnType.INT64);
      case NUMBER -> Optional.of(ColumnType.FLOAT64);
      case BOOL -> Optional.of(ColumnType.BOOL);
      case OBJECT -> Optional.of(ColumnType.JSON);
      case ARRAY -> Optional.empty();
    };
  }
}
