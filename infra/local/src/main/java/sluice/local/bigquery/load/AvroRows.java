package sluice.local.bigquery.load;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import sluice.local.sql.udf.BigNumerics;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** The rows of an Avro container file. */
final class AvroRows implements Rows {

  private final DataFileStream<GenericRecord> records;
  private final List<Column> columns;
  private final Map<Schema, Map<String, Integer>> positions = new HashMap<>();
  private final AvroTail tail;
  private @Nullable GenericRecord reused;

  private AvroRows(DataFileStream<GenericRecord> records, List<Column> columns, AvroTail tail) {
    this.records = records;
    this.columns = columns;
    this.tail = tail;
  }

  static AvroRows open(InputStream bytes, List<Column> columns) throws IOException {
    AvroTail tail = new AvroTail(bytes);
    return new AvroRows(reader(tail), columns, tail);
  }

  /** The schema in a file's header. */
  static Schema schema(InputStream bytes) throws IOException {
    try (DataFileStream<GenericRecord> reader = reader(bytes)) {
      return reader.getSchema();
    }
  }

  private static DataFileStream<GenericRecord> reader(InputStream bytes) throws IOException {
    try {
      // Without conversions: values stay as the file has them, and the column decides.
      return new DataFileStream<>(bytes, new GenericDatumReader<>(null, null, new GenericData()));
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw new UnreadableFile(
          "The Apache Avro library failed to parse the header with the following error: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Optional<List<@Nullable Object>> next() throws BadRow, IOException {
    GenericRecord record;
    try {
      if (!records.hasNext()) {
        tail.check();
        return Optional.empty();
      }
      record = records.next(reused);
      reused = record;
    } catch (UnreadableFile e) {
      throw e;
    } catch (AvroRuntimeException | IOException | ArrayIndexOutOfBoundsException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UnreadableFile(
          "The Apache Avro library failed to read data with the following error: "
              + cause.getMessage(),
          e);
    }
    try {
      return Optional.of(struct(record, columns));
    } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException e) {
      throw new BadRow(e.getMessage() + "");
    }
  }

  private List<@Nullable Object> struct(IndexedRecord record, List<Column> fields) {
    Map<String, Integer> position = positions.computeIfAbsent(record.getSchema(), AvroRows::byName);
    @Nullable Object[] row = new @Nullable Object[fields.size()];
    for (int i = 0; i < row.length; i++) {
      Column field = fields.get(i);
      Integer at = position.get(field.name().toLowerCase(Locale.ROOT));
      Object value = at == null ? null : record.get(at);
      if (at != null && value != null) {
        Schema schema = record.getSchema().getFields().get(at).schema();
        row[i] = value(value, AvroSchemas.present(schema), field);
      } else if (field.mode() == Column.Mode.REQUIRED) {
        throw new IllegalArgumentException("Missing required field: " + field.name() + ".");
      } else if (field.mode() == Column.Mode.REPEATED) {
        row[i] = List.of();
      }
    }
    return Arrays.asList(row);
  }

  private static Map<String, Integer> byName(Schema schema) {
    Map<String, Integer> positions = new HashMap<>();
    for (Schema.Field field : schema.getFields()) {
      positions.put(field.name().toLowerCase(Locale.ROOT), field.pos());
    }
    return positions;
  }

  private Object value(Object value, Schema schema, Column field) {
    if (field.mode() != Column.Mode.REPEATED) {
      return single(value, schema, field);
    }
    List<@Nullable Object> elements = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object of = entry.getValue();
        Column valueField = field.fields().get(1);
        Object converted =
            of == null ? null : value(of, AvroSchemas.present(schema.getValueType()), valueField);
        elements.add(Arrays.asList(String.valueOf(entry.getKey()), converted));
      }
      return elements;
    }
    Schema elementSchema = AvroSchemas.present(schema.getElementType());
    for (Object element : (Iterable<?>) value) {
      if (element == null) {
        throw new IllegalArgumentException(
            "Only optional fields can be set to NULL. Field: " + field.name() + "; Value: NULL");
      }
      elements.add(single(element, elementSchema, field));
    }
    return elements;
  }

  private Object single(Object value, Schema schema, Column field) {
    return switch (field.type()) {
      case STRUCT -> struct((IndexedRecord) value, field.fields());
      case STRING ->
          schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? decimal(value, decimal).toPlainString()
              : value.toString();
      case JSON -> TextValues.canonicalJson(value.toString());
      case BYTES -> bytes(value);
      case INT64 -> ((Number) value).longValue();
      case FLOAT64 -> ((Number) value).doubleValue();
      case BOOL -> value;
      case NUMERIC ->
          schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? TextValues.numeric(decimal(value, decimal))
              : TextValues.parse(value.toString(), ColumnType.NUMERIC);
      case BIGNUMERIC ->
          schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? bigNumeric(decimal(value, decimal), field)
              : TextValues.parse(value.toString(), ColumnType.BIGNUMERIC);
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case TIMESTAMP -> TextValues.micros(micros(value, schema));
      case DATETIME ->
          value instanceof Number
              ? LocalDateTime.ofInstant(
                  TextValues.micros(micros(value, schema)).toInstant(), ZoneOffset.UTC)
              : TextValues.parse(value.toString(), ColumnType.DATETIME);
      case TIME -> LocalTime.ofNanoOfDay(micros(value, schema) * 1_000L);
      case INTERVAL, GEOGRAPHY ->
          throw new IllegalArgumentException(
              "Field %s is %s".formatted(field.name(), field.type()));
    };
  }

  private static long micros(Object value, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    long number = ((Number) value).longValue();
    return logical != null && logical.getName().endsWith("-millis")
        ? Math.multiplyExact(number, 1_000L)
        : number;
  }

  private static BigDecimal decimal(Object value, LogicalTypes.Decimal decimal) {
    return new BigDecimal(new BigInteger(bytes(value)), decimal.getScale());
  }

  private static String bigNumeric(BigDecimal value, Column field) {
    try {
      return BigNumerics.key(value);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "Invalid BIGNUMERIC value: %s. Field: %s".formatted(value, field.name()), e);
    }
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes().clone();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
