package sluice.local.bigquery.jobs;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Duck;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Transaction;
import sluice.schema.TableId;

/** Runs jobs beside their callers: PENDING, RUNNING, and DONE in one commit with their effect. */
final class JobRunner implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
  private static final int AT_ONCE = 4;

  private final Catalog catalog;
  private final JobStore store;
  private final JobSwitches switches;
  private final AuditLog audit;
  private final Modifications modifications;
  private final Function<Job, Work> preparation;
  private final Consumer<Job> afterwards;
  private final ExecutorService threads = Executors.newCachedThreadPool(JobRunner::daemon);
  // Fair, so that jobs run about in the order they came.
  private final Semaphore slots = new Semaphore(AT_ONCE, true);
  private final Map<TableId, Lock> tables = new ConcurrentHashMap<>();
  private final Map<Job.Key, Cancellation> active = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  JobRunner(
      Catalog catalog,
      JobStore store,
      JobSwitches switches,
      AuditLog audit,
      Function<Job, Work> preparation,
      Consumer<Job> afterwards) {
    this.catalog = catalog;
    this.store = store;
    this.switches = switches;
    this.audit = audit;
    this.modifications = new Modifications(store.newestFirst());
    this.preparation = preparation;
    this.afterwards = afterwards;
  }

  /** Starts a job that the store holds. */
  void start(Job job) {
    active.put(job.key(), new Cancellation());
    threads.execute(() -> run(job));
  }

  /** Asks a job to stop; one that is done stays as it is. */
  void cancel(Job job) {
    Cancellation cancellation = active.get(job.key());
    if (cancellation != null) {
      cancellation.request();
    }
  }

  private void run(Job pending) {
    Cancellation cancellation = active.getOrDefault(pending.key(), new Cancellation());
    Job running = pending.running(catalog.now());
    try {
      store.note(running);
      switches.pass(running, cancellation);
      slots.acquire();
      try {
        carryOut(running, cancellation);
      } finally {
        slots.release();
      }
    } catch (InterruptedException e) {
      // The service ends; the job is still PENDING in the file and runs at the next start.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fail(running, refusal(running, cancellation, e));
    } finally {
      active.remove(pending.key());
    }
  }

  private void carryOut(Job job, Cancellation cancellation) {
    cancellation.check();
    modifications.check(job, catalog.now(), switches.modificationsADay());
    Work work = preparation.apply(job);
    Optional<Lock> lock =
        work.target().map(id -> tables.computeIfAbsent(id, absent -> new ReentrantLock(true)));
    lock.ifPresent(Lock::lock);
    try {
      catalog.change(
          change -> {
            Outcome outcome = work.run(change, cancellation);
            cancellation.check();
            return finish(change, job.done(catalog.now(), outcome));
          });
    } finally {
      lock.ifPresent(Lock::unlock);
    }
  }

  private Job finish(Transaction change, Job done) throws SQLException {
    store.finish(change, done);
    if (!switches.loses(done)) {
      audit.write(change, done);
    }
    change.afterwards(() -> modifications.note(done, catalog.now()));
    change.afterwards(() -> afterwards.accept(done));
    return done;
  }

  private void fail(Job job, Refusal refusal) {
    if (!open) {
      return;
    }
    try {
      catalog.change(change -> finish(change, job.failed(catalog.now(), refusal)));
    } catch (RuntimeException e) {
      log.error("Job {} could not be marked as failed.", job.key().id(), e);
    }
  }

  private static Refusal refusal(Job job, Cancellation cancellation, RuntimeException failure) {
    if (cancellation.requested()) {
      return new Refusal("stopped", "Job execution was cancelled: User requested cancellation");
    }
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (Duck.isConflict(failure)) {
      return new Refusal(
          "rateLimitExceeded", "Too many concurrent changes of one table. Try again later.");
    }
    log.error("Job {} failed inside the local BigQuery.", job.key().id(), failure);
    return new Refusal(
        "internalError",
        "An internal error occurred and the request could not be completed. The local cloud's log has the cause: "
            + failure);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "local-bigquery-job");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    open = false;
    threads.shutdownNow();
    active.values().forEach(Cancellation::request);
    try {
      threads.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
