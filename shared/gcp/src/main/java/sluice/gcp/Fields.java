package sluice.gcp;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.StandardSQLTypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Our columns in the words of BigQuery's client. */
final class Fields {

  private Fields() {}

  static List<Field> of(List<Column> columns) {
    return columns.stream().map(Fields::of).toList();
  }

  private static Field of(Column column) {
    StandardSQLTypeName type = StandardSQLTypeName.valueOf(column.type().name());
    Field.Builder field =
        (column.fields().isEmpty()
                ? Field.newBuilder(column.name(), type)
                : Field.newBuilder(column.name(), type, FieldList.of(of(column.fields()))))
            .setMode(Field.Mode.valueOf(column.mode().name()));
    column.description().ifPresent(field::setDescription);
    return field.build();
  }

  /** BigQuery's fields as our columns. */
  static List<Column> columns(FieldList fields) {
    return fields.stream().map(Fields::column).toList();
  }

  private static Column column(Field field) {
    @Nullable FieldList inner = field.getSubFields();
    Field.@Nullable Mode mode = field.getMode();
    return new Column(
        field.getName(),
        ColumnType.named(field.getType().getStandardType().name()).orElse(ColumnType.STRING),
        mode == null ? Column.Mode.NULLABLE : Column.Mode.valueOf(mode.name()),
        inner == null ? List.of() : columns(inner),
        Optional.ofNullable(field.getDescription()));
  }

  /** The fields with those descriptions; fields that are not named keep theirs. */
  static List<Field> described(List<Field> fields, Map<String, String> descriptions) {
    return fields.stream()
        .map(
            field ->
                descriptions.containsKey(field.getName())
                    ? field.toBuilder().setDescription(descriptions.get(field.getName())).build()
                    : field)
        .toList();
  }
}
