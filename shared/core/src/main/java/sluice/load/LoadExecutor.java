package sluice.load;

import java.time.InstantSource;
import org.slf4j.event.Level;
import sluice.governor.Holds;
import sluice.plan.Arrival;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;
import sluice.warehouse.Warehouse;

/** Carries load steps out. Each may be carried out twice, by anybody, with one effect. */
final class LoadExecutor {

  private final Ledger ledger;
  private final Leftovers leftovers;
  private final Submission submission;
  private final Closing closing;
  private final Holds holds;

  LoadExecutor(ObjectStore store, Warehouse warehouse, InstantSource clock, Crew crew) {
    this.ledger = new Ledger(store);
    this.leftovers = new Leftovers(store);
    this.closing = new Closing(store, warehouse, clock, crew);
    this.submission = new Submission(store, warehouse, crew, closing);
    this.holds = new Holds(store, clock);
  }

  /** Carries a step out; whether there may be something to do right after it. */
  boolean execute(LoadStep step, LandingTable table, String pipeline) {
    if (step instanceof LoadStep.SetAside aside) {
      leftovers.setAside(aside.leftovers());
      return true;
    } else if (step instanceof LoadStep.OpenBatch open) {
      return open(open.batch(), table);
    } else if (step instanceof LoadStep.Submit submit) {
      return submission.submit(submit, table, pipeline);
    } else if (step instanceof LoadStep.Press press) {
      return submission.press(press, table, pipeline);
    } else if (step instanceof LoadStep.Abandon abandon) {
      return closing.abandon(abandon, table);
    } else if (step instanceof LoadStep.Close close) {
      return closing.close(close, table);
    } else if (step instanceof LoadStep.Split split) {
      return closing.split(split, table);
    } else if (step instanceof LoadStep.Quarantine quarantine) {
      return closing.quarantine(quarantine, table);
    } else if (step instanceof LoadStep.SkipEmpty skip) {
      return closing.skip(skip, table);
    } else if (step instanceof LoadStep.Release release) {
      return closing.release(release, table);
    } else if (step instanceof LoadStep.Pause pause) {
      LoadLog.failed(pause.batch(), pause.failure(), table, "at " + pause.until());
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
}
