package sluice.gcp;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import sluice.UnavailableException;

/**
 * An object being read from Cloud Storage. What goes wrong on the way is unavailability, so that an
 * {@code IOException} of whoever decodes the bytes is about the bytes.
 */
final class GcsDownload extends InputStream {

  private final ReadChannel channel;
  private final String uri;

  GcsDownload(ReadChannel channel, String uri) {
    this.channel = channel;
    this.uri = uri;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      int count = 0;
      while (count == 0) {
        count = channel.read(buffer);
      }
      return count;
    } catch (StorageException e) {
      throw Failures.of(e, "reading " + uri);
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException cause) {
        throw Failures.of(cause, "reading " + uri);
      }
      throw new UnavailableException(
          "Reading %s was cut. It will be tried again.".formatted(uri), e);
    }
  }

  @Override
  public void close() {
    channel.close();
  }
}
