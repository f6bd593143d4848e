package sluice.local.bigquery.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.schema.Column;

/** Brings the rows of a load's files into a table. */
public final class Loader {

  private static final int MOST_ERRORS_TOLD = 5;
  private static final int ROWS_BETWEEN_CHECKS = 1_000;

  /** How much was written, and what was left out. */
  public record Counts(long rows, long badRecords, List<Refusal.Problem> problems) {}

  private final Load load;
  private final StoredTable table;
  private final List<Column> fileColumns;
  private final Optional<OffsetDateTime> partitionTime;
  private final Runnable check;
  private final long mostBadRecords;
  private final List<Refusal.Problem> problems = new ArrayList<>();
  private Optional<Refusal.Problem> failure = Optional.empty();
  private long rows;
  private long bad;

  /**
   * Prepares the loading of files.
   *
   * @param given the columns as the job or the files have them; empty for the table's own
   * @param check called now and then; what it throws stops the load
   */
  public Loader(
      Load load,
      StoredTable table,
      Optional<List<Column>> given,
      Optional<OffsetDateTime> partitionTime,
      Runnable check) {
    this.load = load;
    this.table = table;
    this.fileColumns =
        load.format() == Load.Format.CSV ? inFileOrder(table, given) : table.columns();
    this.partitionTime = partitionTime;
    this.check = check;
    this.mostBadRecords = Json.number(load.configuration(), "maxBadRecords").orElse(0L);
  }

  /** A CSV file's columns stand as the job lists them, and are as the table has them. */
  private static List<Column> inFileOrder(StoredTable table, Optional<List<Column>> given) {
    for (Column column : table.columns()) {
      if (!column.fields().isEmpty() || column.mode() == Column.Mode.REPEATED) {
        throw Refusal.invalid(
            "Cannot load CSV data with a %s schema. Field: %s"
                .formatted(column.fields().isEmpty() ? "repeated" : "nested", column.name()));
      }
    }
    return given
        .map(
            columns ->
                columns.stream()
                    .map(column -> table.columns().get(position(table, column.name())))
                    .toList())
        .orElse(table.columns());
  }

  private static int position(StoredTable table, String name) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw new IllegalStateException("column " + name + " is not in " + table.id());
  }

  /** Appends all rows; a failure leaves the transaction to be rolled back. */
  public Counts run(Connection connection) throws SQLException {
    try {
      if (load.format() == Load.Format.PARQUET) {
        appendParquet(connection);
      } else {
        try (RowAppender appender = new RowAppender(connection, table, partitionTime)) {
          eachFile(entry -> append(entry, appender));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    failure.ifPresent(
        problem -> {
          throw new Refusal(problem, problems);
        });
    return new Counts(rows, bad, List.copyOf(problems));
  }

  private void appendParquet(Connection connection) throws IOException, SQLException {
    ParquetFiles files = new ParquetFiles(connection, load.objects(), load.configuration());
    eachFile(
        entry ->
            rows +=
                files.append(
                    entry,
                    table,
                    table.ingestionTimePartitioned()
                        ? partitionTime.map(OffsetDateTime::toString)
                        : Optional.empty()));
  }

  private interface FileWork {
    void on(ObjectSource.Entry entry) throws IOException, SQLException;
  }

  /** A job that is bound to fail goes on, to name the other files that are bad; the first few. */
  private void eachFile(FileWork work) throws IOException, SQLException {
    for (ObjectSource.Entry entry : load.inputs()) {
      if (failure.isPresent() && problems.size() >= MOST_ERRORS_TOLD) {
        return;
      }
      check.run();
      try {
        work.on(entry);
      } catch (UnreadableFile | ZipException | EOFException e) {
        Refusal.Problem problem = problem(entry, e.getMessage() + "");
        problems.add(problem);
        failure = failure.or(() -> Optional.of(problem));
      }
    }
  }

  private void append(ObjectSource.Entry entry, RowAppender appender)
      throws IOException, SQLException {
    int[] order = order();
    boolean fails = failure.isPresent();
    try (Rows reading = load.rows(entry, fileColumns)) {
      while (true) {
        if (rows % ROWS_BETWEEN_CHECKS == 0) {
          check.run();
        }
        try {
          Optional<List<@Nullable Object>> row = reading.next();
          if (row.isEmpty()) {
            return;
          }
          if (!fails) {
            appender.append(order.length == 0 ? row.get() : ordered(row.get(), order));
          }
          rows++;
        } catch (BadRow e) {
          note(entry, e.getMessage() + "");
          if (failure.isPresent()) {
            return;
          }
        }
      }
    }
  }

  private void note(ObjectSource.Entry entry, String message) {
    bad++;
    if (problems.size() < MOST_ERRORS_TOLD) {
      problems.add(problem(entry, message));
    }
    if (bad > mostBadRecords && failure.isEmpty()) {
      String what =
          load.format() == Load.Format.CSV
              ? "CSV"
              : load.format() == Load.Format.AVRO ? "Avro" : "JSON";
      String summary =
          "Error while reading data, error message: %s processing encountered too many errors, giving up. Rows: %d; errors: %d; max bad: %d; error percent: 0"
              .formatted(what, rows + bad, bad, mostBadRecords);
      failure = Optional.of(new Refusal.Problem("invalid", summary, Optional.of(entry.uri())));
    }
  }

  private static Refusal.Problem problem(ObjectSource.Entry entry, String message) {
    return new Refusal.Problem(
        "invalid",
        String.format(
            Locale.ROOT,
            "Error while reading data, error message: %s File: %s",
            message,
            entry.uri()),
        Optional.of(entry.uri()));
  }

  /** Where each of the table's columns stands in the file; empty when they stand alike. */
  private int[] order() {
    if (fileColumns.equals(table.columns())) {
      return new int[0];
    }
    int[] order = new int[table.columns().size()];
    Arrays.fill(order, -1);
    for (int i = 0; i < fileColumns.size(); i++) {
      order[position(table, fileColumns.get(i).name())] = i;
    }
    return order;
  }

  private List<@Nullable Object> ordered(List<@Nullable Object> row, int[] order) {
    @Nullable Object[] ordered = new @Nullable Object[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = order[i] < 0 ? null : row.get(order[i]);
    }
    return Arrays.asList(ordered);
  }
}
