package sluice.extract;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.LandingTable;
import sluice.plan.Source;

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
   */
  record Reading(
      long rows, Optional<String> watermark, Instant extractedAt, Map<String, Long> notes) {
    public Reading {
      notes = Map.copyOf(notes);
    }
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
