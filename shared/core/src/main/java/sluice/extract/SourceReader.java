package sluice.extract;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.LandingTable;
import sluice.plan.Source;
import sluice.schema.Column;

/** A source that is open for reading. */
public interface SourceReader extends AutoCloseable {

  /** Opens sources. */
  interface Opener {
    /**
     * Opens a source.
     *
     * @throws UnavailableException when it does not answer
     * @throws RejectedException when it refuses us
     */
    SourceReader open(Source source);
  }

  /**
   * What was read.
   *
   * @param watermark how far, for an incremental extract that read rows
   * @param extractedAt the moment of the source that the rows are from
   * @param notes how many values a stated rule changed, by what was done
   * @param columns those of the rows; empty where it is not known
   */
  record Reading(
      long rows,
      Optional<String> watermark,
      Instant extractedAt,
      Map<String, Long> notes,
      List<Column> columns) {
    public Reading {
      notes = Map.copyOf(notes);
      columns = List.copyOf(columns);
    }

    /** Rows whose columns are not known. */
    public Reading(
        long rows, Optional<String> watermark, Instant extractedAt, Map<String, Long> notes) {
      this(rows, watermark, extractedAt, notes, List.of());
    }
  }

  /**
   * A part of a table to read once more.
   *
   * @param from the first value of the cursor
   * @param to the value of the cursor that is not read any more
   */
  record Between(String from, String to) {}

  /** A source that tells what tables it has. */
  interface Listing extends SourceReader {

    /** Every table, by name. */
    List<SourceTables.Described> tables();
  }

  /**
   * What to read of a table.
   *
   * @param watermark how far the extract before has read
   * @param place where to go on, if an earlier call began; what {@link Stretch#place} said
   * @param takesLong whether the extract before took several calls
   * @param call the time there is
   */
  record Asked(Optional<String> watermark, Optional<String> place, boolean takesLong, Call call) {}

  /**
   * What was read in one call.
   *
   * @param place where the next call has to go on, in the reader's own words; empty at the end
   */
  record Stretch(Reading reading, Optional<String> place) {

    /** Everything that was left. */
    public static Stretch last(Reading reading) {
      return new Stretch(reading, Optional.empty());
    }
  }

  /** A source whose tables may take several calls. */
  interface Continuing extends SourceReader {

    /**
     * Reads a table, or what is left of it, into parts, until the call's time is over. The
     * watermark that is told at the end holds for all of its calls, if they read rows.
     *
     * @throws RejectedException when there is too little time, and no place to go on from
     * @throws PlaceLostException before anything is written, when what calls before have read and
     *     what is left make no whole any more
     */
    Stretch read(LandingTable table, Asked asked, Parts parts);
  }

  /** A source whose past can be read again, and whose keys tell which rows are gone. */
  interface Rereading extends SourceReader {

    /** Reads the rows of a table whose cursor lies between two values. */
    Reading read(LandingTable table, Between range, Parts parts);

    /**
     * Writes a row, with only its key and {@link sluice.plan.ReadSettings#DELETED}, for each key
     * that is known and not in the source any more.
     *
     * @param known in order; see {@link LoadedKeys}
     */
    Reading gone(LandingTable table, Iterator<List<String>> known, Parts parts);
  }

  /**
   * Reads a table, at one moment of the source, into parts.
   *
   * @param watermark how far the extract before has read
   */
  Reading read(LandingTable table, Optional<String> watermark, Parts parts);

  @Override
  void close();
}
