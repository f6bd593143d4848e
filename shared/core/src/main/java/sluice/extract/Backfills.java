package sluice.extract;

import static sluice.RejectedException.require;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.ReadMode;
import sluice.plan.Source;
import sluice.store.ObjectStore;

/**
 * Reads a stretch of a table's past again. It lands as a commit of its own, which leaves the slot
 * and the watermark where they were.
 */
public final class Backfills {

  private static final Logger log = LoggerFactory.getLogger(Backfills.class);

  private static final int MOST_READINGS = 3;

  /** How many loaded commits are looked at for one that answers the same request. */
  private static final int REMEMBERED = 100;

  private final Plans plans;
  private final ObjectStore store;
  private final CommitWriter commits;
  private final SourceReader.Opener sources;
  private final InstantSource clock;
  private final Supplier<String> calls;

  /**
   * @param calls makes an id for each call, never the same twice
   */
  public Backfills(
      Plans plans,
      ObjectStore store,
      SourceReader.Opener sources,
      InstantSource clock,
      Supplier<String> calls) {
    this.plans = plans;
    this.store = store;
    this.commits = new CommitWriter(store, clock);
    this.sources = sources;
    this.clock = clock;
    this.calls = calls;
  }

  /**
   * What to read again.
   *
   * @param table its name in BigQuery, without the dataset
   * @param from the first value of the cursor
   * @param to the value of the cursor that is not read any more
   * @param request tells one request from another; the same one is carried out once
   */
  public record Wanted(String source, String table, String from, String to, String request) {
    public Wanted {
      require(!from.isBlank() && !to.isBlank(), "from or to is blank", "Write both.");
    }
  }

  /**
   * Reads it again and commits it.
   *
   * @throws RejectedException when the plan has no such table, or it has no cursor
   * @throws UnavailableException when it could not be read now
   */
  public void backfill(Wanted wanted) {
    Plan plan = plans.current();
    Source source =
        plan.source(wanted.source)
            .orElseThrow(() -> unknown("source", wanted.source, "Name one of the plan's."));
    LandingTable table =
        plan.tablesOf(wanted.source).stream()
            .filter(each -> each.id().table().equals(wanted.table))
            .findFirst()
            .orElseThrow(
                () -> unknown("table", wanted.table, "Name one of source " + source.name() + "."));
    refuseWithoutCursor(table);
    try (SourceReader opened = sources.open(source)) {
      if (!(opened instanceof SourceReader.Rereading reader)) {
        throw new RejectedException(
            "Source %s cannot be read again. Only databases can.".formatted(source.name()));
      }
      for (int reading = 0; reading < MOST_READINGS; reading++) {
        if (isDone(table, wanted) || commit(table, wanted, reader)) {
          return;
        }
      }
    }
    throw new UnavailableException(
        "%s was committed by other calls while it was read. It will be tried again."
            .formatted(table.id()));
  }

  private boolean isDone(LandingTable table, Wanted wanted) {
    boolean done =
        commits.recent(table, REMEMBERED).stream()
            .anyMatch(commit -> commit.trail().backfill().equals(Optional.of(wanted.request)));
    if (done) {
      log.atInfo()
          .addKeyValue("event", "extract.already")
          .addKeyValue("source", wanted.source)
          .log("{} is committed for request {}.", table.id(), wanted.request);
    }
    return done;
  }

  private boolean commit(LandingTable table, Wanted wanted, SourceReader.Rereading reader) {
    Instant began = clock.instant();
    Optional<Commit> last = commits.last(table);
    Instant slot = last.map(Commit::slot).orElse(Instant.EPOCH);
    String call = calls.get();
    Parts parts = new Parts(store, LandingPaths.parts(table, slot, call));
    SourceReader.Reading reading =
        reader.read(table, new SourceReader.Between(wanted.from, wanted.to), parts);
    Commit commit =
        new Commit(
            last.map(Commit::sequence).orElse(0L) + 1,
            slot,
            call,
            parts.all(),
            reading.rows(),
            last.flatMap(Commit::watermark),
            reading.extractedAt(),
            new Commit.Trail(
                CommitWriter.columns(reading),
                last.flatMap(before -> before.trail().reconciled()),
                Optional.of(wanted.request),
                last.flatMap(before -> before.trail().calls())));
    return commits.write(table, commit, last, reading, parts, began);
  }

  private static void refuseWithoutCursor(LandingTable table) {
    boolean incremental =
        table.origin() instanceof Origin.Extracted extracted
            && extracted.mode() instanceof ReadMode.Incremental;
    require(
        incremental,
        "%s is read whole each time".formatted(table.id()),
        "Run its schedule: a stretch of it would take the whole table's place.");
  }

  private static RejectedException unknown(String what, String name, String remedy) {
    return new RejectedException("The plan has no %s '%s'. %s".formatted(what, name, remedy));
  }
}
