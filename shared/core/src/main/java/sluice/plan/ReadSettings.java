package sluice.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a table of a source is read, beside how much of it.
 *
 * @param columns which of its columns, and what is done to their values
 * @param where a condition in the source's own SQL; rows that do not meet it are not read
 * @param parallelism the most connections to read on
 * @param objectMebibytes about how large the objects are that it lands in
 * @param cursorZone the time zone that the source's programs write the cursor in, where the column
 *     says none
 * @param reconcile how often to look for rows that are gone from the source
 * @param key the columns that tell one row from another; empty where nothing needs them
 */
public record ReadSettings(
    Columns columns,
    Optional<String> where,
    Optional<Integer> parallelism,
    Optional<Integer> objectMebibytes,
    Optional<String> cursorZone,
    Optional<Duration> reconcile,
    List<String> key) {

  /** The column that is true in rows that are gone from the source. */
  public static final String DELETED = "_deleted";

  /** Every column as it is, of every row. */
  public static final ReadSettings PLAIN =
      new ReadSettings(
          Columns.ALL,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public ReadSettings {
    key = List.copyOf(key);
  }

  /**
   * Columns by name.
   *
   * @param keep only these; empty for all
   * @param drop all but these
   * @param hash these under other names for their values
   * @param mask these with stars for values
   */
  public record Columns(
      List<String> keep, List<String> drop, List<String> hash, List<String> mask) {

    /** Every column as it is. */
    public static final Columns ALL = new Columns(List.of(), List.of(), List.of(), List.of());

    public Columns {
      keep = List.copyOf(keep);
      drop = List.copyOf(drop);
      hash = List.copyOf(hash);
      mask = List.copyOf(mask);
    }

    /** Whether a column is read at all. */
    public boolean takes(String column) {
      return (keep.isEmpty() || keep.contains(column)) && !drop.contains(column);
    }
  }
}
