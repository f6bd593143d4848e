package sluice.sql.pipeline;

import static sluice.RejectedException.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.plan.ReadSettings;
import sluice.plan.ReadSettings.Columns;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/** Reads how a database's table is read, and what that makes of its columns. */
final class ReadSettingsReader {
  private static final String NAME_COLUMNS = "Name columns of the table, like [email, phone].";
  private static final int MOST_CONNECTIONS = 16;
  private static final int MOST_MEBIBYTES = 4096;
  private static final Set<ColumnType> ZONELESS = Set.of(ColumnType.DATETIME, ColumnType.DATE);
  private static final Set<ColumnType> KEYS = Set.of(ColumnType.INT64, ColumnType.STRING);

  /** What reconciling adds to a table. */
  private static final Column DELETED =
      Column.of(ReadSettings.DELETED, ColumnType.BOOL)
          .describedAs("Whether the row is gone from its source.");

  private final Settings settings;
  private final List<Column> source;
  private final Problems problems;

  /**
   * @param source the columns as the source has them; empty where a problem hides them
   */
  ReadSettingsReader(Settings settings, Optional<List<Column>> source, Problems problems) {
    this.settings = settings;
    this.source = source.orElse(List.of());
    this.problems = problems;
  }

  /**
   * The settings.
   *
   * @param cursor the cursor's name, of a table that is read incrementally
   * @param lockedKey the key that the source has
   */
  ReadSettings read(Optional<String> cursor, List<String> lockedKey) {
    Columns columns =
        new Columns(columns("keep"), columns("drop"), columns("hash"), columns("mask"));
    List<String> named = columns("key");
    List<String> key = named.isEmpty() ? lockedKey : named;
    ReadSettings read =
        new ReadSettings(
            columns,
            settings.value("where", Readings::text, "Write a condition in the source's SQL."),
            within("parallelism", MOST_CONNECTIONS),
            within("object_size", MOST_MEBIBYTES),
            cursorZone(cursor),
            reconcile(cursor, key, columns),
            key);
    cursor.filter(name -> !columns.takes(name)).ifPresent(this::refuseWithoutCursor);
    return read;
  }

  /** The columns that the table has then. */
  List<Column> treated(ReadSettings read) {
    List<Column> treated = new ArrayList<>();
    Columns columns = read.columns();
    for (Column column : source) {
      boolean text =
          columns.hash().contains(column.name()) || columns.mask().contains(column.name());
      if (columns.takes(column.name())) {
        treated.add(text ? asText(column) : column);
      }
    }
    if (read.reconcile().isPresent()) {
      treated.add(DELETED);
    }
    return List.copyOf(treated);
  }

  private static Column asText(Column column) {
    Mode mode = column.mode() == Mode.REPEATED ? Mode.NULLABLE : column.mode();
    return new Column(column.name(), ColumnType.STRING, mode, List.of(), column.description());
  }

  private List<String> columns(String setting) {
    List<String> names = new ArrayList<>();
    ColumnCheck check = new ColumnCheck(source, problems);
    for (Located<String> name : settings.list(setting, Readings::text, NAME_COLUMNS)) {
      if (source.isEmpty()) {
        names.add(name.value());
      } else {
        check.find(name).ifPresent(column -> names.add(column.name()));
      }
    }
    return names;
  }

  private Optional<Integer> within(String setting, int most) {
    String remedy = "Write a number from 1 to %d.".formatted(most);
    return settings
        .value(
            setting,
            text -> {
              long number = Readings.count(text);
              require(number >= 1 && number <= most, "is " + number, remedy);
              return number;
            },
            remedy)
        .map(Long::intValue);
  }

  /** A cursor that says no zone means another time in each: nobody guesses. */
  private Optional<String> cursorZone(Optional<String> cursor) {
    Optional<Column> column =
        cursor.flatMap(
            name -> source.stream().filter(each -> each.name().equals(name)).findFirst());
    if (column.isPresent() && ZONELESS.contains(column.get().type())) {
      return settings.required(
          "cursor_zone",
          Readings::zone,
          "%s is a %s, which says no time zone: write the one that the source's programs use, like Asia/Tokyo."
              .formatted(column.get().name(), column.get().type()));
    }
    if (column.isPresent() || cursor.isEmpty()) {
      settings.refuse("cursor_zone", "is for a cursor that is a DATETIME or a DATE", "Remove it.");
    }
    return settings.value("cursor_zone", Readings::zone, "Write an IANA time zone.");
  }

  private Optional<Duration> reconcile(Optional<String> cursor, List<String> key, Columns columns) {
    if (cursor.isEmpty()) {
      settings.refuse(
          "reconcile", "is for incremental tables", "Remove it: a snapshot holds what there is.");
    }
    Optional<Duration> every =
        settings.value("reconcile", Readings::duration, "Write how often, like P7D.");
    every.ifPresent(found -> checkKey(key, columns));
    return every;
  }

  private void checkKey(List<String> key, Columns columns) {
    Place place = settings.place("reconcile");
    if (key.isEmpty()) {
      problems.add(
          place, "needs a key, and the table has none", "Name the columns, like `key: [id]`.");
    }
    for (String name : key) {
      boolean plain =
          columns.takes(name) && !columns.hash().contains(name) && !columns.mask().contains(name);
      boolean fits =
          source.stream()
              .filter(column -> column.name().equals(name))
              .allMatch(column -> KEYS.contains(column.type()) && column.mode() != Mode.REPEATED);
      if (!plain || !fits) {
        problems.add(
            place,
            "goes by the key '%s'".formatted(name),
            "Let it be an INT64 or a STRING that is kept as it is.");
      }
    }
  }

  private void refuseWithoutCursor(String cursor) {
    problems.add(
        settings.place("cursor"),
        "names '%s', which is not kept".formatted(cursor),
        "Keep it: the rows are read by it.");
  }
}
