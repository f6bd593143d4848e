package sluice.plan;

/** Where the objects of a landing table come from. */
public sealed interface Origin {

  /**
   * An extract writes them, as Avro, and commits them.
   *
   * @param table the table in the source, {@code schema.table}
   */
  record Extracted(String table, ReadMode mode) implements Origin {}

  /** Somebody puts files under the table's landing prefix. */
  record Dropped(Format format) implements Origin {}

  /** Somebody hands files over in a bucket of theirs; copies land, and are committed. */
  record HandedOver(Format format, Handover from) implements Origin {}
}
