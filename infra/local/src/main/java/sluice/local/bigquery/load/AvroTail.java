package sluice.local.bigquery.load;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * An Avro file's bytes, which tell whether the file was cut off.
 *
 * <p>Avro's reader takes a file that ends within a block for one that ends before it, and so would
 * lose rows without a word. A whole file ends with the marker that its header ends with.
 */
final class AvroTail extends FilterInputStream {

  private static final int MARKER = 16;
  private static final int LONGEST_HEADER = 1 << 26;

  private final byte[] marker = new byte[MARKER];
  private byte[] last = new byte[0];

  /** Reads ahead to the header's end. */
  AvroTail(InputStream bytes) throws IOException {
    super(bytes.markSupported() ? bytes : new java.io.BufferedInputStream(bytes, 1 << 16));
    in.mark(LONGEST_HEADER);
    try {
      BinaryDecoder decoder = DecoderFactory.get().directBinaryDecoder(in, null);
      decoder.readFixed(new byte[4]);
      for (long n = decoder.readMapStart(); n != 0; n = decoder.mapNext()) {
        for (long i = 0; i < n; i++) {
          decoder.skipString();
          decoder.skipBytes();
        }
      }
      decoder.readFixed(marker);
    } catch (IOException | RuntimeException e) {
      // Not an Avro file: its reader says so, in its own words.
      Arrays.fill(marker, (byte) 0);
    }
    in.reset();
  }

  /**
   * Checks, at the end, that the file was whole.
   *
   * @throws UnreadableFile when it was not
   */
  void check() throws IOException {
    if (!Arrays.equals(last, marker)) {
      throw new UnreadableFile(
          "The Apache Avro library failed to read data with the following error: EOF reached: the file ends within a block");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count >= MARKER) {
      last = Arrays.copyOfRange(buffer, offset + count - MARKER, offset + count);
    } else if (count > 0) {
      byte[] joined = Arrays.copyOf(last, last.length + count);
      System.arraycopy(buffer, offset, joined, last.length, count);
      last = Arrays.copyOfRange(joined, Math.max(0, joined.length - MARKER), joined.length);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
