package sluice.local.bigquery.extract;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** An Avro container file with logical types. */
final class AvroFile implements RowFile {

  private final DataFileWriter<GenericRecord> writer;
  private final Schema schema;
  private final List<Column> columns;

  AvroFile(OutputStream out, List<Column> columns, String codec) throws IOException {
    this.columns = columns;
    this.schema = record("Root", columns);
    this.writer = new DataFileWriter<>(new GenericDatumWriter<>(schema));
    writer.setCodec(CodecFactory.fromString(codec)).create(schema, out);
  }

  private static Schema record(String name, List<Column> columns) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(new Schema.Field(column.name(), field(name, column), null, (Object) null));
    }
    return Schema.createRecord(name, null, null, false, fields);
  }

  private static Schema field(String parent, Column column) {
    Schema element = element(parent, column);
    return switch (column.mode()) {
      case REQUIRED -> element;
      case REPEATED -> Schema.createArray(element);
      case NULLABLE -> Schema.createUnion(Schema.create(Schema.Type.NULL), element);
    };
  }

  private static Schema element(String parent, Column column) {
    Schema bigint = Schema.create(Schema.Type.LONG);
    return switch (column.type()) {
      case INT64 -> bigint;
      case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
      case BOOL -> Schema.create(Schema.Type.BOOLEAN);
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case NUMERIC -> LogicalTypes.decimal(38, 9).addToSchema(Schema.create(Schema.Type.BYTES));
      case BIGNUMERIC -> LogicalTypes.decimal(77, 38).addToSchema(Schema.create(Schema.Type.BYTES));
      case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case TIME -> LogicalTypes.timeMicros().addToSchema(bigint);
      case TIMESTAMP -> LogicalTypes.timestampMicros().addToSchema(bigint);
      case DATETIME -> LogicalTypes.localTimestampMicros().addToSchema(bigint);
      case STRUCT -> record(parent + "_" + column.name(), column.fields());
      case JSON -> {
        Schema text = Schema.create(Schema.Type.STRING);
        text.addProp("sqlType", "JSON");
        yield text;
      }
      case STRING, INTERVAL, GEOGRAPHY -> Schema.create(Schema.Type.STRING);
    };
  }

  @Override
  public void write(List<@Nullable Object> row) throws IOException {
    writer.append(record(row, columns, schema));
  }

  private static GenericRecord record(List<?> values, List<Column> fields, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < fields.size(); i++) {
      Schema of = schema.getFields().get(i).schema();
      Schema present = of.getType() == Schema.Type.UNION ? of.getTypes().get(1) : of;
      Object value = values.get(i);
      record.put(i, value == null ? null : value(value, fields.get(i), present));
    }
    return record;
  }

  private static Object value(Object value, Column column, Schema schema) {
    if (column.mode() == Column.Mode.REPEATED) {
      List<Object> elements = new ArrayList<>();
      for (Object element : (List<?>) value) {
        elements.add(value(element, column.as(Column.Mode.REQUIRED), schema.getElementType()));
      }
      return elements;
    }
    if (column.type() == ColumnType.STRUCT) {
      return record((List<?>) value, column.fields(), schema);
    }
    if (value instanceof BigDecimal number) {
      int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
      return ByteBuffer.wrap(number.setScale(scale).unscaledValue().toByteArray());
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof LocalDate date) {
      return (int) date.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / 1_000;
    }
    if (value instanceof OffsetDateTime moment) {
      return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, moment.toInstant());
    }
    if (value instanceof LocalDateTime moment) {
      return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, moment.toInstant(ZoneOffset.UTC));
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
