package sluice.avro;

import java.util.Optional;
import sluice.schema.ColumnType;

/**
 * An Avro type, and the column type that BigQuery loads it into with {@code useAvroLogicalTypes}
 * and {@code decimalTargetTypes=[NUMERIC,BIGNUMERIC,STRING]}.
 *
 * @param json the type as it stands in a schema
 */
public record AvroType(String json, ColumnType columnType) {

  public static final AvroType BOOLEAN = new AvroType("\"boolean\"", ColumnType.BOOL);
  public static final AvroType LONG = new AvroType("\"long\"", ColumnType.INT64);
  public static final AvroType FLOAT = new AvroType("\"float\"", ColumnType.FLOAT64);
  public static final AvroType DOUBLE = new AvroType("\"double\"", ColumnType.FLOAT64);
  public static final AvroType STRING = new AvroType("\"string\"", ColumnType.STRING);
  public static final AvroType BYTES = new AvroType("\"bytes\"", ColumnType.BYTES);

  /** A document; BigQuery knows it by its {@code sqlType}. */
  public static final AvroType JSON =
      new AvroType("{\"type\":\"string\",\"sqlType\":\"JSON\"}", ColumnType.JSON);

  /** Days since 1970-01-01. */
  public static final AvroType DATE = logical("int", "date", ColumnType.DATE);

  /** Microseconds since midnight. */
  public static final AvroType TIME = logical("long", "time-micros", ColumnType.TIME);

  /** Microseconds since 1970-01-01T00:00:00Z. */
  public static final AvroType TIMESTAMP =
      logical("long", "timestamp-micros", ColumnType.TIMESTAMP);

  /** Microseconds since 1970-01-01T00:00:00 on a wall clock of no stated zone. */
  public static final AvroType DATETIME =
      logical("long", "local-timestamp-micros", ColumnType.DATETIME);

  /**
   * A decimal, if BigQuery has an exact type for it: NUMERIC holds 29 digits before the point and 9
   * after it, BIGNUMERIC 38 and 38.
   *
   * @param scale the digits after the point, at most {@code precision}
   * @see <a href="https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro">Loading
   *     Avro</a>
   */
  public static Optional<AvroType> decimal(int precision, int scale) {
    String json =
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":%d,\"scale\":%d}"
            .formatted(precision, scale);
    int whole = precision - scale;
    if (whole <= 29 && scale <= 9) {
      return Optional.of(new AvroType(json, ColumnType.NUMERIC));
    }
    if (whole <= 38 && scale <= 38) {
      return Optional.of(new AvroType(json, ColumnType.BIGNUMERIC));
    }
    return Optional.empty();
  }

  private static AvroType logical(String physical, String logical, ColumnType columnType) {
    String json = "{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(physical, logical);
    return new AvroType(json, columnType);
  }
}
