package sluice.sql.pipeline;

import static sluice.RejectedException.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.governor.Governor;
import sluice.plan.About;
import sluice.plan.Contract;
import sluice.plan.Format;
import sluice.plan.Handover;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source.Kind;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

/** Reads one table below {@code tables} of a source's file. */
final class SourceTableReader {
  /** The column that every extracted row gets: the moment of its extract. */
  private static final Column EXTRACTED_AT =
      Column.of("_extracted_at", ColumnType.TIMESTAMP)
          .describedAs("When the row was read from its source.");

  private static final Duration DEFAULT_OVERLAP = Duration.ofMinutes(10);
  private static final Pattern PLAIN_TABLE = Pattern.compile("[^.\\s]+");
  private static final Pattern SOURCE_TABLE = Pattern.compile("[^.\\s]+\\.[^.\\s]+");
  private static final Set<ColumnType> CURSORS =
      Set.of(ColumnType.TIMESTAMP, ColumnType.DATETIME, ColumnType.DATE);

  private static final String JOBS = "Write how many, from 1 to %d.".formatted(Governor.MOST_A_DAY);

  private enum Mode {
    SNAPSHOT,
    INCREMENTAL
  }

  private final String source;
  private final PipelineDefaults defaults;
  private final LockFiles locks;
  private final Problems problems;
  private final Optional<Handover> handover;

  /**
   * @param handover where the source hands its objects over, if it does
   */
  SourceTableReader(
      String source,
      PipelineDefaults defaults,
      LockFiles locks,
      Problems problems,
      Optional<Handover> handover) {
    this.source = source;
    this.defaults = defaults;
    this.locks = locks;
    this.problems = problems;
    this.handover = handover;
  }

  /** The table as far as it is right. */
  SourceTable read(TableId id, Kind kind, Settings settings) {
    SourceTable table =
        kind.isDatabase() ? extracted(id, kind, settings) : files(id, kind, settings);
    settings.refuseOthers();
    return table;
  }

  /** A table of which only the name is known. */
  SourceTable hidden(TableId id, Place place) {
    return new SourceTable(
        id,
        place,
        source,
        new Origin.Dropped(new Format.Avro()),
        WriteSettings.of(WriteMode.APPEND, place),
        Optional.empty(),
        new LayoutSettings(Optional.empty(), List.of()),
        About.NOTHING,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private SourceTable extracted(TableId id, Kind kind, Settings settings) {
    String table =
        settings
            .value("table", text -> sourceTable(text, kind), "Write schema.table.")
            .or(() -> locks.find(source, id.table()).flatMap(LockedTable::name))
            .orElse(defaultName(id, kind));
    Mode mode =
        settings
            .value("mode", Readings.oneOf(Mode.class), "Write snapshot or incremental.")
            .orElse(Mode.SNAPSHOT);
    Optional<LockedTable> locked = locks.find(source, id.table());
    Optional<List<Column>> columns = extractedColumns(id, settings);
    ReadMode read = mode == Mode.SNAPSHOT ? snapshot(settings) : incremental(settings, columns);
    ReadSettingsReader reader = new ReadSettingsReader(settings, columns, problems);
    ReadSettings how =
        reader.read(
            read instanceof ReadMode.Incremental by ? Optional.of(by.cursor()) : Optional.empty(),
            locked.map(LockedTable::key).orElse(List.of()));
    return new SourceTable(
        id,
        settings.place(),
        source,
        new Origin.Extracted(table, read, how),
        WriteReader.extracted(settings, read, how),
        columns
            .map(found -> reader.treated(how))
            .flatMap(found -> withExtractedAt(found, settings.place("columns"))),
        LayoutSettings.read(settings),
        about(settings, locked),
        maxJobsPerDay(settings),
        List.of(),
        contract(settings));
  }

  private static Optional<Contract> contract(Settings settings) {
    return settings.value("contract", Readings.oneOf(Contract.class), "Write evolve or freeze.");
  }

  /** What the source says of its table holds where the pipeline says nothing. */
  private About about(Settings settings, Optional<LockedTable> locked) {
    About written = AboutReader.read(settings, defaults.owner());
    Optional<String> description =
        written.description().or(() -> locked.flatMap(LockedTable::description));
    return new About(description, written.owner(), written.freshness());
  }

  private static Optional<Integer> maxJobsPerDay(Settings settings) {
    return settings
        .value("max_jobs_per_day", Readings::count, JOBS)
        .flatMap(jobs -> withinLimit(jobs, settings));
  }

  private static Optional<Integer> withinLimit(long jobs, Settings settings) {
    if (jobs >= 1 && jobs <= Governor.MOST_A_DAY) {
      return Optional.of((int) jobs);
    }
    settings.refuse("max_jobs_per_day", "is " + jobs, JOBS);
    return Optional.empty();
  }

  private static String sourceTable(String text, Kind kind) {
    require(
        SOURCE_TABLE.matcher(text).matches()
            || (kind == Kind.MYSQL && PLAIN_TABLE.matcher(text).matches()),
        "is '%s'".formatted(text),
        "Write schema.table, like public.orders.");
    return text;
  }

  /** A table of the connection's own database goes by its plain name in MySQL. */
  private static String defaultName(TableId id, Kind kind) {
    return kind == Kind.MYSQL ? id.table() : "public." + id.table();
  }

  private static ReadMode snapshot(Settings settings) {
    String remedy = "Remove it, or write mode: incremental.";
    settings.refuse("cursor", "has no meaning in a snapshot", remedy);
    settings.refuse("overlap", "has no meaning in a snapshot", remedy);
    return new ReadMode.Snapshot();
  }

  private ReadMode incremental(Settings settings, Optional<List<Column>> columns) {
    Optional<String> cursor =
        settings.required(
            "cursor", Readings::text, "Name a column that only grows, like updated_at.");
    Optional<Duration> overlap =
        settings.value("overlap", Readings::durationOrZero, "Write how long, like PT10M.");
    if (cursor.isPresent() && columns.isPresent()) {
      new ColumnCheck(columns.get(), problems)
          .require(
              new Located<>(cursor.get(), settings.place("cursor")),
              column -> CURSORS.contains(column.type()) && column.mode() != Column.Mode.REPEATED,
              "Name a TIMESTAMP, DATETIME or DATE that only grows, like updated_at.");
    }
    return new ReadMode.Incremental(cursor.orElse("?"), overlap.orElse(DEFAULT_OVERLAP));
  }

  private Optional<List<Column>> extractedColumns(TableId id, Settings settings) {
    Optional<Setting> written = settings.find("columns");
    if (written.isEmpty() && !locks.knows(source, id.table())) {
      problems.add(
          settings.place(),
          "has no columns",
          "Run infra/bin/sluice discover, which writes them to sources/%s.columns.yaml, or write columns."
              .formatted(source));
      return Optional.empty();
    }
    return written.isPresent()
        ? ColumnsReader.read(written.get(), problems)
        : locks.columns(source, id.table());
  }

  private Optional<List<Column>> withExtractedAt(List<Column> columns, Place place) {
    String name = EXTRACTED_AT.name();
    if (columns.stream().anyMatch(column -> column.name().toLowerCase(Locale.ROOT).equals(name))) {
      problems.add(place, "holds " + name + ", which Sluice adds itself", "Remove it.");
      return Optional.empty();
    }
    List<Column> all = new ArrayList<>(columns);
    all.add(EXTRACTED_AT);
    return Optional.of(List.copyOf(all));
  }

  private SourceTable files(TableId id, Kind kind, Settings settings) {
    Map<String, Located<String>> headerNames = new LinkedHashMap<>();
    Optional<List<Column>> columns = droppedColumns(settings, headerNames);
    Format format = FormatReader.read(settings, headerNames, problems);
    boolean dropped = kind == Kind.FILES;
    ArrivalReader.Read arrival = dropped ? ArrivalReader.read(settings) : ArrivalReader.Read.NONE;
    return new SourceTable(
        id,
        settings.place(),
        source,
        dropped ? new Origin.Dropped(format, arrival.arrival()) : handedOver(format, settings),
        dropped ? WriteReader.dropped(settings) : WriteReader.handedOver(settings),
        columns,
        LayoutSettings.read(settings),
        AboutReader.read(settings, defaults.owner()),
        maxJobsPerDay(settings),
        arrival.match(),
        contract(settings));
  }

  private Origin handedOver(Format format, Settings settings) {
    // Without a place there is a problem already, and no plan; the table's own are still told.
    Handover from =
        handover.orElseGet(
            () ->
                new Handover(
                    "?",
                    "",
                    "?",
                    Optional.empty(),
                    Optional.empty(),
                    Handover.Payer.OWNER,
                    List.of(),
                    List.of(),
                    Optional.empty()));
    return new Origin.HandedOver(format, HandoverReader.table(from, settings));
  }

  private Optional<List<Column>> droppedColumns(
      Settings settings, Map<String, Located<String>> headerNames) {
    Optional<Setting> columns = settings.find("columns");
    if (columns.isEmpty()) {
      problems.add(
          settings.place("columns"),
          "is missing",
          "Write lines like `shop_code: STRING` below it.");
    }
    return columns.flatMap(found -> ColumnsReader.read(found, headerNames, problems));
  }
}
