package sluice.extract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What makes one extract count: it names the extract's parts and moves the watermark, in one object
 * that is created once.
 *
 * @param sequence one more than the commit before it; of two extracts that both read from behind
 *     the same commit, one gets the number and the other one looks again
 * @param slot the time that the extract was scheduled for
 * @param call the extract's own id, under which its parts lie
 * @param watermark how far incremental extracts have read, in the cursor's text
 * @param extractedAt the moment of the source that the rows are from
 * @param trail what later extracts look back at
 */
public record Commit(
    long sequence,
    Instant slot,
    String call,
    List<Part> parts,
    long rows,
    Optional<String> watermark,
    Instant extractedAt,
    Trail trail) {

  /** A commit that leaves no trail. */
  public Commit(
      long sequence,
      Instant slot,
      String call,
      List<Part> parts,
      long rows,
      Optional<String> watermark,
      Instant extractedAt) {
    this(sequence, slot, call, parts, rows, watermark, extractedAt, Trail.NONE);
  }

  /**
   * What later extracts look back at.
   *
   * @param columns those of the rows, as {@code name TYPE MODE}; empty where it is not known
   * @param reconciled when the source's rows were last compared with the table's
   * @param backfill the request that made the commit, if it is a backfill's
   * @param calls how many calls the extract took; empty for one
   */
  public record Trail(
      List<String> columns,
      Optional<Instant> reconciled,
      Optional<String> backfill,
      Optional<Integer> calls) {

    /** Nothing. */
    public static final Trail NONE =
        new Trail(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Trail {
      columns = List.copyOf(columns);
    }
  }

  /**
   * One object of an extract.
   *
   * @param bytes its size
   */
  public record Part(String name, long rows, long bytes) {}

  public Commit {
    parts = List.copyOf(parts);
  }

  /** The size of its parts. */
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }
}
