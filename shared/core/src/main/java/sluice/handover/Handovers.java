package sluice.handover;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.store.ObjectStore;

/**
 * Takes over what was put into somebody else's bucket: each object once, whoever is called, however
 * often, and wherever a call is killed. Copies count when a commit names them; the same commit says
 * that they are taken.
 */
public final class Handovers {

  private static final Logger log = LoggerFactory.getLogger(Handovers.class);

  /** Objects at a time: they wait for two networks, not for us. */
  private static final int THREADS = 8;

  private final Plans plans;
  private final ObjectStore store;
  private final ForeignBucket.Opener buckets;
  private final InstantSource clock;
  private final Supplier<String> calls;
  private final Duration budget;

  /**
   * @param calls makes an id for each call, never the same twice
   * @param budget how long one call goes on beginning something new
   */
  public Handovers(
      Plans plans,
      ObjectStore store,
      ForeignBucket.Opener buckets,
      InstantSource clock,
      Supplier<String> calls,
      Duration budget) {
    this.plans = plans;
    this.store = store;
    this.buckets = buckets;
    this.clock = clock;
    this.calls = calls;
    this.budget = budget;
  }

  /**
   * Takes over what is new for every table of a source. A table that fails stops none of the
   * others.
   *
   * @param slot the time that this was scheduled for
   * @throws RejectedException when the plan has no such source, or we are not let in
   * @throws UnavailableException when something could not be taken over now
   */
  public void take(String name, Instant slot) {
    Plan plan = plans.current();
    if (plan.source(name).filter(source -> source.kind() == Source.Kind.S3).isEmpty()) {
      List<String> names =
          plan.sources().stream()
              .filter(source -> source.kind() == Source.Kind.S3)
              .map(Source::name)
              .toList();
      throw new RejectedException(
          "The plan has no source '%s' of kind s3. Name one of %s.".formatted(name, names));
    }
    Instant end = clock.instant().plus(budget);
    List<RuntimeException> failures = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (LandingTable table : plan.tablesOf(name)) {
        try {
          take(table, slot, threads, end);
        } catch (RejectedException | UnavailableException e) {
          failures.add(e);
          told(table, slot, e);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    failures.stream()
        .reduce((one, other) -> one instanceof UnavailableException ? one : other)
        .ifPresent(
            worst -> {
              throw worst;
            });
  }

  private void take(LandingTable table, Instant slot, ExecutorService threads, Instant end) {
    if (!(table.origin() instanceof Origin.HandedOver origin)) {
      throw new IllegalStateException(table.id() + " is not handed over");
    }
    try (ForeignBucket bucket = buckets.open(origin.from())) {
      Copier copier = new Copier(bucket, store, threads, () -> !clock.instant().isBefore(end));
      TableHandover handover =
          new TableHandover(table, origin.from(), store, copier, threads, clock, calls);
      boolean more = true;
      while (more && clock.instant().isBefore(end)) {
        more = handover.takeNext(bucket, slot);
      }
      if (more) {
        log.atInfo()
            .addKeyValue("event", "handover.continued")
            .addKeyValue("table", table.id().toString())
            .addKeyValue("source", table.source())
            .log("There was no time left for all of {}. The next call goes on.", table.id());
      }
    }
  }

  private static void told(LandingTable table, Instant slot, RuntimeException failure) {
    (failure instanceof RejectedException ? log.atError() : log.atWarn())
        .addKeyValue("event", "handover.failed")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("slot", slot.toString())
        .setCause(failure)
        .log("{} could not be taken over: {}", table.id(), failure.getMessage());
  }
}
