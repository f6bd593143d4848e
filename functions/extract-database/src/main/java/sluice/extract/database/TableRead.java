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
 * @param keys the part of a read that takes several calls; empty for all
 * @param cutBy columns that are never NULL, to cut a read by for several connections where places
 *     on disk do not serve; empty where there are none
 * @param output how parts are written
 * @param pseudonyms for columns that are hashed
 * @param extractedAt written to each row, as {@code _extracted_at}
 */
public record TableRead(
    SourceTable table,
    List<ColumnSelection> columns,
    Optional<CursorRange> range,
    Optional<String> where,
    Optional<KeyRange> keys,
    List<String> cutBy,
    Output output,
    Optional<Pseudonyms> pseudonyms,
    Instant extractedAt) {

  /**
   * How parts are written.
   *
   * @param parallelism the most connections to use; a range is read on one
   * @param partBytes a part that has grown to this many bytes is closed and the next begun
   * @param firstPart the number of the first part
   */
  public record Output(int parallelism, long partBytes, int firstPart) {
    public Output {
      require(parallelism > 0, "parallelism is " + parallelism, "Write 1 or more.");
      require(partBytes > 0, "partBytes is " + partBytes, "Write how many, like 268435456.");
    }
  }

  public TableRead {
    columns = List.copyOf(columns);
    cutBy = List.copyOf(cutBy);
  }

  /** All of a table on one connection, in parts of 256 MiB. */
  public static TableRead snapshot(SourceTable table, Instant extractedAt) {
    return new TableRead(
        table,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        table.wholeKey(List.of()).orElse(List.of()),
        new Output(1, 256L << 20, 1),
        Optional.empty(),
        extractedAt);
  }

  /** The columns read, in order. */
  public RowLayout rows() {
    return RowLayout.of(table, columns);
  }

  /** The same read, only of that range. */
  public TableRead within(CursorRange wanted) {
    return new TableRead(
        table, columns, Optional.of(wanted), where, keys, cutBy, output, pseudonyms, extractedAt);
  }

  /** The same read, only of those keys, in their order. */
  public TableRead within(KeyRange wanted) {
    return new TableRead(
        table, columns, range, where, Optional.of(wanted), cutBy, output, pseudonyms, extractedAt);
  }

  /** The same read, only of those columns. */
  public TableRead selecting(List<ColumnSelection> wanted) {
    return new TableRead(table, wanted, range, where, keys, cutBy, output, pseudonyms, extractedAt);
  }

  /** The same read, only of the rows that the condition holds for. */
  public TableRead where(String condition) {
    return new TableRead(
        table,
        columns,
        range,
        Optional.of(condition),
        keys,
        cutBy,
        output,
        pseudonyms,
        extractedAt);
  }

  /** The same read, hashed columns named by those. */
  public TableRead hashing(Pseudonyms names) {
    return new TableRead(
        table, columns, range, where, keys, cutBy, output, Optional.of(names), extractedAt);
  }

  /** The same read, cut by those columns, which are never NULL, where it has to be. */
  public TableRead cutBy(List<String> key) {
    return new TableRead(table, columns, range, where, keys, key, output, pseudonyms, extractedAt);
  }

  /** The same read on up to that many connections. */
  public TableRead inParallel(int connections) {
    return writing(new Output(connections, output.partBytes, output.firstPart));
  }

  /** The same read in parts of about that size. */
  public TableRead inPartsOf(long bytes) {
    return writing(new Output(output.parallelism, bytes, output.firstPart));
  }

  /** The same read, its parts numbered from there on. */
  public TableRead fromPart(int number) {
    return writing(new Output(output.parallelism, output.partBytes, number));
  }

  private TableRead writing(Output other) {
    return new TableRead(table, columns, range, where, keys, cutBy, other, pseudonyms, extractedAt);
  }
}
