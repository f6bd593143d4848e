package sluice.sql.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sluice.plan.LineageColumn;
import sluice.plan.Origin;
import sluice.plan.PartitionFiles;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/** Checks how a table is written against its columns and its layout. */
final class WriteCheck {
  private static final Set<ColumnType> COMPARABLE =
      EnumSet.of(
          ColumnType.STRING,
          ColumnType.BYTES,
          ColumnType.INT64,
          ColumnType.NUMERIC,
          ColumnType.BIGNUMERIC,
          ColumnType.BOOL,
          ColumnType.DATE,
          ColumnType.DATETIME,
          ColumnType.TIMESTAMP);
  private static final Set<ColumnType> ORDERED =
      EnumSet.of(
          ColumnType.INT64,
          ColumnType.NUMERIC,
          ColumnType.BIGNUMERIC,
          ColumnType.STRING,
          ColumnType.DATE,
          ColumnType.DATETIME,
          ColumnType.TIMESTAMP);
  private static final Set<ColumnType> TOMBSTONES =
      EnumSet.of(ColumnType.BOOL, ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP);

  private final SourceTable table;
  private final WriteSettings write;
  private final ColumnCheck columns;
  private final Problems problems;

  private WriteCheck(SourceTable table, List<Column> columns, Problems problems) {
    this.table = table;
    this.write = table.write();
    this.columns = new ColumnCheck(columns, problems);
    this.problems = problems;
  }

  static void check(SourceTable table, List<Column> columns, Problems problems) {
    WriteCheck check = new WriteCheck(table, columns, problems);
    check.lineage();
    if (check.write.mode().value() == WriteMode.MERGE) {
      check.merge();
    } else if (check.write.mode().value() == WriteMode.REPLACE_PARTITION) {
      check.partitions();
    }
  }

  private void merge() {
    boolean committed = !(table.origin() instanceof Origin.Dropped);
    Set<String> seen = new TreeSet<>();
    for (Located<String> name : write.key()) {
      columns
          .require(
              name,
              column -> column.mode() != Mode.REPEATED && COMPARABLE.contains(column.type()),
              "Name a column of numbers (not FLOAT64), text, times or BOOL.")
          .filter(column -> committed && column.mode() != Mode.REQUIRED)
          .ifPresent(
              column ->
                  problems.add(
                      name.place(),
                      "names '%s', which may be NULL".formatted(column.name()),
                      "Write REQUIRED behind its type, or name columns that are never NULL."));
      if (!seen.add(name.value().toLowerCase(Locale.ROOT))) {
        problems.add(
            name.place(), "names '%s' twice".formatted(name.value()), "Remove one of the two.");
      }
    }
    order();
    write
        .delete()
        .ifPresent(
            name ->
                columns.require(
                    name,
                    column -> column.mode() != Mode.REPEATED && TOMBSTONES.contains(column.type()),
                    "Name a BOOL that is true, or a time that is not NULL, where a row is gone."));
  }

  private void order() {
    boolean knowsFile =
        write.lineage().stream().anyMatch(each -> each.value() == LineageColumn.OBJECT);
    if (write.orderBy().isEmpty() && !knowsFile) {
      problems.add(
          missing("order_by"),
          "is missing",
          "Name the column whose greater value is newer, like updated_at; or write lineage:"
              + " [_object], and the row of the later file stays.");
    }
    write
        .orderBy()
        .ifPresent(
            name ->
                columns.require(
                    name,
                    column -> column.mode() != Mode.REPEATED && ORDERED.contains(column.type()),
                    "Name a column of numbers (not FLOAT64), text or times."));
  }

  private void partitions() {
    Optional<Located<Partitioning>> partition = table.layout().partition();
    if (partition.isEmpty()) {
      problems.add(
          missing("partition"),
          "is missing",
          "Name the column whose time says which partition a row is in.");
      return;
    }
    if (table.origin() instanceof Origin.Extracted) {
      extractedPartitions(partition.get());
    } else {
      droppedPartitions(partition.get().value());
    }
  }

  private void extractedPartitions(Located<Partitioning> partition) {
    if (!partition.value().column().equals("_extracted_at")) {
      problems.add(
          partition.place(),
          "is '%s'".formatted(partition.value().column()),
          "Write _extracted_at: a snapshot takes the place of the one of the same time.");
    }
  }

  private void droppedPartitions(Partitioning by) {
    write.partitionFiles().ifPresent(files -> path(files, by));
  }

  private void path(Located<PartitionFiles> files, Partitioning by) {
    List<String> lacking = files.value().lacking(by.granularity());
    if (!lacking.isEmpty()) {
      problems.add(
          files.place(),
          "has no {%s}".formatted(String.join("}, {", lacking)),
          "Name all that a partition by %s needs."
              .formatted(by.granularity().name().toLowerCase(Locale.ROOT)));
    }
  }

  private Place missing(String key) {
    return table.place().key(key, table.place().line());
  }

  private void lineage() {
    for (Located<LineageColumn> each : write.lineage()) {
      String name = each.value().column().name();
      if (columns.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name))) {
        problems.add(
            each.place(),
            "adds %s, which the columns hold already".formatted(name),
            "Remove one of the two.");
      }
    }
  }
}
