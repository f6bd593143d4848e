package sluice.extract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.store.ObjectStore;

/**
 * Extracts a source's tables for a slot. A slot that is committed is not read again, so the same
 * call may come any number of times; of calls that come at once, one commits.
 */
public final class Extracts {

  private static final Logger log = LoggerFactory.getLogger(Extracts.class);

  /** How often a table is read anew when another slot's extract was committed meanwhile. */
  private static final int MOST_READINGS = 3;

  /**
   * How long a call goes on reading: Cloud Scheduler waits 30 minutes for an answer, and calls
   * again without one.
   */
  public static final Duration CALL = Duration.ofMinutes(25);

  private final Plans plans;
  private final ObjectStore store;
  private final CommitWriter commits;
  private final Readings readings;
  private final Discoveries discoveries;
  private final Reconciliations reconciliations;
  private final SourceReader.Opener sources;
  private final InstantSource clock;
  private final Supplier<String> calls;

  /** Extracts of tables none of which is reconciled. */
  public Extracts(
      Plans plans,
      ObjectStore store,
      SourceReader.Opener sources,
      InstantSource clock,
      Supplier<String> calls) {
    this(
        plans,
        store,
        sources,
        (table, key) -> {
          throw new RejectedException(
              "%s cannot be reconciled here. Remove reconcile from it.".formatted(table.id()));
        },
        clock,
        calls);
  }

  /**
   * @param keys of the tables that are reconciled
   * @param calls makes an id for each call, never the same twice
   */
  public Extracts(
      Plans plans,
      ObjectStore store,
      SourceReader.Opener sources,
      LoadedKeys keys,
      InstantSource clock,
      Supplier<String> calls) {
    this.plans = plans;
    this.store = store;
    this.commits = new CommitWriter(store, clock);
    this.readings = new Readings(store, clock);
    this.discoveries = new Discoveries(plans);
    this.reconciliations = new Reconciliations(store, commits, keys, clock, calls);
    this.sources = sources;
    this.clock = clock;
    this.calls = calls;
  }

  /** Extracts a source's tables in a call of {@link #CALL}. */
  public void extract(String name, Instant slot) {
    extract(name, slot, CALL);
  }

  /**
   * Extracts every table of a source that the slot is not yet committed for. A table that fails
   * stops none of the others. What the time is too short for is left to the next call.
   *
   * @throws RejectedException when the plan has no such source, or a table cannot be read as asked
   * @throws UnavailableException when a table could not be read now
   */
  public void extract(String name, Instant slot, Duration time) {
    Call call = Call.of(clock.instant(), time);
    Plan plan = plans.current();
    Source source =
        plan.source(name)
            .orElseThrow(
                () ->
                    new RejectedException(
                        "The plan has no source '%s'. Name one of %s."
                            .formatted(name, plan.sources().stream().map(Source::name).toList())));
    boolean grows = source.tables().isPresent();
    if (!grows && due(plan.tablesOf(name), slot).isEmpty()) {
      tellAlready(name, slot);
      return;
    }
    List<RuntimeException> failures = new ArrayList<>();
    try (SourceReader reader = sources.open(source)) {
      List<LandingTable> due = due(discoveries.tables(plan, source, reader), slot);
      if (due.isEmpty()) {
        tellAlready(name, slot);
      }
      for (LandingTable table : due) {
        try {
          extract(table, slot, reader, call);
        } catch (TimeOverException e) {
          failures.add(e);
          left(table, slot, e);
        } catch (RejectedException | UnavailableException e) {
          failures.add(e);
          told(table, slot, e);
        }
      }
    }
    failures.stream()
        .reduce(Extracts::worse)
        .ifPresent(
            worst -> {
              throw worst;
            });
  }

  private List<LandingTable> due(List<LandingTable> tables, Instant slot) {
    return tables.stream().filter(table -> !isDone(table, slot)).toList();
  }

  private static void tellAlready(String source, Instant slot) {
    log.atInfo()
        .addKeyValue("event", "extract.already")
        .addKeyValue("source", source)
        .log("Every table of {} is committed for slot {}.", source, slot);
  }

  private void extract(LandingTable table, Instant slot, SourceReader reader, Call call) {
    again(table, call, last -> isCommitted(last, slot) || commit(table, slot, last, reader, call));
    if (reconciliations.isDue(table, commits.last(table), slot)) {
      again(table, call, last -> reconciliations.commit(table, slot, last, reader));
    }
  }

  /** Looks again when other calls' commits come in between. */
  private void again(LandingTable table, Call call, Predicate<Optional<Commit>> attempt) {
    for (int reading = 0; reading < MOST_READINGS; reading++) {
      if (call.isOver(clock.instant())) {
        throw TimeOverException.before(table);
      }
      if (attempt.test(commits.last(table))) {
        return;
      }
    }
    throw new UnavailableException(
        "%s was committed by other calls while it was read. It will be tried again."
            .formatted(table.id()));
  }

  private boolean commit(
      LandingTable table, Instant slot, Optional<Commit> last, SourceReader reader, Call call) {
    Instant began = clock.instant();
    String id = calls.get();
    Readings.Begun begun = readings.begin(table, last);
    Parts parts = new Parts(store, begun.folder(slot, id));
    Optional<Readings.Whole> read = readings.read(begun, reader, parts, call);
    if (read.isEmpty()) {
      return false;
    }
    SourceReader.Reading reading = read.get().reading();
    Commit commit =
        new Commit(
            last.map(Commit::sequence).orElse(0L) + 1,
            slot,
            id,
            parts.all(),
            reading.rows(),
            reading.watermark().or(() -> last.flatMap(Commit::watermark)),
            reading.extractedAt(),
            new Commit.Trail(
                CommitWriter.columns(reading),
                last.flatMap(before -> before.trail().reconciled()).or(() -> Optional.of(slot)),
                Optional.empty(),
                read.get().calls()));
    boolean ours = commits.write(table, commit, last, reading, parts, began);
    if (ours) {
      readings.committed(table, read.get());
    }
    return ours;
  }

  private boolean isDone(LandingTable table, Instant slot) {
    Optional<Commit> last = commits.last(table);
    return isCommitted(last, slot) && !reconciliations.isDue(table, last, slot);
  }

  private static boolean isCommitted(Optional<Commit> last, Instant slot) {
    return last.filter(commit -> !commit.slot().isBefore(slot)).isPresent();
  }

  private static void left(LandingTable table, Instant slot, TimeOverException time) {
    log.atInfo()
        .addKeyValue("event", "extract.left")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("slot", slot.toString())
        .log(time.getMessage());
  }

  private static void told(LandingTable table, Instant slot, RuntimeException failure) {
    (failure instanceof RejectedException ? log.atError() : log.atWarn())
        .addKeyValue("event", "extract.failed")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("slot", slot.toString())
        .setCause(failure)
        .log("{} could not be extracted: {}", table.id(), failure.getMessage());
  }

  /** What can pass by itself is worth another call, so it is what the caller hears of. */
  private static RuntimeException worse(RuntimeException one, RuntimeException other) {
    return one instanceof UnavailableException ? one : other;
  }
}
