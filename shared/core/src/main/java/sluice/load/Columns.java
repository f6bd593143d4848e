package sluice.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/** The columns that a table has: its plan's, and those that files brought since. */
final class Columns {

  private Columns() {}

  /** The plan's columns, as they have evolved. What the plan says of a type holds. */
  static List<Column> of(List<Column> plan, List<Column> evolved) {
    List<Column> all = new ArrayList<>();
    for (Column column : plan) {
      Optional<Column> other = find(column, evolved).filter(of -> of.type() == column.type());
      all.add(other.map(of -> merged(column, of)).orElse(column));
    }
    for (Column column : evolved) {
      if (find(column, plan).isEmpty()) {
        all.add(column);
      }
    }
    return List.copyOf(all);
  }

  private static Column merged(Column plan, Column evolved) {
    Mode mode = plan.mode() == Mode.REQUIRED ? evolved.mode() : plan.mode();
    return new Column(
        plan.name(),
        plan.type(),
        mode,
        of(plan.fields(), evolved.fields()),
        plan.description(),
        plan.secrecy());
  }

  /** Those of the columns that are not as the plan says. */
  static List<Column> beyond(List<Column> plan, List<Column> columns) {
    return columns.stream().filter(column -> !plan.contains(column)).toList();
  }

  private static Optional<Column> find(Column column, List<Column> columns) {
    String name = column.name().toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(other -> other.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** A column as a pipeline's YAML has it: {@code note: STRING}. */
  static String yaml(Column column) {
    return column.name() + ": " + type(column);
  }

  private static String type(Column column) {
    StringBuilder type = new StringBuilder(column.type().name());
    if (!column.fields().isEmpty()) {
      type.append('<');
      for (Column field : column.fields()) {
        type.append(type.charAt(type.length() - 1) == '<' ? "" : ", ");
        type.append(field.name()).append(' ').append(type(field));
      }
      type.append('>');
    }
    return switch (column.mode()) {
      case REPEATED -> "ARRAY<" + type + ">";
      case REQUIRED -> type + " REQUIRED";
      case NULLABLE -> type.toString();
    };
  }
}
