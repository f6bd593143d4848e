package sluice.extract.database;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sluice.extract.Parts;
import sluice.store.ObjectStore;

/** Uploads the parts of one attempt to read, and tells how far it is. */
final class LandingSink implements PartSink {
  private final Parts parts;
  private final Progress progress;
  private final InstantSource clock;
  private final Optional<Instant> until;
  private final Map<Integer, ObjectStore.Upload> opened = new ConcurrentHashMap<>();

  /**
   * @param until when writing ends with an {@link OutOfTimeException}
   */
  LandingSink(Parts parts, Progress progress, InstantSource clock, Optional<Instant> until) {
    this.parts = parts;
    this.progress = progress;
    this.clock = clock;
    this.until = until;
  }

  @Override
  public OutputStream open(int part) {
    ObjectStore.Upload upload = parts.open(part);
    opened.put(part, upload);
    return new FilterOutputStream(upload) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        upload.write(bytes, offset, length);
      }
    };
  }

  @Override
  public void wrote(long rows, long bytes) {
    progress.wrote(rows, bytes);
    if (until.filter(end -> !clock.instant().isBefore(end)).isPresent()) {
      throw new OutOfTimeException();
    }
  }

  @Override
  public void abandon(int part) {
    Optional.ofNullable(opened.remove(part)).ifPresent(ObjectStore.Upload::abort);
  }

  /** Hands the finished parts over. */
  void keep(ExtractResult result) {
    result.parts().forEach(part -> parts.finished(part.number(), part.rows(), part.bytes()));
  }

  /** Removes what was finished before the read failed. */
  void discard() {
    opened.keySet().forEach(parts::remove);
  }
}
