package sluice.extract;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.state.TableState.Loading;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/**
 * Extracts a source's tables for a slot. A slot that is committed is not read again, so the same
 * call may come any number of times; of calls that come at once, one commits.
 */
public final class Extracts {

  private static final Logger log = LoggerFactory.getLogger(Extracts.class);

  /** How often a table is read anew when another slot's extract was committed meanwhile. */
  private static final int MOST_READINGS = 3;

  private final Plans plans;
  private final ObjectStore store;
  private final Commits commits;
  private final TableStates states;
  private final SourceReader.Opener sources;
  private final InstantSource clock;
  private final Supplier<String> calls;

  /**
   * @param calls makes an id for each call, never the same twice
   */
  public Extracts(
      Plans plans,
      ObjectStore store,
      SourceReader.Opener sources,
      InstantSource clock,
      Supplier<String> calls) {
    this.plans = plans;
    this.store = store;
    this.commits = new Commits(store);
    this.states = new TableStates(store);
    this.sources = sources;
    this.clock = clock;
    this.calls = calls;
  }

  /**
   * Extracts every table of a source that the slot is not yet committed for. A table that fails
   * stops none of the others.
   *
   * @throws RejectedException when the plan has no such source, or a table cannot be read as asked
   * @throws UnavailableException when a table could not be read now
   */
  public void extract(String name, Instant slot) {
    Plan plan = plans.current();
    Source source =
        plan.source(name)
            .orElseThrow(
                () ->
                    new RejectedException(
                        "The plan has no source '%s'. Name one of %s."
                            .formatted(name, plan.sources().stream().map(Source::name).toList())));
    List<LandingTable> due =
        plan.tablesOf(name).stream().filter(table -> !committed(table, slot)).toList();
    if (due.isEmpty()) {
      log.atInfo()
          .addKeyValue("event", "extract.already")
          .addKeyValue("source", name)
          .log("Every table of {} is committed for slot {}.", name, slot);
      return;
    }
    List<RuntimeException> failures = new ArrayList<>();
    try (SourceReader reader = sources.open(source)) {
      for (LandingTable table : due) {
        try {
          extract(table, slot, reader);
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

  private void extract(LandingTable table, Instant slot, SourceReader reader) {
    for (int reading = 0; reading < MOST_READINGS; reading++) {
      Optional<Commit> last = last(table);
      if (last.filter(commit -> !commit.slot().isBefore(slot)).isPresent()
          || commit(table, slot, last, reader)) {
        return;
      }
    }
    throw new UnavailableException(
        "%s was committed by other calls while it was read. It will be tried again."
            .formatted(table.id()));
  }

  private boolean commit(
      LandingTable table, Instant slot, Optional<Commit> last, SourceReader reader) {
    Instant began = clock.instant();
    String call = calls.get();
    Parts parts = new Parts(store, LandingPaths.parts(table, slot, call));
    Optional<String> watermark = last.flatMap(Commit::watermark);
    SourceReader.Reading reading = reader.read(table, watermark, parts);
    refuseMoreThanOneJobTakes(table, parts);
    Commit commit =
        new Commit(
            last.map(Commit::sequence).orElse(0L) + 1,
            slot,
            call,
            parts.all(),
            reading.rows(),
            reading.watermark().or(() -> watermark),
            reading.extractedAt());
    // A create whose answer was lost is seen by reading back who got the number.
    boolean ours =
        commits.create(table, commit)
            || commits
                .find(table, commit.sequence())
                .filter(now -> now.call().equals(call))
                .isPresent();
    if (ours) {
      told(table, commit, reading, began);
    } else {
      parts.discard();
    }
    return ours;
  }

  /** A commit is loaded by one job, so that a snapshot takes the table's place whole. */
  private static void refuseMoreThanOneJobTakes(LandingTable table, Parts parts) {
    List<Commit.Part> all = parts.all();
    long bytes = all.stream().mapToLong(Commit.Part::bytes).sum();
    if (all.size() > Loading.MOST_OBJECTS || bytes > Loading.MOST_BYTES) {
      parts.discard();
      throw new RejectedException(
          ("The extract of %s has %d parts of %d bytes, more than the %d and %d of one load job."
                  + " Extract it incrementally, or in several tables.")
              .formatted(table.id(), all.size(), bytes, Loading.MOST_OBJECTS, Loading.MOST_BYTES));
    }
  }

  private boolean committed(LandingTable table, Instant slot) {
    return last(table).filter(commit -> !commit.slot().isBefore(slot)).isPresent();
  }

  private Optional<Commit> last(LandingTable table) {
    return commits.last(table, states.read(table.id()).state().loading().commit());
  }

  private void told(
      LandingTable table, Commit commit, SourceReader.Reading reading, Instant began) {
    log.atInfo()
        .addKeyValue("event", "extract.committed")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("slot", commit.slot().toString())
        .addKeyValue("objects", commit.parts().size())
        .addKeyValue("rows", commit.rows())
        .addKeyValue("bytes", commit.parts().stream().mapToLong(Commit.Part::bytes).sum())
        .addKeyValue("millis", clock.instant().toEpochMilli() - began.toEpochMilli())
        .log("{} rows of {} have landed.", commit.rows(), table.id());
    reading
        .notes()
        .forEach(
            (note, count) ->
                log.atWarn()
                    .addKeyValue("event", "extract.changed-values")
                    .addKeyValue("table", table.id().toString())
                    .addKeyValue("source", table.source())
                    .log("{} values of {}: {}.", count, table.id(), note));
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
