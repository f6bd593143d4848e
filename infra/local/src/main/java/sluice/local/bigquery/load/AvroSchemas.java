package sluice.local.bigquery.load;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/**
 * Columns of an Avro schema (<a
 * href="https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro">conversions</a>).
 */
final class AvroSchemas {

  private final boolean logicalTypes;
  private final DecimalTargets decimalTargets;

  AvroSchemas(JsonObject load) {
    this.logicalTypes = Json.flag(load, "useAvroLogicalTypes");
    this.decimalTargets = DecimalTargets.of(load);
  }

  List<Column> columns(Schema record) {
    if (record.getType() != Schema.Type.RECORD) {
      throw Refusal.invalid(
          "The Apache Avro library failed to parse the header: the schema is %s, not a record."
              .formatted(record.getType().getName()));
    }
    List<Column> columns = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      columns.add(column(field.name(), field.schema(), Optional.ofNullable(field.doc())));
    }
    return columns;
  }

  /** The schema of a value that is there: a union's only branch beside null. */
  static Schema present(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(of -> of.getType() != Schema.Type.NULL).toList();
    if (branches.size() != 1) {
      throw Refusal.invalid(
          "The local cloud reads Avro unions of null and one other type; it met "
              + schema
              + ". Write the field as one type.");
    }
    return branches.get(0);
  }

  private Column column(String name, Schema schema, Optional<String> description) {
    Schema present = present(schema);
    Column.Mode mode = schema.isNullable() ? Column.Mode.NULLABLE : Column.Mode.REQUIRED;
    switch (present.getType()) {
      case ARRAY -> {
        Column element = column(name, present.getElementType(), description);
        return element.as(Column.Mode.REPEATED);
      }
      case MAP -> {
        List<Column> entry =
            List.of(
                Column.of("key", ColumnType.STRING).as(Column.Mode.REQUIRED),
                column("value", present.getValueType(), Optional.empty()));
        return new Column(name, ColumnType.STRUCT, Column.Mode.REPEATED, entry, description);
      }
      case RECORD -> {
        return new Column(name, ColumnType.STRUCT, mode, columns(present), description);
      }
      default -> {
        return new Column(name, scalar(name, present), mode, List.of(), description);
      }
    }
  }

  private ColumnType scalar(String name, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logicalTypes && logical instanceof LogicalTypes.Decimal decimal) {
      return decimalTargets.type(name, decimal.getPrecision(), decimal.getScale());
    }
    if (logicalTypes && logical != null) {
      switch (logical.getName()) {
        case "date" -> {
          return ColumnType.DATE;
        }
        case "time-millis", "time-micros" -> {
          return ColumnType.TIME;
        }
        case "timestamp-millis", "timestamp-micros" -> {
          return ColumnType.TIMESTAMP;
        }
        case "local-timestamp-millis", "local-timestamp-micros" -> {
          return ColumnType.DATETIME;
        }
        default -> {
          // The underlying type decides.
        }
      }
    }
    return switch (schema.getType()) {
      case BOOLEAN -> ColumnType.BOOL;
      case INT, LONG -> ColumnType.INT64;
      case FLOAT, DOUBLE -> ColumnType.FLOAT64;
      case BYTES, FIXED -> ColumnType.BYTES;
      case ENUM -> ColumnType.STRING;
      case STRING -> text(schema);
      default ->
          throw Refusal.invalid(
              "Avro type %s of field %s has no BigQuery type."
                  .formatted(schema.getType().getName(), name));
    };
  }

  private static ColumnType text(Schema schema) {
    Object sqlType =
        Optional.ofNullable(schema.getObjectProp("sqlType"))
            .orElse(schema.getObjectProps().getOrDefault("logicalType", ""));
    Map<String, ColumnType> known =
        Map.of(
            "JSON", ColumnType.JSON,
            "DATETIME", ColumnType.DATETIME,
            "datetime", ColumnType.DATETIME,
            "GEOGRAPHY", ColumnType.GEOGRAPHY);
    return known.getOrDefault(sqlType.toString(), ColumnType.STRING);
  }
}
