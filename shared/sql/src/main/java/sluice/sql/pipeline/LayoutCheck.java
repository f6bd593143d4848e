package sluice.sql.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import sluice.plan.Partitioning;
import sluice.plan.Partitioning.Granularity;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * Checks partitioning and clustering against BigQuery's rules (its documentation of partitioned and
 * of clustered tables).
 */
final class LayoutCheck {
  private static final int CLUSTER_LIMIT = 4;
  private static final Set<ColumnType> TIMES =
      EnumSet.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);
  private static final Set<ColumnType> SORTABLE =
      EnumSet.of(
          ColumnType.STRING,
          ColumnType.INT64,
          ColumnType.NUMERIC,
          ColumnType.BIGNUMERIC,
          ColumnType.BOOL,
          ColumnType.DATE,
          ColumnType.DATETIME,
          ColumnType.TIMESTAMP,
          ColumnType.GEOGRAPHY);

  private final ColumnCheck columns;
  private final Problems problems;

  private LayoutCheck(List<Column> columns, Problems problems) {
    this.columns = new ColumnCheck(columns, problems);
    this.problems = problems;
  }

  static void check(LayoutSettings layout, List<Column> columns, Problems problems) {
    LayoutCheck check = new LayoutCheck(columns, problems);
    layout.partition().ifPresent(check::partition);
    check.cluster(layout.cluster());
  }

  private void partition(Located<Partitioning> partition) {
    Partitioning cut = partition.value();
    columns
        .require(
            new Located<>(cut.column(), partition.place()),
            column -> column.mode() != Mode.REPEATED && TIMES.contains(column.type()),
            "Name a DATE, DATETIME or TIMESTAMP column.")
        .filter(column -> column.type() == ColumnType.DATE)
        .filter(column -> cut.granularity() == Granularity.HOUR)
        .ifPresent(
            column ->
                problems.add(
                    partition.place(),
                    "cuts '%s', a DATE, by hour".formatted(column.name()),
                    "Write day, month or year."));
  }

  private void cluster(List<Located<String>> names) {
    Set<String> seen = new TreeSet<>();
    for (Located<String> name : names) {
      columns.require(
          name,
          column -> column.mode() != Mode.REPEATED && SORTABLE.contains(column.type()),
          "Name a column of numbers (not FLOAT64), text, times or BOOL.");
      if (!seen.add(name.value().toLowerCase(Locale.ROOT))) {
        problems.add(
            name.place(), "names '%s' twice".formatted(name.value()), "Remove one of the two.");
      }
    }
    if (names.size() > CLUSTER_LIMIT) {
      problems.add(
          names.get(CLUSTER_LIMIT).place(),
          "is a column too many",
          "Write at most %d: it is BigQuery's limit.".formatted(CLUSTER_LIMIT));
    }
  }
}
