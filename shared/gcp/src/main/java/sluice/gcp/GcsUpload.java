package sluice.gcp;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import sluice.UnavailableException;
import sluice.store.ObjectStore;

/** An object being written to Cloud Storage by a resumable upload. */
final class GcsUpload extends ObjectStore.Upload {

  private static final int PRECONDITION_FAILED = 412;

  private final WriteChannel channel;
  private final String uri;
  private boolean ended;

  GcsUpload(WriteChannel channel, String uri) {
    this.channel = channel;
    this.uri = uri;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (StorageException e) {
      throw Failures.of(e, "writing " + uri);
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      ended = true;
      try {
        channel.close();
      } catch (StorageException e) {
        if (e.getCode() == PRECONDITION_FAILED) {
          throw new UnavailableException(
              "writing %s met an object of that name. It will be looked at again.".formatted(uri),
              e);
        }
        throw Failures.of(e, "finishing " + uri);
      }
    }
  }

  /** A resumable upload that is never finished leaves no object; its session expires. */
  @Override
  public void abort() {
    ended = true;
  }
}
