package sluice.load;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.event.Level;
import sluice.governor.Holds;
import sluice.plan.Arrival;
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

  private final Ledger ledger;
  private final Landing landing;
  private final Releases releases;
  private final Leftovers leftovers;
  private final Admission admission;
  private final TableStates states;
  private final Holds holds;
  private final Warehouse warehouse;
  private final InstantSource clock;

  LoadExecutor(ObjectStore store, Warehouse warehouse, InstantSource clock, Crew crew) {
    this.ledger = new Ledger(store);
    this.landing = new Landing(store, crew);
    this.releases = new Releases(store, crew);
    this.leftovers = new Leftovers(store);
    this.admission = new Admission(store, crew);
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
      LoadLog.event(Level.INFO, "load.opened", table, batch)
          .log("{} takes {} objects as batch {}.", table.id(), batch.size(), batch.sequence());
      superseded(batch, table);
    }
    return true;
  }

  private static void superseded(Batch batch, LandingTable table) {
    Arrival arrival = table.arrival().orElse(Arrival.PLAIN);
    long files = batch.superseded().stream().filter(file -> !arrival.isMarker(file.path())).count();
    long objects = files + batch.supersededParts().size();
    if (objects > 0) {
      LoadLog.event(Level.INFO, "load.superseded", table, batch)
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
    claimed.putAside().forEach(file -> LoadLog.quarantined(batch, file, table));
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
        LoadLog.event(Level.INFO, "load.vanished", table, batch)
            .log("Every object of batch {} was replaced before it was claimed.", batch.sequence());
      }
      finish(table, batch, step.made(), state -> state);
      return true;
    }
    Optional<Admission.Admitted> admitted = admission.admit(table, batch, uris);
    if (admitted.isEmpty()) {
      return false;
    }
    if (admitted.get().uris().isEmpty()) {
      finish(table, batch, step.made(), state -> state);
      return true;
    }
    step.failure().ifPresent(failure -> failed(batch, failure, table, "now"));
    Labels labels = new Labels(pipeline, Labels.Step.LOAD, table.id());
    LandingTable evolved = table.having(admitted.get().columns());
    warehouse.submit(
        LoadJobs.request(step, evolved, labels, admitted.get().uris(), admitted.get().schemaUri()));
    LoadLog.event(Level.INFO, "load.submitted", table, batch)
        .addKeyValue("job", step.jobId())
        .log("{} loads {} objects.", table.id(), admitted.get().uris().size());
    return false;
  }

  private boolean press(LoadStep.Press step, LandingTable table, String pipeline) {
    Labels labels = new Labels(pipeline, step.step(), table.id());
    warehouse.submit(MergeJobs.request(step, table, labels));
    LoadLog.event(Level.INFO, "load.submitted", table, step.batch())
        .addKeyValue("job", step.jobId())
        .log(
            "{} of batch {} of {} is submitted.", step.step(), step.batch().sequence(), table.id());
    return false;
  }

  private boolean abandon(LoadStep.Abandon step, LandingTable table) {
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
      LoadLog.event(Level.INFO, "load.loaded", table, batch)
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

  private boolean split(LoadStep.Split step, LandingTable table) {
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
                    loggable(step.failure(), table)),
        state -> state.with(atMost(state.loading(), half)));
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
    finish(
        table,
        step.batch(),
        step.made(),
        () -> files.forEach(file -> LoadLog.quarantined(step.batch(), file, table)),
        state -> state.with(atMost(state.loading(), Loading.MOST_OBJECTS)));
    return true;
  }

  private static boolean pause(LoadStep.Pause step, LandingTable table) {
    failed(step.batch(), step.failure(), table, "at " + step.until());
    return false;
  }

  private static void failed(Batch batch, Job.Failure failure, LandingTable table, String next) {
    LoadLog.event(failure.passing() ? Level.WARN : Level.ERROR, "load.failed", table, batch)
        .addKeyValue("reason", failure.reason())
        .log(
            "Batch {} of {} failed: {} It is tried again {}.",
            batch.sequence(),
            table.id(),
            loggable(failure, table),
            next);
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
}
