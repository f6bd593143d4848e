package sluice.plan;

/** Where the objects of a landing table come from. */
public sealed interface Origin {

  /**
   * An extract writes them, as Avro, and commits them.
   *
   * @param table the table in the source, {@code schema.table}
   */
  record Extracted(String table, ReadMode mode, ReadSettings settings) implements Origin {

    /** Every column of the table as it is. */
    public Extracted(String table, ReadMode mode) {
      this(table, mode, ReadSettings.PLAIN);
    }
  }

  /** Somebody puts files under the table's landing prefix, or where its arrival says. */
  record Dropped(Format format, Arrival arrival) implements Origin {

    /** Files under the table's landing prefix only. */
    public Dropped(Format format) {
      this(format, Arrival.PLAIN);
    }
  }

  /** Somebody hands files over in a bucket of theirs; copies land, and are committed. */
  record HandedOver(Format format, Handover from) implements Origin {}
}
