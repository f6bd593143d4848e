package sluice.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Decodes text, zipped or not, and replaces nothing: bytes that are no text of that encoding end it
 * with a {@link BadTextException} that knows the line. A byte order mark at the start is left out.
 */
public final class StrictReader extends Reader {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream bytes;
  private final boolean zipped;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer undecoded = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer decoded = CharBuffer.allocate(BUFFER_BYTES).flip();
  private Optional<BadTextException> failure = Optional.empty();
  private boolean started;
  private boolean marked;
  private boolean ended;
  private long line = 1;
  private long read;

  /** Reads from the beginning of a file. */
  public StrictReader(InputStream stored, Charset charset) throws IOException {
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    Unzip.Opened opened = opened(stored);
    this.bytes = opened.bytes();
    this.zipped = opened.zipped();
  }

  private static Unzip.Opened opened(InputStream stored) throws IOException {
    try {
      return Unzip.open(stored);
    } catch (EOFException | ZipException e) {
      throw torn(1);
    }
  }

  /** Whether the file is zipped where it lies. */
  public boolean zipped() {
    return zipped;
  }

  /** Whether the text began with a byte order mark; known once something was read. */
  public boolean marked() {
    return marked;
  }

  /** How many bytes were read so far, unzipped. */
  public long bytesRead() {
    return read;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!decoded.hasRemaining()) {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (ended) {
        return -1;
      }
      decodeMore();
    }
    int count = Math.min(length, decoded.remaining());
    decoded.get(into, offset, count);
    return count;
  }

  private void decodeMore() throws IOException {
    fill();
    decoded.clear();
    CoderResult result = decoder.decode(undecoded, decoded, ended);
    if (ended && result.isUnderflow()) {
      decoder.flush(decoded);
    }
    decoded.flip();
    if (!started && decoded.hasRemaining()) {
      started = true;
      marked = decoded.get(decoded.position()) == BYTE_ORDER_MARK;
      decoded.position(decoded.position() + (marked ? 1 : 0));
    }
    for (int i = decoded.position(); i < decoded.limit(); i++) {
      line += decoded.get(i) == '\n' ? 1 : 0;
    }
    if (result.isError()) {
      failure = Optional.of(notInCharset(result.length()));
    } else if (result.isOverflow()) {
      ended = false;
    }
  }

  /** Whatever is left over stays in front of what is read. */
  private void fill() throws IOException {
    undecoded.compact();
    try {
      int count = bytes.read(undecoded.array(), undecoded.position(), undecoded.remaining());
      if (count > 0) {
        undecoded.position(undecoded.position() + count);
        read += count;
      }
      ended = count < 0;
    } catch (EOFException | ZipException e) {
      failure = Optional.of(torn(line));
    } finally {
      undecoded.flip();
    }
  }

  private BadTextException notInCharset(int length) {
    byte[] wrong = new byte[Math.min(length, undecoded.remaining())];
    undecoded.get(undecoded.position(), wrong);
    return new BadTextException(
        "encoding",
        "Line %d holds bytes that are not %s: 0x%s."
            .formatted(line, charset.name(), HexFormat.of().withUpperCase().formatHex(wrong)),
        line,
        "Write the file in %s, or say at the table what it is written in, like encoding: %s."
            .formatted(charset.name(), charset.name().equals("UTF-8") ? "windows-31j" : "UTF-8"));
  }

  private static BadTextException torn(long line) {
    return new BadTextException(
        "gzip",
        "The gzip file is damaged or cut off behind line %d.".formatted(line),
        line,
        "Send the file again, whole; `gzip -t` tells whether it is.");
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
