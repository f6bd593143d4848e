package sluice.local.bigquery.load;

import java.io.IOException;

/** A file that is not what it should be, so that no row behind this place can be read. */
final class UnreadableFile extends IOException {

  UnreadableFile(String message) {
    super(message);
  }

  UnreadableFile(String message, Throwable cause) {
    super(message, cause);
  }
}
