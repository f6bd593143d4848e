package sluice.load;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import sluice.plan.LandingTable;
import sluice.state.Modifications;
import sluice.state.TableState;
import sluice.state.TableState.Loading;
import sluice.state.TableStates;
import sluice.store.ObjectStore;
import sluice.warehouse.Warehouse;

/** Ends batches, whatever became of them, and notes what is dealt with. */
final class Closing {

  private final Landing landing;
  private final Releases releases;
  private final TableStates states;
  private final Warehouse warehouse;
  private final InstantSource clock;

  Closing(ObjectStore store, Warehouse warehouse, InstantSource clock, Crew crew) {
    this.landing = new Landing(store, crew);
    this.releases = new Releases(store, crew);
    this.states = new TableStates(store);
    this.warehouse = warehouse;
    this.clock = clock;
  }

  boolean close(LoadStep.Close step, LandingTable table) {
    Batch batch = step.batch();
    landing.archive(table, batch.objects());
    landing.archive(table, batch.superseded());
    landing.deleteParts(batch.parts());
    landing.deleteParts(batch.supersededParts());
    Instant now = clock.instant();
    boolean closed =
        finish(
            table,
            batch,
            step.made(),
            state ->
                state
                    .versioned(step.job().id(), now)
                    .skipping(step.job().badRows(), now)
                    .with(atMost(state.loading(), 2L * state.loading().objectsAtMost())));
    if (closed) {
      loaded(step, table, Duration.between(batch.openedAt(), now));
      skipped(step, table);
    }
    return true;
  }

  private static void loaded(LoadStep.Close step, LandingTable table, Duration took) {
    Batch batch = step.batch();
    LoggingEventBuilder line =
        LoadLog.event(Level.INFO, "load.loaded", table, batch)
            .addKeyValue("job", step.job().id())
            .addKeyValue("millis", took.toMillis());
    step.job()
        .rows()
        .ifPresentOrElse(
            rows -> line.addKeyValue("rows", rows).log("{} has {} rows more.", table.id(), rows),
            () -> line.log("{} has the rows of batch {}.", table.id(), batch.sequence()));
  }

  private static void skipped(LoadStep.Close step, LandingTable table) {
    long rows = step.job().badRows();
    if (rows > 0) {
      LoadLog.event(Level.WARN, "load.rows-skipped", table, step.batch())
          .addKeyValue("job", step.job().id())
          .addKeyValue("rows", rows)
          .log(
              "{} rows of batch {} of {} are bad and were left out; max_bad_rows allows {}.",
              rows,
              step.batch().sequence(),
              table.id(),
              table.format().maxBadRows());
    }
  }

  boolean split(LoadStep.Split step, LandingTable table) {
    int half = step.batch().objects().size() / 2;
    finish(
        table,
        step.batch(),
        step.made(),
        () ->
            LoadLog.event(Level.WARN, "load.split", table, step.batch())
                .addKeyValue("reason", step.failure().reason())
                .log(
                    "One of {} objects cannot be loaded into {}: {} Halves are tried.",
                    step.batch().objects().size(),
                    table.id(),
                    LoadLog.loggable(step.failure(), table)),
        state -> state.with(atMost(state.loading(), half)));
    return true;
  }

  boolean quarantine(LoadStep.Quarantine step, LandingTable table) {
    // A file may be bad for what its path says, before any job took it.
    landing.claimSuperseded(table, step.files().stream().map(BadFile::object).toList());
    // What they would have superseded stays pending: a bad file stands in nobody's way.
    List<Claims.PutAside> files = landing.quarantine(table, step.files());
    finish(
        table,
        step.batch(),
        step.made(),
        () -> files.forEach(file -> LoadLog.quarantined(step.batch(), file, table)),
        state -> state.with(atMost(state.loading(), Loading.MOST_OBJECTS)));
    return true;
  }

  boolean abandon(LoadStep.Abandon step, LandingTable table) {
    TableStates.Seen seen = states.read(table.id());
    Batch unloaded = step.batch().upTo(seen.state().loading().commit());
    if (finish(table, unloaded, step.made(), state -> state)) {
      LoadLog.event(Level.INFO, "load.abandoned", table, step.batch())
          .log(
              "Batch {} of {} cannot be loaded as it was opened, and the plan has changed: its"
                  + " objects are taken anew.",
              step.batch().sequence(),
              table.id());
    }
    return true;
  }

  /** Closes a batch of which nothing is left to load. */
  void closeEmpty(LandingTable table, Batch batch, int made) {
    landing.deleteParts(batch.supersededParts());
    finish(table, batch, made, state -> state);
  }

  /**
   * Closes a batch, unless somebody has: one compare-and-set; whether it did.
   *
   * @param made how many jobs it took, which count from now on whether they failed or not
   */
  private boolean finish(
      LandingTable table, Batch batch, int made, UnaryOperator<TableState> change) {
    return finish(table, batch, made, () -> {}, change);
  }

  /**
   * The same.
   *
   * @param told what people have to know: said before the batch is closed, since nobody looks at a
   *     closed one again; so it is said once, or seldom twice, but not never
   */
  private boolean finish(
      LandingTable table, Batch batch, int made, Runnable told, UnaryOperator<TableState> change) {
    // Before the batch is closed, since nobody looks at a closed one again.
    if (batch.writing(table).merge().isPresent()) {
      warehouse.drop(batch.staging(table.id()));
    }
    TableStates.Seen seen = states.read(table.id());
    if (seen.state().loading().sequence() < batch.sequence()) {
      told.run();
      TableState changed = change.apply(seen.state());
      Loading done =
          new Loading(
              batch.sequence(),
              batch.commit(),
              changed.loading().objectsAtMost(),
              Optional.of(clock.instant()));
      Modifications noted = seen.state().modifications().with(made, clock.instant());
      return states.replace(table.id(), seen, changed.with(done).with(noted));
    }
    return false;
  }

  boolean skip(LoadStep.SkipEmpty step, LandingTable table) {
    landing.deleteParts(step.supersededParts());
    advance(table, step.commit(), Optional.of(clock.instant()));
    return true;
  }

  boolean release(LoadStep.Release step, LandingTable table) {
    releases.release(table, step.parts());
    advance(table, step.commit(), Optional.empty());
    return true;
  }

  /** Notes that every commit up to that one is dealt with, unless somebody has. */
  private void advance(LandingTable table, long commit, Optional<Instant> fresh) {
    TableStates.Seen seen = states.read(table.id());
    Loading loading = seen.state().loading();
    if (loading.commit() < commit) {
      Loading next =
          new Loading(
              loading.sequence(), commit, loading.objectsAtMost(), fresh.or(loading::freshAt));
      states.replace(table.id(), seen, seen.state().with(next));
    }
  }

  private static Loading atMost(Loading loading, long objects) {
    int most = (int) Math.max(1, Math.min(objects, Loading.MOST_OBJECTS));
    return new Loading(loading.sequence(), loading.commit(), most, loading.freshAt());
  }
}
