package sluice.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Sees by the first bytes whether a file is zipped. */
final class Unzip {

  private static final int BUFFER_BYTES = 1 << 16;

  private Unzip() {}

  /** A file's bytes, and whether they were zipped where they lie. */
  record Opened(InputStream bytes, boolean zipped) {}

  static Opened open(InputStream stored) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(stored, BUFFER_BYTES);
    bytes.mark(2);
    boolean zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    return new Opened(zipped ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes, zipped);
  }
}
