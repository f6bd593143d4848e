package sluice.warehouse;

import static sluice.RejectedException.require;

import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.RejectedException;
import sluice.plan.Layout;
import sluice.plan.Partitioning.Granularity;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/**
 * How a table is cut into partitions, as far as SQL needs it.
 *
 * @param type of the column: DATE, DATETIME or TIMESTAMP
 */
public record Cut(String column, ColumnType type, Granularity granularity) {

  /** The partition of the rows whose column is NULL, as BigQuery names it. */
  public static final String NULLS = "__NULL__";

  private static final Set<ColumnType> TYPES =
      Set.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuuMMddHH");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  public Cut {
    require(
        TYPES.contains(type),
        "the partition column '%s' is %s".formatted(column, type),
        "Partition by a DATE, DATETIME or TIMESTAMP.");
  }

  /** A layout's, with the type that its column has among those. */
  public static Optional<Cut> of(Layout layout, List<Column> columns) {
    return layout
        .partitioning()
        .map(
            by ->
                columns.stream()
                    .filter(column -> column.name().equalsIgnoreCase(by.column()))
                    .findFirst()
                    .map(column -> new Cut(column.name(), column.type(), by.granularity()))
                    .orElseThrow(
                        () ->
                            new RejectedException(
                                "The partition column '%s' is not among the columns. Add it."
                                    .formatted(by.column()))));
  }

  /** An expression for the id of the partition that a row belongs to. */
  String idOf(String value) {
    return "IFNULL(FORMAT_%s('%s', %s), '%s')".formatted(type, format(), value, NULLS);
  }

  /**
   * The condition that a row is in one of those partitions: on the column as it is and on constants
   * alone, since BigQuery prunes by nothing else. Partitions side by side are one range.
   */
  String within(String value, List<String> partitions) {
    List<String> conditions = new ArrayList<>();
    List<String> sorted = partitions.stream().filter(id -> !id.equals(NULLS)).sorted().toList();
    for (int from = 0, to; from < sorted.size(); from = to) {
      LocalDateTime end = end(sorted.get(from));
      for (to = from + 1; to < sorted.size() && start(sorted.get(to)).equals(end); to++) {
        end = end(sorted.get(to));
      }
      String first = literal(start(sorted.get(from)));
      conditions.add("%s >= %s AND %s < %s".formatted(value, first, value, literal(end)));
    }
    if (partitions.contains(NULLS)) {
      conditions.add(value + " IS NULL");
    }
    return conditions.isEmpty() ? "FALSE" : String.join(" OR ", conditions);
  }

  private String format() {
    return switch (granularity) {
      case HOUR -> "%Y%m%d%H";
      case DAY -> "%Y%m%d";
      case MONTH -> "%Y%m";
      case YEAR -> "%Y";
    };
  }

  private LocalDateTime start(String partition) {
    return switch (granularity) {
      case HOUR -> LocalDateTime.parse(partition, HOUR);
      case DAY -> LocalDateTime.parse(partition + "00", HOUR);
      case MONTH ->
          YearMonth.parse(partition, DateTimeFormatter.ofPattern("uuuuMM")).atDay(1).atStartOfDay();
      case YEAR -> Year.parse(partition).atDay(1).atStartOfDay();
    };
  }

  private LocalDateTime end(String partition) {
    LocalDateTime start = start(partition);
    return switch (granularity) {
      case HOUR -> start.plusHours(1);
      case DAY -> start.plusDays(1);
      case MONTH -> start.plusMonths(1);
      case YEAR -> start.plusYears(1);
    };
  }

  private String literal(LocalDateTime at) {
    return switch (type) {
      case DATE -> "DATE '%s'".formatted(at.toLocalDate());
      case DATETIME -> "DATETIME '%s'".formatted(MOMENT.format(at));
      default -> "TIMESTAMP '%s+00'".formatted(MOMENT.format(at));
    };
  }
}
