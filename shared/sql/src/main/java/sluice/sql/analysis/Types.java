package sluice.sql.analysis;

import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/** Between columns and the analyzer's types. */
public final class Types {
  private Types() {}

  /** The analyzer's type of a column. */
  public static Type of(Column column) {
    Type type =
        column.type() == ColumnType.STRUCT
            ? TypeFactory.createStructType(
                column.fields().stream()
                    .map(field -> new StructType.StructField(field.name(), of(field)))
                    .toList())
            : TypeFactory.createSimpleType(kind(column.type()));
    return column.mode() == Mode.REPEATED ? TypeFactory.createArrayType(type) : type;
  }

  /**
   * The column of an analyzer's type.
   *
   * @throws IllegalArgumentException for a type that BigQuery's tables do not have
   */
  public static Column column(String name, Type type) {
    if (type.isArray()) {
      return column(name, type.asArray().getElementType()).as(Mode.REPEATED);
    }
    if (type.isStruct()) {
      return Column.struct(name, fields(type.asStruct()));
    }
    return Column.of(name, columnType(type));
  }

  /**
   * The names of a struct's fields; a field without one, or with another's, has one by its place.
   */
  public static List<String> fieldNames(StructType type) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (StructType.StructField field : type.getFieldList()) {
      String name = field.getName();
      boolean free = !name.isEmpty() && taken.add(name.toLowerCase(Locale.ROOT));
      names.add(free ? name : "_field_" + (names.size() + 1));
    }
    return List.copyOf(names);
  }

  private static List<Column> fields(StructType type) {
    List<String> names = fieldNames(type);
    List<Column> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(column(names.get(i), type.getField(i).getType()));
    }
    return fields;
  }

  private static ColumnType columnType(Type type) {
    return named(type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "type %s is not one of BigQuery's. Cast it to one that is."
                        .formatted(type.typeName())));
  }

  private static Optional<ColumnType> named(Type type) {
    return switch (type.getKind()) {
      case TYPE_DOUBLE -> Optional.of(ColumnType.FLOAT64);
      default -> ColumnType.named(type.getKind().name().substring("TYPE_".length()));
    };
  }

  private static TypeKind kind(ColumnType type) {
    return switch (type) {
      case FLOAT64 -> TypeKind.TYPE_DOUBLE;
      case STRUCT -> throw new IllegalArgumentException("STRUCT is not a simple type");
      default -> TypeKind.valueOf("TYPE_" + type.name());
    };
  }
}
