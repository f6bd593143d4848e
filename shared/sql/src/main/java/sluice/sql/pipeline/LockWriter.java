package sluice.sql.pipeline;

import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import sluice.extract.SourceTables.Described;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/** Writes a source's lock file, in the form that {@link ColumnsReader} reads. */
final class LockWriter {
  private final StringBuilder text =
      new StringBuilder(
          "# Written by `infra/bin/sluice discover` from the live database. See what changed, and commit it.\n");

  /** The file of those tables, by their names in BigQuery. */
  static String write(SortedMap<String, Described> tables) {
    LockWriter writer = new LockWriter();
    tables.forEach(writer::table);
    return writer.text.toString();
  }

  private void table(String name, Described table) {
    text.append(name).append(":\n");
    about(name, table);
    table.columns().forEach(this::column);
  }

  private void about(String name, Described table) {
    StringBuilder about = new StringBuilder();
    if (!table.name().equals("public." + name)) {
      about.append(", name: ").append(quoted(table.name()));
    }
    table
        .comment()
        .filter(comment -> !comment.isBlank())
        .ifPresent(comment -> about.append(", description: ").append(quoted(comment)));
    if (!table.key().isEmpty()) {
      about
          .append(", key: [")
          .append(table.key().stream().map(LockWriter::key).collect(Collectors.joining(", ")))
          .append(']');
    }
    if (!about.isEmpty()) {
      text.append("  ").append(LockedTable.ABOUT).append(": {");
      text.append(about.substring(2)).append("}\n");
    }
  }

  private void column(Column column) {
    String type = ColumnCheck.type(column) + (column.mode() == Mode.REQUIRED ? " REQUIRED" : "");
    Optional<String> comment = column.description().filter(any -> !any.isBlank());
    text.append("  ").append(key(column.name())).append(": ");
    text.append(
        comment
            .map(
                description ->
                    "{type: %s, description: %s}".formatted(flow(type), quoted(description)))
            .orElse(type));
    text.append('\n');
  }

  /** A type with a comma would end inside braces. */
  private static String flow(String type) {
    return type.contains(",") ? quoted(type) : type;
  }

  /** Words that YAML takes for something else are quoted. */
  private static String key(String name) {
    return name.matches("(?i)y|n|yes|no|on|off|true|false|null|~") ? quoted(name) : name;
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .strip()
        .chars()
        .forEach(
            letter -> {
              switch (letter) {
                case '"', '\\' -> quoted.append('\\').append((char) letter);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default ->
                    quoted.append(
                        letter < ' ' || letter == 0x7F
                            ? "\\x%02x".formatted(letter)
                            : String.valueOf((char) letter));
              }
            });
    return quoted.append('"').toString();
  }
}
