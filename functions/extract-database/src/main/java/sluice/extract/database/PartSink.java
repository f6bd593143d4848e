package sluice.extract.database;

import java.io.IOException;
import java.io.OutputStream;

/** Where the parts of an extract go. Called by several threads, each for parts of its own. */
public interface PartSink {

  /** Opens a part, numbered from 1. Closing the stream makes the part complete. */
  OutputStream open(int part) throws IOException;

  /** That much more was written, to any of the parts. */
  void wrote(long rows, long bytes);

  /**
   * The read failed while that part was open: its stream will not be closed, or failed to close,
   * and nothing of it counts.
   */
  void abandon(int part) throws IOException;
}
