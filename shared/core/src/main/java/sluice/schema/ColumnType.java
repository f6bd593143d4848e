package sluice.schema;

import java.util.Locale;
import java.util.Optional;

/** BigQuery's column types, by their GoogleSQL names. */
public enum ColumnType {
  STRING,
  BYTES,
  INT64("INTEGER"),
  FLOAT64("FLOAT"),
  BOOL("BOOLEAN"),
  NUMERIC("DECIMAL"),
  BIGNUMERIC("BIGDECIMAL"),
  DATE,
  DATETIME,
  TIME,
  TIMESTAMP,
  INTERVAL,
  JSON,
  GEOGRAPHY,
  STRUCT("RECORD");

  private final String legacyName;

  ColumnType() {
    this.legacyName = name();
  }

  ColumnType(String legacyName) {
    this.legacyName = legacyName;
  }

  /**
   * The type of that name, in any case: GoogleSQL's names, and those that BigQuery's REST API uses
   * beside them ({@code INTEGER}, {@code FLOAT}, {@code BOOLEAN}, {@code RECORD}).
   */
  public static Optional<ColumnType> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (ColumnType type : values()) {
      if (type.name().equals(upper) || type.legacyName.equals(upper)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name that BigQuery's REST API answers with: {@code INTEGER} for {@link #INT64}. */
  public String restName() {
    return switch (this) {
      case NUMERIC, BIGNUMERIC -> name();
      default -> legacyName;
    };
  }
}
