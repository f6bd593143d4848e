package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sluice.schema.Column;

/** Reads the columns of a table: {@code name: TYPE}, or a type with a description. */
final class ColumnsReader {
  private static final String REMEDY = "Write a type, like INT64 REQUIRED.";

  private ColumnsReader() {}

  /** The columns below that key; empty, and told, when one of them is wrong. */
  static Optional<List<Column>> read(Setting columns, Problems problems) {
    int before = problems.count();
    List<Column> all = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    Collection<Setting> settings = columns.settings().map(Settings::all).orElse(List.of());
    if (settings.isEmpty() && problems.count() == before) {
      problems.add(columns.place(), "names no column", "Write lines like `id: INT64 REQUIRED`.");
    }
    for (Setting setting : settings) {
      if (!names.add(setting.key().toLowerCase(Locale.ROOT))) {
        problems.add(
            setting.place(),
            "differs from another column in upper and lower case only",
            "BigQuery takes them for one: remove or rename it.");
      }
      column(setting).ifPresent(all::add);
    }
    return problems.count() == before ? Optional.of(List.copyOf(all)) : Optional.empty();
  }

  private static Optional<Column> column(Setting setting) {
    Reading<Column> syntax = text -> ColumnSyntax.read(setting.key(), text);
    if (!setting.isMapping()) {
      return setting.value(syntax, REMEDY);
    }
    return setting
        .settings()
        .flatMap(
            settings -> {
              Optional<Column> column = settings.required("type", syntax, REMEDY);
              Optional<String> description =
                  settings.value("description", Readings::text, "Describe the column.");
              settings.refuseOthers();
              return column.map(found -> description.map(found::describedAs).orElse(found));
            });
  }

  /**
   * The lock file of a source: the columns of each of its tables; empty ones where a problem hides
   * them.
   */
  static Map<String, Optional<List<Column>>> readLock(Settings lock, Problems problems) {
    Map<String, Optional<List<Column>>> tables = new LinkedHashMap<>();
    lock.all().forEach(table -> tables.put(table.key(), read(table, problems)));
    return tables;
  }
}
