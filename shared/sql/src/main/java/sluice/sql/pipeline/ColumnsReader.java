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

  private final Problems problems;
  private final Optional<Map<String, Located<String>>> headerNames;

  private ColumnsReader(Problems problems, Optional<Map<String, Located<String>>> headerNames) {
    this.problems = problems;
    this.headerNames = headerNames;
  }

  /** The columns below that key; empty, and told, when one of them is wrong. */
  static Optional<List<Column>> read(Setting columns, Problems problems) {
    return new ColumnsReader(problems, Optional.empty()).read(columns);
  }

  /**
   * The columns of files.
   *
   * @param headerNames takes how files call a column, where it is written
   */
  static Optional<List<Column>> read(
      Setting columns, Map<String, Located<String>> headerNames, Problems problems) {
    return new ColumnsReader(problems, Optional.of(headerNames)).read(columns);
  }

  private Optional<List<Column>> read(Setting columns) {
    int before = problems.count();
    List<Column> all = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    Collection<Setting> settings = columns.settings().map(Settings::all).orElse(List.of());
    if (settings.isEmpty() && problems.count() == before) {
      problems.add(columns.place(), "names no column", "Write lines like `id: INT64 REQUIRED`.");
    }
    for (Setting setting : settings) {
      if (setting.key().equals(LockedTable.ABOUT)) {
        continue;
      }
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

  private Optional<Column> column(Setting setting) {
    Reading<Column> syntax = text -> ColumnSyntax.read(setting.key(), text);
    return setting.isMapping()
        ? setting.settings().flatMap(settings -> column(setting.key(), settings, syntax))
        : setting.value(syntax, REMEDY);
  }

  private Optional<Column> column(String name, Settings settings, Reading<Column> syntax) {
    Optional<Column> column = settings.required("type", syntax, REMEDY);
    Optional<String> description =
        settings.value("description", Readings::text, "Describe the column.");
    Optional<Boolean> sensitive =
        settings.value("sensitive", Readings::trueOrFalse, "Write true or false.");
    headerNames.ifPresent(
        names ->
            settings
                .find("header")
                .flatMap(
                    found -> found.located(Readings::text, "Write what files call the column."))
                .ifPresent(found -> names.put(name, found)));
    settings.refuseOthers();
    return column
        .map(found -> description.map(found::describedAs).orElse(found))
        .map(found -> sensitive.orElse(false) ? found.asSensitive() : found);
  }

  /**
   * The lock file of a source: each of its tables, with columns that are empty where a problem
   * hides them.
   */
  static Map<String, LockedTable> readLock(Settings lock, Problems problems) {
    Map<String, LockedTable> tables = new LinkedHashMap<>();
    lock.all().forEach(table -> tables.put(table.key(), locked(table, problems)));
    return tables;
  }

  private static LockedTable locked(Setting table, Problems problems) {
    Optional<Settings> about =
        Settings.of(table.node(), table.place(), new Problems())
            .flatMap(settings -> settings.find(LockedTable.ABOUT))
            .flatMap(Setting::settings);
    Optional<String> name =
        about.flatMap(at -> at.value("name", Readings::text, "Write schema.table."));
    Optional<String> description =
        about.flatMap(at -> at.value("description", Readings::text, "Describe the table."));
    List<String> key =
        about
            .map(at -> at.list("key", Readings::text, "Name the key's columns."))
            .orElse(List.of())
            .stream()
            .map(Located::value)
            .toList();
    about.ifPresent(Settings::refuseOthers);
    return new LockedTable(name, description, key, read(table, problems), table.place());
  }
}
