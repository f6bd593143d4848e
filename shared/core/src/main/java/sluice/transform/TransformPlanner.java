package sluice.transform;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.governor.Governor;
import sluice.plan.Refresh;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.Modifications;
import sluice.state.TableState;
import sluice.state.TableState.Build;
import sluice.state.TableState.Building;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;

/** Decides what is done next for a transform, from what is. */
final class TransformPlanner {

  private TransformPlanner() {}

  static TransformStep plan(TransformSnapshot snapshot, Instant now) {
    return snapshot
        .open()
        .map(open -> proceed(snapshot, open, now))
        .orElseGet(() -> begin(snapshot, now));
  }

  private static TransformStep begin(TransformSnapshot snapshot, Instant now) {
    Transform transform = snapshot.transform();
    boolean complete =
        transform.inputs().stream().map(TableId::toString).allMatch(snapshot.inputs()::containsKey);
    if (!complete || !due(snapshot, now)) {
      return new TransformStep.Rest();
    }
    TableState state = snapshot.state();
    Build build = Causes.build(transform, state, snapshot.inputs(), now);
    boolean failedBefore =
        state
            .building()
            .failed()
            .filter(failed -> failed.cause().equals(build.cause()))
            .isPresent();
    if (failedBefore) {
      return new TransformStep.Rest();
    }
    return Governor.beforeNew(state.modifications(), snapshot.jobsPerDay(), now)
        .<TransformStep>map(TransformStep.HoldBack::new)
        .orElseGet(() -> new TransformStep.Open(build));
  }

  /** Whether what it consumes has moved since it was last published, as far as its policy asks. */
  static boolean due(TransformSnapshot snapshot, Instant now) {
    Building built = snapshot.state().building();
    Optional<String> definition = Optional.of(Causes.definition(snapshot.transform()));
    if (!built.definition().equals(definition)) {
      return true;
    }
    if (built.inputs().equals(snapshot.inputs())) {
      return false;
    }
    Refresh refresh = snapshot.transform().refresh();
    boolean moved =
        refresh.trigger() == Refresh.Trigger.ANY
            || snapshot.inputs().entrySet().stream()
                .noneMatch(input -> input.getValue().equals(built.inputs().get(input.getKey())));
    Optional<Instant> earliest =
        refresh
            .atMostEvery()
            .flatMap(least -> snapshot.state().changedAt().map(at -> at.plus(least)));
    return moved && earliest.filter(now::isBefore).isEmpty();
  }

  private static TransformStep proceed(
      TransformSnapshot snapshot, TransformSnapshot.OpenBuild open, Instant now) {
    Transform transform = snapshot.transform();
    Build build = open.build();
    Attempts publishing = open.publishing();
    if (publishing.succeeded()) {
      Job job = publishing.job().orElseThrow();
      return new TransformStep.Finish(build, job, publishing.made());
    }
    if (!build.definition().equals(Causes.definition(transform))) {
      return running(open)
          .<TransformStep>map(job -> new TransformStep.AwaitJob(build, job.id()))
          .orElseGet(() -> new TransformStep.Abandon(build));
    }
    if (!open.building().succeeded()) {
      return press(build, Labels.Step.BUILD, open.building(), now);
    }
    if (!transform.checks().isEmpty() && !open.checking().succeeded()) {
      return press(build, Labels.Step.CHECK, open.checking(), now);
    }
    if (!open.failedChecks().isEmpty()) {
      String reason = String.join("; ", open.failedChecks()) + ".";
      return new TransformStep.Fail(build, "transform.check-failed", reason, 0);
    }
    return publish(snapshot, build, publishing, now);
  }

  private static TransformStep publish(
      TransformSnapshot snapshot, Build build, Attempts publishing, Instant now) {
    TransformStep step = press(build, Labels.Step.PUBLISH, publishing, now);
    if (!(step instanceof TransformStep.Submit)) {
      return step;
    }
    Modifications noted = snapshot.state().modifications();
    return Governor.beforeAttempt(noted, publishing, snapshot.jobsPerDay(), now)
        .<TransformStep>map(TransformStep.HoldBack::new)
        .orElse(step);
  }

  private static Optional<Attempts> running(TransformSnapshot.OpenBuild open) {
    return Stream.of(open.building(), open.checking(), open.publishing())
        .filter(Attempts::running)
        .findFirst();
  }

  /** Submits a job, waits for it, or sees what its failure asks for. */
  private static TransformStep press(
      Build build, Labels.Step step, Attempts attempts, Instant now) {
    if (attempts.running()) {
      return new TransformStep.AwaitJob(build, attempts.id());
    }
    Optional<Job.Failure> failure = attempts.failure();
    if (failure.isPresent() && !failure.get().passing()) {
      int made = step == Labels.Step.PUBLISH ? attempts.made() : 0;
      String complaint = Complaint.of(failure.get(), attempts.id());
      return new TransformStep.Fail(build, "transform.failed", complaint, made);
    }
    if (failure.isPresent() && now.isBefore(attempts.notBefore())) {
      return new TransformStep.Pause(build, failure.get(), attempts.notBefore());
    }
    return new TransformStep.Submit(build, step, attempts.nextId(), failure);
  }
}
