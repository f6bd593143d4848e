package sluice.load;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import sluice.governor.Holds;
import sluice.plan.LandingTable;
import sluice.state.Modifications;
import sluice.state.TableState;
import sluice.state.TableState.Loading;
import sluice.state.TableStates;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;
import sluice.warehouse.Warehouse;

/** Carries load steps out. Each may be carried out twice, by anybody, with one effect. */
final class LoadExecutor {

  private static final Logger log = LoggerFactory.getLogger(LoadExecutor.class);

  private final Ledger ledger;
  private final Landing landing;
  private final Releases releases;
  private final Leftovers leftovers;
  private final TableStates states;
  private final Holds holds;
  private final Warehouse warehouse;
  private final InstantSource clock;

  LoadExecutor(ObjectStore store, Warehouse warehouse, InstantSource clock, Crew crew) {
    this.ledger = new Ledger(store);
    this.landing = new Landing(store, crew);
    this.releases = new Releases(store, crew);
    this.leftovers = new Leftovers(store);
    this.states = new TableStates(store);
    this.holds = new Holds(store, clock);
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Carries a step out; whether there may be something to do right after it. */
  boolean execute(LoadStep step, LandingTable table, String pipeline) {
    if (step instanceof LoadStep.SetAside aside) {
      leftovers.setAside(aside.leftovers());
      return true;
    } else if (step instanceof LoadStep.OpenBatch open) {
      return open(open.batch(), table);
    } else if (step instanceof LoadStep.Submit submit) {
      return submit(submit, table, pipeline);
    } else if (step instanceof LoadStep.Press press) {
      return press(press, table, pipeline);
    } else if (step instanceof LoadStep.Abandon abandon) {
      return abandon(abandon, table);
    } else if (step instanceof LoadStep.Close close) {
      return close(close, table);
    } else if (step instanceof LoadStep.Split split) {
      return split(split, table);
    } else if (step instanceof LoadStep.Quarantine quarantine) {
      return quarantine(quarantine, table);
    } else if (step instanceof LoadStep.SkipEmpty skip) {
      return skip(skip, table);
    } else if (step instanceof LoadStep.Release release) {
      return release(release, table);
    } else if (step instanceof LoadStep.Pause pause) {
      return pause(pause, table);
    } else if (step instanceof LoadStep.HoldBack holdBack) {
      holds.tell(table.id(), holdBack.hold(), "load.held");
    }
    return false;
  }

  private boolean open(Batch batch, LandingTable table) {
    if (ledger.append(table.id(), batch)) {
      event(Level.INFO, "load.opened", table, batch)
          .log("{} takes {} objects as batch {}.", table.id(), batch.size(), batch.sequence());
      superseded(batch, table);
    }
    return true;
  }

  private static void superseded(Batch batch, LandingTable table) {
    int objects = batch.superseded().size() + batch.supersededParts().size();
    if (objects > 0) {
      event(Level.INFO, "load.superseded", table, batch)
          .log(
              "{} objects of {} are not loaded: batch {} takes a newer snapshot.",
              objects,
              table.id(),
              batch.sequence());
    }
  }

  private boolean submit(LoadStep.Submit step, LandingTable table, String pipeline) {
    Batch batch = step.batch();
    List<LandingObject> wanted = PartitionSets.loaded(table, batch.objects());
    landing.claimSuperseded(table, batch.superseded());
    landing.claimSuperseded(table, PartitionSets.markers(table, batch.objects()));
    Claims.Claimed claimed = landing.claim(table, wanted);
    claimed.putAside().forEach(file -> quarantined(batch, file, table));
    List<String> uris = batch.objects().isEmpty() ? landing.uris(batch.parts()) : claimed.uris();
    if (PartitionSets.isBroken(table, batch, uris.size())
        && warehouse.find(step.jobId()).isEmpty()) {
      return quarantine(PartitionSets.broken(table, batch, claimed, step.made()), table);
    }
    if (uris.isEmpty() && warehouse.find(step.jobId()).isPresent()) {
      // Somebody else submitted it, and its files have left since.
      return true;
    }
    if (uris.isEmpty()) {
      if (claimed.putAside().isEmpty()) {
        event(Level.INFO, "load.vanished", table, batch)
            .log("Every object of batch {} was replaced before it was claimed.", batch.sequence());
      }
      finish(table, batch, step.made(), state -> state);
      return true;
    }
    Labels labels = new Labels(pipeline, Labels.Step.LOAD, table.id());
    warehouse.submit(LoadJobs.request(step, table, labels, uris));
    event(Level.INFO, "load.submitted", table, batch)
        .addKeyValue("job", step.jobId())
        .log("{} loads {} objects.", table.id(), uris.size());
    return false;
  }

  private boolean press(LoadStep.Press step, LandingTable table, String pipeline) {
    Labels labels = new Labels(pipeline, step.step(), table.id());
    warehouse.submit(MergeJobs.request(step, table, labels));
    event(Level.INFO, "load.submitted", table, step.batch())
        .addKeyValue("job", step.jobId())
        .log(
            "{} of batch {} of {} is submitted.", step.step(), step.batch().sequence(), table.id());
    return false;
  }

  private boolean abandon(LoadStep.Abandon step, LandingTable table) {
    TableStates.Seen seen = states.read(table.id());
    Batch unloaded = step.batch().upTo(seen.state().loading().commit());
    if (finish(table, unloaded, step.made(), state -> state)) {
      event(Level.INFO, "load.abandoned", table, step.batch())
          .log(
              "Batch {} of {} cannot be loaded as it was opened, and the plan has changed: its"
                  + " objects are taken anew.",
              step.batch().sequence(),
              table.id());
    }
    return true;
  }

  private boolean close(LoadStep.Close step, LandingTable table) {
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
      event(Level.INFO, "load.loaded", table, batch)
          .addKeyValue("job", step.job().id())
          .addKeyValue("rows", step.job().rows())
          .addKeyValue("millis", now.toEpochMilli() - batch.openedAt().toEpochMilli())
          .log("{} has {} rows more.", table.id(), step.job().rows());
      skipped(step, table);
    }
    return true;
  }

  private static void skipped(LoadStep.Close step, LandingTable table) {
    long rows = step.job().badRows();
    if (rows > 0) {
      event(Level.WARN, "load.rows-skipped", table, step.batch())
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

  private boolean split(LoadStep.Split step, LandingTable table) {
    int half = step.batch().objects().size() / 2;
    if (finish(
        table, step.batch(), step.made(), state -> state.with(atMost(state.loading(), half)))) {
      event(Level.WARN, "load.split", table, step.batch())
          .addKeyValue("reason", step.failure().reason())
          .log(
              "One of {} objects cannot be loaded into {}: {} Halves are tried.",
              step.batch().objects().size(),
              table.id(),
              loggable(step.failure(), table));
    }
    return true;
  }

  private static String loggable(Job.Failure failure, LandingTable table) {
    return new Discretion(table.columns()).loggable(failure);
  }

  private boolean quarantine(LoadStep.Quarantine step, LandingTable table) {
    // A file may be bad for what its path says, before any job took it.
    landing.claimSuperseded(table, step.files().stream().map(BadFile::object).toList());
    // What they would have superseded stays pending: a bad file stands in nobody's way.
    List<Claims.PutAside> files =
        step.files().stream().map(file -> landing.quarantine(table, file)).toList();
    if (finish(
        table,
        step.batch(),
        step.made(),
        state -> state.with(atMost(state.loading(), Loading.MOST_OBJECTS)))) {
      files.forEach(file -> quarantined(step.batch(), file, table));
    }
    return true;
  }

  private static void quarantined(Batch batch, Claims.PutAside file, LandingTable table) {
    event(Level.WARN, "load.quarantined", table, batch)
        .addKeyValue("object", file.name())
        .addKeyValue("reason", file.reason().reason())
        .log(
            "{} cannot be loaded into {}: {} It is kept as {}.",
            file.object().path(),
            table.id(),
            file.reason().problem(),
            file.name());
  }

  private boolean pause(LoadStep.Pause step, LandingTable table) {
    Level level = step.failure().passing() ? Level.WARN : Level.ERROR;
    event(level, "load.failed", table, step.batch())
        .addKeyValue("reason", step.failure().reason())
        .log(
            "Batch {} of {} failed: {} It is tried again at {}.",
            step.batch().sequence(),
            table.id(),
            loggable(step.failure(), table),
            step.until());
    return false;
  }

  /**
   * Closes a batch, unless somebody has: one compare-and-set; whether it did.
   *
   * @param made how many jobs it took, which count from now on whether they failed or not
   */
  private boolean finish(
      LandingTable table, Batch batch, int made, UnaryOperator<TableState> change) {
    // Before the batch is closed, since nobody looks at a closed one again.
    if (batch.writing(table).merge().isPresent()) {
      warehouse.drop(batch.staging(table.id()));
    }
    TableStates.Seen seen = states.read(table.id());
    if (seen.state().loading().sequence() < batch.sequence()) {
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

  private boolean skip(LoadStep.SkipEmpty step, LandingTable table) {
    landing.deleteParts(step.supersededParts());
    advance(table, step.commit(), Optional.of(clock.instant()));
    return true;
  }

  private boolean release(LoadStep.Release step, LandingTable table) {
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

  private static LoggingEventBuilder event(
      Level level, String name, LandingTable table, Batch batch) {
    return log.atLevel(level)
        .addKeyValue("event", name)
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("batch", batch.sequence())
        .addKeyValue("objects", batch.size());
  }
}
