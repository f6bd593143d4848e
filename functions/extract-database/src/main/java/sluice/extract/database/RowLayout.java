package sluice.extract.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.RejectedException;
import sluice.avro.AvroField;
import sluice.avro.AvroSchema;
import sluice.avro.AvroType;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/** The fields of an extract's rows, in order, and where each comes from. */
record RowLayout(List<Field> fields) {

  /** When its row was extracted; added to every row, after the fields. */
  static final AvroField EXTRACTED_AT =
      new AvroField(
          "_extracted_at",
          AvroType.TIMESTAMP,
          Mode.NULLABLE,
          Optional.of("When Sluice read this row from its source."));

  private static final Set<String> NEVER_LOST =
      Set.of("int2", "int4", "int8", "text", "varchar", "uuid");

  /** One selected column. */
  record Field(SourceColumn source, TypeMapping mapping, AvroField avro) {}

  RowLayout {
    fields = List.copyOf(fields);
  }

  /**
   * The layout of those columns.
   *
   * @param selected empty for all
   * @throws RejectedException with every problem of the selection
   */
  static RowLayout of(SourceTable table, List<ColumnSelection> selected) {
    List<ColumnSelection> selection = selected.isEmpty() ? allOf(table) : selected;
    check(table, selection);
    List<Field> fields = new ArrayList<>();
    for (ColumnSelection choice : selection) {
      SourceColumn source = table.column(choice.column()).orElseThrow();
      TypeMapping mapping = TypeMapping.of(source.resolved());
      AvroField avro =
          new AvroField(choice.as(), mapping.avro(), mode(table, source), source.comment());
      fields.add(new Field(source, mapping, avro));
    }
    return new RowLayout(fields);
  }

  /** The columns, without {@code _extracted_at}. */
  List<Column> columns() {
    return fields.stream().map(field -> field.avro().column()).toList();
  }

  AvroSchema schema() {
    List<AvroField> all = new ArrayList<>();
    fields.forEach(field -> all.add(field.avro()));
    all.add(EXTRACTED_AT);
    return new AvroSchema("row", all);
  }

  /** Only what no rule of ours turns into NULL is required, and of that only keys. */
  private static Mode mode(SourceTable table, SourceColumn column) {
    if (column.resolved().isArray()) {
      return Mode.REPEATED;
    }
    boolean required =
        column.mode() == Mode.REQUIRED
            && table.primaryKey().contains(column.name())
            && NEVER_LOST.contains(column.resolved().name());
    return required ? Mode.REQUIRED : Mode.NULLABLE;
  }

  private static List<ColumnSelection> allOf(SourceTable table) {
    return table.columns().stream().map(column -> ColumnSelection.of(column.name())).toList();
  }

  private static void check(SourceTable table, List<ColumnSelection> selection) {
    List<String> problems = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    taken.put(EXTRACTED_AT.name(), "the time of extraction");
    for (ColumnSelection choice : selection) {
      String named = "column '" + choice.column() + "'";
      if (table.column(choice.column()).isEmpty()) {
        problems.add(named + " is not there");
      }
      FieldNames.problem(choice.as())
          .ifPresent(why -> problems.add(named + ": '" + choice.as() + "' " + why));
      String other = taken.putIfAbsent(choice.as().toLowerCase(Locale.ROOT), named);
      if (other != null) {
        problems.add(named + ": '" + choice.as() + "' is also the name of " + other);
      }
    }
    if (selection.isEmpty()) {
      problems.add("it has no columns");
    }
    if (!problems.isEmpty()) {
      throw new RejectedException(
          "%s cannot be read: %s. Select the columns that you need, each under a name of its own."
              .formatted(table.qualifiedName(), String.join("; ", problems)));
    }
  }
}
