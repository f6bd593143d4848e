package sluice.load;

import java.time.Instant;
import java.util.Optional;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;

/**
 * Decides what is done next for a batch whose rows are staged: give the table their columns, survey
 * what the merge will touch, merge.
 */
final class MergePlanner {

  private MergePlanner() {}

  static LoadStep plan(
      LoadSnapshot snapshot, LoadSnapshot.OpenBatch open, Merging merging, Instant now) {
    Batch batch = open.batch();
    if (merging.merging().succeeded()) {
      return new LoadStep.Close(batch, merging.merging().job().orElseThrow(), open.made());
    }
    // It was submitted behind the others, whatever was seen of them before.
    if (merging.merging().running()) {
      return new LoadStep.AwaitJob(batch, merging.merging().id());
    }
    if (open.lost()) {
      return new LoadStep.Submit(
          batch, open.nextRound(snapshot.table().id()), open.made(), merging.failure());
    }
    if (merging.surveying().succeeded()) {
      return press(batch, merging, Labels.Step.MERGE, merging.merging(), now);
    }
    boolean fits = merging.fits() == Merging.Fit.FITS || merging.shaping().succeeded();
    if (!fits) {
      return press(batch, merging, Labels.Step.SHAPE, merging.shaping(), now);
    }
    return refused(snapshot, open, merging)
        .orElseGet(() -> press(batch, merging, Labels.Step.SURVEY, merging.surveying(), now));
  }

  /** What follows from a survey that found what cannot be merged. */
  private static Optional<LoadStep> refused(
      LoadSnapshot snapshot, LoadSnapshot.OpenBatch open, Merging merging) {
    Batch batch = open.batch();
    Optional<Job.Failure> failure = merging.surveying().failure().filter(found -> !found.passing());
    if (failure.isEmpty()) {
      return Optional.empty();
    }
    Writing wanted = Writing.of(snapshot.table());
    if (!batch.writing(snapshot.table()).equals(wanted)) {
      return Optional.of(new LoadStep.Abandon(batch, open.made()));
    }
    if (!Merging.isNullKey(failure.get()) || batch.objects().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        batch.objects().size() == 1
            ? new LoadStep.Quarantine(
                batch, BadFile.of(snapshot.table(), batch, failure.get()), open.made())
            : new LoadStep.Split(batch, failure.get(), open.made()));
  }

  /** Submits a job, waits for it, or waits after its failure. */
  private static LoadStep press(
      Batch batch, Merging merging, Labels.Step step, Attempts attempts, Instant now) {
    if (attempts.running()) {
      return new LoadStep.AwaitJob(batch, attempts.id());
    }
    Optional<Job.Failure> failure = attempts.failure();
    if (failure.isPresent() && now.isBefore(attempts.notBefore())) {
      return new LoadStep.Pause(batch, failure.get(), attempts.notBefore());
    }
    return new LoadStep.Press(batch, step, attempts.nextId(), merging, failure);
  }
}
