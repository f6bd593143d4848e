package sluice.load;

import java.util.List;
import org.slf4j.event.Level;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;
import sluice.warehouse.Labels;
import sluice.warehouse.Warehouse;

/** Submits the jobs of batches: takes what a job is to read, holds it to its contract, submits. */
final class Submission {

  private final Landing landing;
  private final Admission admission;
  private final Refusal refusal;
  private final Closing closing;
  private final Warehouse warehouse;

  Submission(ObjectStore store, Warehouse warehouse, Crew crew, Closing closing) {
    this.landing = new Landing(store, crew);
    this.admission = new Admission(store, crew);
    this.refusal = new Refusal(store);
    this.closing = closing;
    this.warehouse = warehouse;
  }

  /** Submits a batch's load job; whether there is something to do right after it. */
  boolean submit(LoadStep.Submit step, LandingTable table, String pipeline) {
    Batch batch = step.batch();
    if (batch.empties()) {
      return load(step, table, pipeline, admission.nothing(table));
    }
    return batch.objects().isEmpty()
        ? submitParts(step, table, pipeline)
        : submitFiles(step, table, pipeline);
  }

  private boolean submitFiles(LoadStep.Submit step, LandingTable table, String pipeline) {
    Batch batch = step.batch();
    List<LandingObject> wanted = PartitionSets.loaded(table, batch.objects());
    landing.claimSuperseded(table, batch.superseded());
    landing.claimSuperseded(table, PartitionSets.markers(table, batch.objects()));
    Claims.Claimed claimed = landing.claim(table, wanted);
    claimed.putAside().forEach(file -> LoadLog.quarantined(batch, file, table));
    int there = claimed.uris().size();
    List<LandingObject> aside = claimed.putAside().stream().map(Claims.PutAside::object).toList();
    if (PartitionSets.isBroken(table, batch, there) && isNotSubmitted(step)) {
      return closing.quarantine(PartitionSets.broken(table, batch, aside, step.made()), table);
    }
    if (there > 0) {
      return submitClaimed(step, table, pipeline, claimed.uris());
    }
    // Else somebody submitted it, and its files have left since.
    if (isNotSubmitted(step)) {
      if (claimed.putAside().isEmpty()) {
        LoadLog.event(Level.INFO, "load.vanished", table, batch)
            .log("Every object of batch {} was replaced before it was claimed.", batch.sequence());
      }
      closing.closeEmpty(table, batch, step.made());
    }
    return true;
  }

  private boolean submitClaimed(
      LoadStep.Submit step, LandingTable table, String pipeline, List<String> uris) {
    Admission.Admitted admitted = admission.admit(table, step.batch(), uris);
    if (PartitionSets.isBroken(table, step.batch(), admitted.uris().size())
        && isNotSubmitted(step)) {
      return closing.quarantine(
          PartitionSets.broken(table, step.batch(), admitted.putAside(), step.made()), table);
    }
    return load(step, table, pipeline, admitted);
  }

  private boolean submitParts(LoadStep.Submit step, LandingTable table, String pipeline) {
    Batch batch = step.batch();
    Admission.Extracts extracts = admission.extracts(table, batch);
    if (!extracts.refused().isEmpty()) {
      if (!isNotSubmitted(step)) {
        return true;
      }
      refusal.refuse(table, batch, extracts.refused());
    }
    return load(step, table, pipeline, extracts.admitted());
  }

  /** A job that was submitted after all has taken what it found: whoever sees that looks again. */
  private boolean isNotSubmitted(LoadStep.Submit step) {
    return warehouse.find(step.jobId()).isEmpty();
  }

  private boolean load(
      LoadStep.Submit step, LandingTable table, String pipeline, Admission.Admitted admitted) {
    Batch batch = step.batch();
    if (admitted.uris().isEmpty()) {
      closing.closeEmpty(table, batch, step.made());
      return true;
    }
    step.failure().ifPresent(failure -> LoadLog.failed(batch, failure, table, "now"));
    Labels labels = new Labels(pipeline, Labels.Step.LOAD, table.id());
    LandingTable evolved = table.having(admitted.columns());
    warehouse.submit(
        LoadJobs.request(step, evolved, labels, admitted.uris(), admitted.schemaUri()));
    LoadLog.event(Level.INFO, "load.submitted", table, batch)
        .addKeyValue("job", step.jobId())
        .log("{} loads {} objects.", table.id(), batch.empties() ? 0 : admitted.uris().size());
    return false;
  }

  /** Submits one of the jobs that merge a batch. */
  boolean press(LoadStep.Press step, LandingTable table, String pipeline) {
    step.failure().ifPresent(failure -> LoadLog.failed(step.batch(), failure, table, "now"));
    Labels labels = new Labels(pipeline, step.step(), table.id());
    warehouse.submit(MergeJobs.request(step, table, labels));
    LoadLog.event(Level.INFO, "load.submitted", table, step.batch())
        .addKeyValue("job", step.jobId())
        .log(
            "{} of batch {} of {} is submitted.", step.step(), step.batch().sequence(), table.id());
    return false;
  }
}
