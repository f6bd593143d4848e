package sluice.transform;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.governor.Shares;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.TableState.Build;
import sluice.state.TableStates;
import sluice.store.ObjectStore;
import sluice.warehouse.Attempts;
import sluice.warehouse.Labels;
import sluice.warehouse.Warehouse;

/**
 * Brings a transform's table up to date with its inputs: looks at what is, decides what comes next,
 * does that, and looks again until there is nothing to do but wait. Any number of them may work on
 * one table at a time, and each may be killed anywhere.
 */
public final class TransformReconciler {

  /** One look does far fewer steps; more would mean that two steps undo each other. */
  private static final int MOST_STEPS = 100;

  private final Plans plans;
  private final TableStates states;
  private final Warehouse warehouse;
  private final TransformExecutor executor;
  private final InstantSource clock;

  public TransformReconciler(
      Plans plans, ObjectStore store, Warehouse warehouse, InstantSource clock) {
    this.plans = plans;
    this.states = new TableStates(store);
    this.warehouse = warehouse;
    this.executor = new TransformExecutor(store, warehouse, clock);
    this.clock = clock;
  }

  /** Reconciles a table; one that the plan does not build is left alone. */
  public void reconcile(TableId id) {
    Plan plan = plans.current();
    plan.transform(id).ifPresent(transform -> reconcile(transform, plan));
  }

  /** Reconciles every transform that reads that table. */
  public void reconcileReadersOf(TableId id) {
    Plan plan = plans.current();
    plan.readersOf(id).forEach(reader -> reconcile(reader, plan));
  }

  private void reconcile(Transform transform, Plan plan) {
    for (int step = 0; step < MOST_STEPS; step++) {
      TableStates.Seen seen = states.read(transform.id());
      TransformStep next = TransformPlanner.plan(look(transform, seen, plan), clock.instant());
      if (!executor.execute(next, transform, seen, plan.pipeline())) {
        return;
      }
    }
    throw new IllegalStateException("the steps of " + transform.id() + " do not end");
  }

  private TransformSnapshot look(Transform transform, TableStates.Seen seen, Plan plan) {
    Map<String, String> inputs = new TreeMap<>();
    for (TableId input : transform.inputs()) {
      states.version(input).ifPresent(version -> inputs.put(input.toString(), version));
    }
    Optional<TransformSnapshot.OpenBuild> open =
        seen.state().building().open().map(build -> look(transform, build));
    int jobsPerDay = Shares.transformLimit(plan);
    return new TransformSnapshot(transform, seen.state(), jobsPerDay, inputs, open);
  }

  private TransformSnapshot.OpenBuild look(Transform transform, Build build) {
    Attempts building = attempts(transform, build, Labels.Step.BUILD);
    Attempts checking = attempts(transform, build, Labels.Step.CHECK);
    Attempts publishing = attempts(transform, build, Labels.Step.PUBLISH);
    List<String> failedChecks =
        checking.succeeded() && publishing.job().isEmpty()
            ? failedChecks(checking.id())
            : List.of();
    return new TransformSnapshot.OpenBuild(build, building, checking, publishing, failedChecks);
  }

  private Attempts attempts(Transform transform, Build build, Labels.Step step) {
    return Attempts.of(Causes.jobs(transform.id(), build, step), warehouse);
  }

  private List<String> failedChecks(String jobId) {
    return warehouse.rows(jobId).stream()
        .map(row -> broken(row.get(TransformJobs.CHECK), row.get(TransformJobs.FAILURES)))
        .toList();
  }

  private static String broken(@Nullable String check, @Nullable String rows) {
    return "%s is broken by %s %s".formatted(check, rows, "1".equals(rows) ? "row" : "rows");
  }
}
