package sluice.extract.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.avro.AvroField;
import sluice.avro.AvroSchema;
import sluice.avro.AvroType;
import sluice.extract.database.ColumnSelection.Treatment;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/** The fields of an extract's rows, in order, and where each comes from. */
public record RowLayout(List<Field> fields) {

  /** When its row was extracted; added to every row, after the fields. */
  public static final AvroField EXTRACTED_AT =
      new AvroField(
          "_extracted_at",
          AvroType.TIMESTAMP,
          Mode.NULLABLE,
          Optional.of("When Sluice read this row from its source."));

  /** One selected column. */
  public record Field(SourceColumn source, Treatment treatment, AvroField avro) {}

  public RowLayout {
    fields = List.copyOf(fields);
  }

  /**
   * The layout of those columns.
   *
   * @param selected empty for all
   * @throws RejectedException with every problem of the selection
   */
  public static RowLayout of(SourceTable table, List<ColumnSelection> selected) {
    List<ColumnSelection> selection = selected.isEmpty() ? allOf(table) : selected;
    check(table, selection);
    List<Field> fields = new ArrayList<>();
    for (ColumnSelection choice : selection) {
      SourceColumn source = table.column(choice.column()).orElseThrow();
      fields.add(new Field(source, choice.treatment(), avro(table, source, choice)));
    }
    return new RowLayout(fields);
  }

  /** The columns, without {@code _extracted_at}. */
  public List<Column> columns() {
    return fields.stream().map(field -> field.avro().column()).toList();
  }

  public AvroSchema schema() {
    List<AvroField> all = new ArrayList<>();
    fields.forEach(field -> all.add(field.avro()));
    all.add(EXTRACTED_AT);
    return new AvroSchema("row", all);
  }

  /** What is hashed or masked is text, an array's elements together. */
  private static AvroField avro(SourceTable table, SourceColumn source, ColumnSelection choice) {
    boolean kept = choice.treatment() == Treatment.KEEP;
    AvroType type = kept ? source.kind().avro() : AvroType.STRING;
    Mode mode = kept && source.kind().isArray() ? Mode.REPEATED : scalarMode(table, source, kept);
    return new AvroField(choice.as(), type, mode, source.comment());
  }

  /** Only what no rule of ours turns into NULL is required, and of that only keys. */
  private static Mode scalarMode(SourceTable table, SourceColumn column, boolean kept) {
    boolean required =
        column.mode() == Mode.REQUIRED
            && table.primaryKey().contains(column.name())
            && (column.kind().isLossless() || !kept);
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
