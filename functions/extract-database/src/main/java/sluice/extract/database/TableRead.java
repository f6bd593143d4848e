package sluice.extract.database;

import static sluice.RejectedException.require;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to read of one table.
 *
 * @param columns the columns in the order wanted; empty for all
 * @param range the part of an incremental read; empty for a snapshot
 * @param where a condition in the database's own SQL, from the pipeline's author
 * @param parallelism the most connections to use; a range is read on one
 * @param partBytes a part that has grown to this many bytes is closed and the next begun
 * @param extractedAt written to each row, as {@code _extracted_at}
 */
public record TableRead(
    SourceTable table,
    List<ColumnSelection> columns,
    Optional<CursorRange> range,
    Optional<String> where,
    int parallelism,
    long partBytes,
    Instant extractedAt) {

  public TableRead {
    columns = List.copyOf(columns);
    require(parallelism > 0, "parallelism is " + parallelism, "Write 1 or more.");
    require(partBytes > 0, "partBytes is " + partBytes, "Write how many, like 268435456.");
  }

  /** All of a table on one connection, in parts of 256 MiB. */
  public static TableRead snapshot(SourceTable table, Instant extractedAt) {
    return new TableRead(
        table, List.of(), Optional.empty(), Optional.empty(), 1, 256L << 20, extractedAt);
  }

  /** The same read, only of that range. */
  public TableRead within(CursorRange wanted) {
    return new TableRead(
        table, columns, Optional.of(wanted), where, parallelism, partBytes, extractedAt);
  }

  /** The same read, only of those columns. */
  public TableRead selecting(List<ColumnSelection> wanted) {
    return new TableRead(table, wanted, range, where, parallelism, partBytes, extractedAt);
  }

  /** The same read, only of the rows that the condition holds for. */
  public TableRead where(String condition) {
    return new TableRead(
        table, columns, range, Optional.of(condition), parallelism, partBytes, extractedAt);
  }

  /** The same read on up to that many connections. */
  public TableRead inParallel(int connections) {
    return new TableRead(table, columns, range, where, connections, partBytes, extractedAt);
  }

  /** The same read in parts of about that size. */
  public TableRead inPartsOf(long bytes) {
    return new TableRead(table, columns, range, where, parallelism, bytes, extractedAt);
  }
}
