package sluice.handover;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.Handover;

/** Somebody else's bucket, of which we may read. */
public interface ForeignBucket extends AutoCloseable {

  /** Opens buckets. */
  interface Opener {
    /**
     * Opens a bucket.
     *
     * @throws RejectedException when we are not let in
     */
    ForeignBucket open(Handover handover);
  }

  /**
   * An object as a listing shows it. Its content never changes while these stay the same.
   *
   * @param tag the entity tag of its content
   * @param size in bytes
   * @param modified when it was written; of a multipart upload, when that began, so an object may
   *     appear with a time that lies behind
   */
  record Entry(String key, String tag, long size, Instant modified) {}

  /**
   * Shows every object whose key begins so, by key.
   *
   * @throws UnavailableException when it does not answer
   * @throws RejectedException when we are not let in
   */
  void list(String prefix, Consumer<Entry> each);

  /**
   * Reads a stretch of an object's content.
   *
   * @return nothing when the object was replaced or deleted meanwhile
   * @throws UnavailableException when it does not answer
   * @throws RejectedException when we are not let in
   */
  Optional<InputStream> read(Entry entry, long from, long bytes) throws IOException;

  /** What its owner's store says about an object's content. */
  Proof proof(Entry entry);

  @Override
  void close();
}
