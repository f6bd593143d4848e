package sluice.local.bigquery.jobs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import sluice.local.bigquery.store.Refusal;

/** What tests make go wrong: jobs that fail or stall, quotas, lost audit entries. */
public final class JobSwitches {

  private record Failure(
      Predicate<Job> which, AtomicInteger countdown, String reason, String message) {}

  private record Hold(Predicate<Job> which, CountDownLatch released, Duration longest) {}

  private final List<Failure> failures = new CopyOnWriteArrayList<>();
  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private final List<Predicate<Job>> losses = new CopyOnWriteArrayList<>();
  private volatile int modificationsADay = Integer.MAX_VALUE;

  /** From now on, a table's 1,501st modification within a day fails with quotaExceeded. */
  public void enforceQuotas() {
    allowModificationsADay(1_500);
  }

  /** From now on, more modifications of a table than these within a day fail. */
  public void allowModificationsADay(int most) {
    modificationsADay = most;
  }

  int modificationsADay() {
    return modificationsADay;
  }

  /** The n-th matching job from now on, counted from 1, fails for that reason, once. */
  public void failNth(int n, Predicate<Job> which, String reason, String message) {
    failures.add(new Failure(which, new AtomicInteger(n), reason, message));
  }

  /** Matching jobs stay RUNNING until the answer is run, or the service ends. */
  public Runnable hold(Predicate<Job> which) {
    Hold hold = new Hold(which, new CountDownLatch(1), Duration.ofDays(1));
    holds.add(hold);
    return () -> {
      holds.remove(hold);
      hold.released().countDown();
    };
  }

  /** Matching jobs stay RUNNING for at least so long. */
  public Runnable slowDown(Predicate<Job> which, Duration by) {
    Hold hold = new Hold(which, new CountDownLatch(1), by);
    holds.add(hold);
    return () -> {
      holds.remove(hold);
      hold.released().countDown();
    };
  }

  /** No audit entry tells of matching jobs. */
  public void loseAuditEntries(Predicate<Job> which) {
    losses.add(which);
  }

  /** Nothing goes wrong any more. */
  public void clear() {
    failures.clear();
    losses.clear();
    holds.forEach(hold -> hold.released().countDown());
    holds.clear();
    modificationsADay = Integer.MAX_VALUE;
  }

  boolean loses(Job job) {
    return losses.stream().anyMatch(which -> which.test(job));
  }

  /** Holds a job that is to be held, and fails one that is to fail. */
  void pass(Job job, Cancellation cancellation) throws InterruptedException {
    for (Hold hold : holds) {
      if (hold.which().test(job)) {
        long left = hold.longest().toMillis();
        while (left > 0 && !cancellation.requested()) {
          if (hold.released().await(Math.min(20, left), TimeUnit.MILLISECONDS)) {
            break;
          }
          left -= 20;
        }
      }
    }
    for (Failure failure : failures) {
      // Counts on below zero: a failure strikes once.
      if (failure.which().test(job) && failure.countdown().decrementAndGet() == 0) {
        throw new Refusal(failure.reason(), failure.message());
      }
    }
  }
}
