package sluice.extract.database;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Values that come by Avro, in a form that those of another reading can be compared with. */
public final class AvroValues {
  private AvroValues() {}

  /** Rows of a table by their {@code id}, as Avro has them. */
  public static Map<Long, List<Object>> byId(List<GenericRecord> rows) {
    Map<Long, List<Object>> byId = new TreeMap<>();
    for (GenericRecord row : rows) {
      List<Object> values = new ArrayList<>();
      for (Schema.Field field : row.getSchema().getFields()) {
        if (!field.name().equals("_extracted_at")) {
          values.add(fromAvro(field.schema(), row.get(field.pos())));
        }
      }
      byId.put((Long) row.get("id"), values);
    }
    return byId;
  }

  private static Object fromAvro(Schema schema, Object value) {
    if (value == null) {
      return null;
    }
    if (schema.getType() == Schema.Type.UNION) {
      return fromAvro(schema.getTypes().get(1), value);
    }
    if (schema.getType() == Schema.Type.ARRAY) {
      List<?> elements = (List<?>) value;
      return elements.stream().map(each -> fromAvro(schema.getElementType(), each)).toList();
    }
    String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
    return switch (logical) {
      case "decimal" -> {
        int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
        yield plain(new BigDecimal(new BigInteger(MemorySink.bytes(value)), scale));
      }
      case "date" -> LocalDate.ofEpochDay((Integer) value);
      case "time-micros" -> LocalTime.ofNanoOfDay((Long) value * 1_000);
      case "timestamp-micros" -> instant((Long) value);
      case "local-timestamp-micros" ->
          instant((Long) value).atOffset(ZoneOffset.UTC).toLocalDateTime();
      default -> plainFromAvro(schema, value);
    };
  }

  private static Object plainFromAvro(Schema schema, Object value) {
    return switch (schema.getType()) {
      case BYTES -> HexFormat.of().formatHex(MemorySink.bytes(value));
      case STRING -> value.toString();
      case FLOAT, DOUBLE -> ((Number) value).doubleValue();
      default -> value;
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A decimal without zeros at its end. */
  public static String plain(BigDecimal decimal) {
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }
}
