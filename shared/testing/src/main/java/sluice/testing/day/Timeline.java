package sluice.testing.day;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time. What happens at a moment is done at once; a call of a function runs on a thread of
 * its own, one at a time, and whatever it waits for lets everything happen that is due before.
 */
final class Timeline implements InstantSource {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "call");
            thread.setDaemon(true);
            return thread;
          });

  private final Instant start;
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final Semaphore back = new Semaphore(0);
  private long micros;
  private long sequence;
  private @Nullable Throwable failure;

  Timeline(Instant start) {
    this.start = start;
  }

  private record Due(long at, long sequence, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  @Override
  public Instant instant() {
    return start.plusNanos(micros * 1_000);
  }

  /** In milliseconds. */
  long sinceStart() {
    return micros / 1_000;
  }

  /** Does something after a while. */
  void after(Duration time, Runnable work) {
    due.add(new Due(micros + time.toNanos() / 1_000, sequence++, work));
  }

  /** Calls a function after a while. */
  void callAfter(Duration time, Runnable function) {
    after(time, () -> begin(function));
  }

  /** The call that runs waits that long. */
  void pass(Duration time) {
    long until = micros + time.toNanos() / 1_000;
    @Nullable Due next = due.peek();
    if (next == null || next.at() > until) {
      micros = until;
      return;
    }
    Semaphore go = new Semaphore(0);
    due.add(new Due(until, sequence++, () -> resume(go)));
    back.release();
    go.acquireUninterruptibly();
  }

  /** Lets everything happen, in its order, until nothing is due any more. */
  void run() {
    for (@Nullable Due next = due.poll(); next != null; next = due.poll()) {
      micros = next.at();
      next.work().run();
      if (failure != null) {
        throw new IllegalStateException("a call failed at " + instant(), failure);
      }
    }
  }

  private void begin(Runnable function) {
    THREADS.execute(
        () -> {
          try {
            function.run();
          } catch (Throwable e) {
            failure = e;
          } finally {
            back.release();
          }
        });
    back.acquireUninterruptibly();
  }

  private void resume(Semaphore go) {
    go.release();
    back.acquireUninterruptibly();
  }
}
