package sluice.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;

/**
 * What callers leave to the one who is at it. Under a burst hundreds are woken while one of them
 * moves the thousands of files of a batch: all would do the same moves again, in vain. So a batch
 * is left to its author for as long as it takes to claim, load and archive that many files. Nothing
 * but effort rests on it: any clock may be wrong, and after a while anybody goes on.
 */
final class Patience {

  /** Eight milliseconds an object, of which a batch needs some 80 bytes. */
  private static final long NANOS_A_BYTE = 100_000;

  /** From a job's end until word of it has reached a function. */
  private static final Duration WORD = Duration.ofSeconds(10);

  private Patience() {}

  /** Whether a batch was opened so lately that it may well be on its way. */
  static boolean isYoung(ObjectStore.Entry batch, Instant now) {
    return now.isBefore(batch.updated().plus(effort(batch)));
  }

  /** Whether word of the end of a batch's job is on its way to whoever closes the batch. */
  static boolean isClosed(ObjectStore.Entry batch, LoadSnapshot.OpenBatch open, Instant now) {
    return open.attempts()
        .job()
        .flatMap(Job::endedAt)
        .filter(ended -> now.isBefore(ended.plus(WORD).plus(effort(batch))))
        .isPresent();
  }

  private static Duration effort(ObjectStore.Entry batch) {
    return Duration.ofNanos(batch.size() * NANOS_A_BYTE);
  }

  /**
   * Whether it is its author who submits a batch.
   *
   * @param own the batch that the caller has opened
   */
  static boolean isAuthors(LoadSnapshot.OpenBatch open, Optional<Batch> own) {
    boolean mine = own.filter(batch -> isSame(batch, open.batch())).isPresent();
    return open.attempts().job().isEmpty() && !mine;
  }

  private static boolean isSame(Batch one, Batch other) {
    return one.cause().equals(other.cause()) && one.openedAt().equals(other.openedAt());
  }
}
