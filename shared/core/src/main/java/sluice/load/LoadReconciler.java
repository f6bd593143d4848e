package sluice.load;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import sluice.extract.Commits;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.state.TableStates;
import sluice.store.ObjectStore;
import sluice.warehouse.Attempts;
import sluice.warehouse.Warehouse;

/**
 * Brings a landing table up to date with what has landed for it: looks at what is, decides what
 * comes next, does that, and looks again until there is nothing to do but wait. Any number of them
 * may work on one table at a time, and each may be killed anywhere.
 */
public final class LoadReconciler {

  /** One look does far fewer steps; more would mean that two steps undo each other. */
  private static final int MOST_STEPS = 1_000;

  private final Plans plans;
  private final TableStates states;
  private final Ledger ledger;
  private final Landing landing;
  private final Commits commits;
  private final Warehouse warehouse;
  private final LoadExecutor executor;
  private final InstantSource clock;

  public LoadReconciler(Plans plans, ObjectStore store, Warehouse warehouse, InstantSource clock) {
    this.plans = plans;
    this.states = new TableStates(store);
    this.ledger = new Ledger(store);
    this.landing = new Landing(store);
    this.commits = new Commits(store);
    this.warehouse = warehouse;
    this.executor = new LoadExecutor(store, warehouse, clock);
    this.clock = clock;
  }

  /** Reconciles a table; one that the plan does not load is left alone. */
  public void reconcile(TableId id) {
    Plan plan = plans.current();
    plan.landingTable(id).ifPresent(table -> reconcile(table, plan.pipeline()));
  }

  private void reconcile(LandingTable table, String pipeline) {
    for (int step = 0; step < MOST_STEPS; step++) {
      LoadStep next = LoadPlanner.plan(look(table), clock.instant());
      if (!executor.execute(next, table, pipeline)) {
        return;
      }
    }
    throw new IllegalStateException("the steps of " + table.id() + " do not end");
  }

  private LoadSnapshot look(LandingTable table) {
    TableState state = states.read(table.id()).state();
    Optional<LoadSnapshot.OpenBatch> open =
        ledger
            .open(table.id(), state.loading().sequence())
            .map(
                batch ->
                    new LoadSnapshot.OpenBatch(
                        batch, Attempts.of(batch.jobs(table.id()), warehouse)));
    boolean free = open.isEmpty();
    boolean dropped = table.origin() instanceof Origin.Dropped;
    return new LoadSnapshot(
        table,
        state,
        open,
        free && dropped ? landing.files(table) : new TreeSet<>(),
        free && !dropped ? commits.after(table, state.loading().commit()) : List.of());
  }
}
