package sluice.local.bigquery.store;

import com.google.gson.JsonObject;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** How a table is cut into partitions, each with an id such as {@code 20260101}. */
public sealed interface Partitioning {

  /** What a row without a value in the partitioning column belongs to. */
  String NULL_PARTITION = "__NULL__";

  /** The column that decides. */
  String column();

  /** DuckDB's condition for the rows of one partition. */
  String condition(String partition);

  /** DuckDB's expression for the partition's id of a row. */
  String idExpression();

  /** How long one partition is. */
  enum Unit {
    HOUR("yyyyMMddHH", "%Y%m%d%H"),
    DAY("yyyyMMdd", "%Y%m%d"),
    MONTH("yyyyMM", "%Y%m"),
    YEAR("yyyy", "%Y");

    private final String pattern;
    private final String duckPattern;

    Unit(String pattern, String duckPattern) {
      this.pattern = pattern;
      this.duckPattern = duckPattern;
    }

    /** The id of the partition that holds a moment. */
    public String id(OffsetDateTime moment) {
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
          .format(moment.withOffsetSameInstant(ZoneOffset.UTC));
    }

    /** The first moment of the partition with that id. */
    public LocalDateTime start(String id) {
      try {
        String whole =
            id.length() == pattern.length() ? id + "0001010100".substring(id.length()) : "x";
        return LocalDateTime.parse(whole, DateTimeFormatter.ofPattern("yyyyMMddHH", Locale.ROOT));
      } catch (DateTimeParseException e) {
        throw Refusal.invalid(
            "Invalid time partition decorator \"%s\". Partition ids of this table look like %s."
                .formatted(id, pattern));
      }
    }

    LocalDateTime end(LocalDateTime start) {
      return start.plus(1, ChronoUnit.valueOf(this == DAY ? "DAYS" : name() + "S"));
    }
  }

  /**
   * By time.
   *
   * @param field empty when by the time of arrival
   */
  record Time(Optional<String> field, Unit unit) implements Partitioning {
    @Override
    public String column() {
      return field.orElse(DuckTypes.PARTITION_TIME);
    }

    @Override
    public String condition(String partition) {
      String quoted = DuckTypes.quoted(column());
      if (partition.equals(NULL_PARTITION)) {
        return quoted + " IS NULL";
      }
      LocalDateTime start = unit.start(partition);
      // Literals without a zone: DuckDB reads them as the column's type, and its zone is UTC.
      return "(%1$s >= '%2$s' AND %1$s < '%3$s')"
          .formatted(quoted, sql(start), sql(unit.end(start)));
    }

    @Override
    public String idExpression() {
      return "coalesce(strftime(%s, '%s'), '%s')"
          .formatted(DuckTypes.quoted(column()), unit.duckPattern, NULL_PARTITION);
    }

    private static String sql(LocalDateTime moment) {
      return moment.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT));
    }
  }

  /** By ranges of a whole number. */
  record Range(String column, long start, long end, long interval) implements Partitioning {
    @Override
    public String condition(String partition) {
      if (partition.equals(NULL_PARTITION)) {
        return DuckTypes.quoted(column) + " IS NULL";
      }
      return idExpression() + " = '" + partition.replace("'", "''") + "'";
    }

    @Override
    public String idExpression() {
      String quoted = DuckTypes.quoted(column);
      return ("CASE WHEN %1$s IS NULL THEN '%5$s' WHEN %1$s < %2$d OR %1$s >= %3$d"
              + " THEN '__UNPARTITIONED__' ELSE CAST(%1$s - (%1$s - %2$d) %% %4$d AS VARCHAR) END")
          .formatted(quoted, start, end, interval, NULL_PARTITION);
    }
  }

  /** What a table's or a job's {@code timePartitioning} or {@code rangePartitioning} says. */
  static Optional<Partitioning> of(JsonObject resource, List<Column> columns) {
    Optional<JsonObject> time = Json.object(resource, "timePartitioning");
    if (time.isPresent()) {
      Optional<String> field = Json.text(time.get(), "field");
      field.ifPresent(name -> check(name, columns));
      return Optional.of(new Time(field, unit(Json.text(time.get(), "type").orElse("DAY"))));
    }
    return Json.object(resource, "rangePartitioning")
        .map(
            range ->
                new Range(
                    Json.required(range, "field"),
                    bound(range, "start"),
                    bound(range, "end"),
                    bound(range, "interval")));
  }

  private static long bound(JsonObject range, String name) {
    return Json.number(range, "range", name)
        .orElseThrow(() -> new Refusal("required", "Required parameter is missing: " + name));
  }

  private static Unit unit(String name) {
    try {
      return Unit.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(
          "Invalid value for timePartitioning.type: %s is not a valid value".formatted(name));
    }
  }

  private static void check(String field, List<Column> columns) {
    ColumnType type =
        columns.stream()
            .filter(column -> column.name().equalsIgnoreCase(field))
            .findFirst()
            .map(Column::type)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "The field specified for partitioning cannot be found in the schema: "
                            + field));
    if (type != ColumnType.DATE && type != ColumnType.TIMESTAMP && type != ColumnType.DATETIME) {
      throw Refusal.invalid(
          "The field specified for time partitioning can only be of type TIMESTAMP, DATE or DATETIME. The type found is: %s."
              .formatted(type.restName()));
    }
  }
}
