package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import sluice.RejectedException;
import sluice.plan.Handover;
import sluice.plan.Schedule;
import sluice.plan.Source;
import sluice.plan.Source.Kind;
import sluice.plan.TablePatterns;
import sluice.schema.TableId;

/** Reads {@code sources/<name>.yaml}. */
final class SourceReader {
  private final PipelineFile file;
  private final PipelineDefaults defaults;
  private final LockFiles locks;
  private final Problems problems;
  private final List<SourceTable> tables = new ArrayList<>();
  private Optional<Source> source = Optional.empty();
  private Optional<String> hiddenDataset = Optional.empty();
  private Optional<Handover> handover = Optional.empty();

  private SourceReader(
      PipelineFile file, PipelineDefaults defaults, LockFiles locks, Problems problems) {
    this.file = file;
    this.defaults = defaults;
    this.locks = locks;
    this.problems = problems;
  }

  static SourceReader read(
      PipelineFile file, PipelineDefaults defaults, LockFiles locks, Problems problems) {
    SourceReader reader = new SourceReader(file, defaults, locks, problems);
    reader.read();
    return reader;
  }

  /** The source; empty where a problem hides it. */
  Optional<Source> source() {
    return source;
  }

  List<SourceTable> tables() {
    return tables;
  }

  /** The dataset of a source whose tables cannot be read. */
  Optional<String> hiddenDataset() {
    return hiddenDataset;
  }

  private void read() {
    Place place = Place.of(file.path(), 1);
    String name = file.path().substring(PipelineFolder.SOURCES.length() + 1).replace(".yaml", "");
    try {
      Readings.name(name);
    } catch (RejectedException e) {
      problems.add(place, "The file's name " + e.getMessage());
    }
    if (file.isBlank()) {
      problems.add(place, "The file is empty", "Write kind and tables, or remove the file.");
    }
    Optional<Settings> settings =
        file.isBlank() ? Optional.empty() : Yaml.read(file.text(), place, problems);
    hiddenDataset = Optional.of("lake_" + name);
    settings.ifPresent(found -> readSettings(name, found));
  }

  private void readSettings(String name, Settings settings) {
    String dataset =
        settings
            .value("dataset", Readings::name, "Name the dataset, like lake_ec.")
            .orElse("lake_" + name);
    hiddenDataset = Optional.of(dataset);
    Optional<Kind> kind =
        settings.required("kind", SourceReader::kind, "Write postgresql, mysql, files or s3.");
    if (kind.isPresent()) {
      source = source(name, kind.get(), settings);
    }
    readTables(name, dataset, kind, settings);
    if (kind.isPresent()) {
      settings.refuseOthers();
    }
  }

  /** MariaDB is spoken to as MySQL is. */
  private static Kind kind(String text) {
    return text.equals("mariadb") ? Kind.MYSQL : Readings.oneOf(Kind.class).read(text);
  }

  private Optional<Source> source(String name, Kind kind, Settings settings) {
    if (kind == Kind.S3) {
      settings.refuse("connection", "is for databases", "Remove it, and write bucket.");
      handover = HandoverReader.source(settings);
      return Optional.of(new Source(name, kind, Optional.empty(), schedule(settings)));
    }
    if (kind == Kind.FILES) {
      settings.refuse("connection", "is for databases", "Remove it.");
      settings.refuse("schedule", "is for databases", "Remove it: files load as they come.");
      return Optional.of(new Source(name, kind, Optional.empty(), Optional.empty()));
    }
    Optional<String> connection =
        settings.required(
            "connection",
            Readings::variable,
            "Name the environment variable that holds the JDBC URL, like EC_DATABASE.");
    return Optional.of(new Source(name, kind, connection, schedule(settings)));
  }

  private Optional<Schedule> schedule(Settings settings) {
    return settings
        .required("schedule", Readings::cron, "Write when it is read, like \"0 * * * *\".")
        .map(at -> new Schedule(at, defaults.timeZone()));
  }

  private void readTables(String name, String dataset, Optional<Kind> kind, Settings settings) {
    int before = problems.count();
    Optional<TablePatterns> patterns = patterns(dataset, kind, settings);
    source = source.map(found -> found.taking(patterns));
    Collection<Setting> all =
        isEverything(settings)
            ? List.of()
            : settings.section("tables").map(Settings::all).orElse(List.of());
    if (all.isEmpty() && patterns.isEmpty() && problems.count() == before) {
      problems.add(
          settings.place("tables"), "names no table", "Write lines like `orders: {}` below it.");
    } else if (!all.isEmpty()) {
      hiddenDataset = Optional.empty();
    }
    SourceTableReader reader = new SourceTableReader(name, defaults, locks, problems, handover);
    patterns.ifPresent(found -> readOthers(name, kind, found, all, reader));
    for (Setting table : all) {
      checkName(table);
      TableId id = new TableId(dataset, table.key());
      tables.add(
          table
              .settings()
              .filter(any -> kind.isPresent())
              .map(found -> reader.read(id, kind.orElseThrow(), found))
              .orElseGet(() -> reader.hidden(id, table.place())));
    }
  }

  /** Whether it says {@code tables: "*"}. */
  private static boolean isEverything(Settings settings) {
    return settings
        .find("tables")
        .filter(tables -> !tables.isMapping() && !tables.isList() && !tables.isBlank())
        .flatMap(tables -> tables.rawText(""))
        .filter(text -> text.equals("*"))
        .isPresent();
  }

  /** Tables that flow without being named. */
  private Optional<TablePatterns> patterns(String dataset, Optional<Kind> kind, Settings settings) {
    if (kind.isPresent() && !kind.get().isDatabase()) {
      settings.refuse("include", "is for databases", "Remove it.");
      settings.refuse("exclude", "is for databases", "Remove it.");
      return Optional.empty();
    }
    String remedy = "Write patterns of schema.table, like [\"public.*\"].";
    List<String> include =
        new ArrayList<>(
            settings.list("include", Readings::text, remedy).stream().map(Located::value).toList());
    List<String> exclude =
        settings.list("exclude", Readings::text, remedy).stream().map(Located::value).toList();
    if (include.isEmpty() && isEverything(settings)) {
      include.add("*");
    }
    if (include.isEmpty() && !exclude.isEmpty()) {
      settings.refuse("exclude", "has nothing to exclude from", "Write include, or tables: \"*\".");
    }
    return include.isEmpty()
        ? Optional.empty()
        : Optional.of(new TablePatterns(dataset, include, exclude));
  }

  /** The tables of the lock file that are taken and not named: whole, each time. */
  private void readOthers(
      String name,
      Optional<Kind> kind,
      TablePatterns patterns,
      Collection<Setting> named,
      SourceTableReader reader) {
    locks
        .all(name)
        .forEach(
            (table, locked) -> {
              boolean taken = patterns.take(locked.name().orElse("public." + table));
              if (taken && named.stream().noneMatch(each -> each.key().equals(table))) {
                TableId id = new TableId(patterns.dataset(), table);
                tables.add(
                    reader.read(
                        id, kind.orElse(Kind.POSTGRESQL), Settings.none(locked.place(), problems)));
              }
            });
  }

  private void checkName(Setting table) {
    try {
      Readings.name(table.key());
    } catch (RejectedException e) {
      problems.add(table.place(), String.valueOf(e.getMessage()));
    }
  }
}
