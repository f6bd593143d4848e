package sluice.load;

import static sluice.load.Patience.isYoung;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sluice.extract.Commits;
import sluice.governor.Shares;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.state.TableStates;
import sluice.store.ObjectStore;
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
  private final Pending pending;
  private final Commits commits;
  private final Shares shares;
  private final MergeLook jobs;
  private final LoadExecutor executor;
  private final InstantSource clock;

  /** One that works alone. */
  public LoadReconciler(Plans plans, ObjectStore store, Warehouse warehouse, InstantSource clock) {
    this(plans, store, warehouse, clock, Crew.ALONE);
  }

  /** One whose files a crew claims, looks into and archives. */
  public LoadReconciler(
      Plans plans, ObjectStore store, Warehouse warehouse, InstantSource clock, Crew crew) {
    this.plans = plans;
    this.states = new TableStates(store);
    this.ledger = new Ledger(store);
    this.pending = new Pending(store);
    this.commits = new Commits(store);
    this.shares = new Shares(store);
    this.jobs = new MergeLook(ledger, warehouse);
    this.executor = new LoadExecutor(store, warehouse, clock, crew);
    this.clock = clock;
  }

  /** Reconciles a table; one that the plan does not load is left alone. */
  public void reconcile(TableId id) {
    reconcile(id, Wake.OTHER);
  }

  /**
   * The same, for an object that has landed: it waits for the next batch, so whatever is under way
   * is left to those who are at it.
   */
  public void landed(TableId id) {
    reconcile(id, Wake.LANDED);
  }

  private enum Wake {
    LANDED,
    OTHER
  }

  private void reconcile(TableId id, Wake wake) {
    Plan plan = plans.current();
    plan.landingTable(id).ifPresent(table -> reconcile(table, plan, wake));
  }

  /** How many jobs a table has made lately, those of its open batch included. */
  public int jobsLately(LandingTable table) {
    Instant now = clock.instant();
    TableState state = states.read(table.id()).state();
    int open =
        ledger
            .open(table.id(), state.loading().sequence())
            .map(batch -> jobs.at(batch, table, state, now).made())
            .orElse(0);
    return state.modifications().lately(now) + open;
  }

  private void reconcile(LandingTable table, Plan plan, Wake wake) {
    Optional<Batch> own = Optional.empty();
    for (int step = 0; step < MOST_STEPS; step++) {
      Instant now = clock.instant();
      TableState state = states.read(table.id()).state();
      Optional<ObjectStore.Entry> head = ledger.head(table.id(), state.loading().sequence());
      if (own.isEmpty() && wake == Wake.LANDED && head.filter(at -> isYoung(at, now)).isPresent()) {
        return;
      }
      Optional<LoadSnapshot.OpenBatch> open =
          head.flatMap(ledger::read).map(batch -> jobs.at(batch, table, state, now));
      if (open.isPresent() && isLeftToOthers(head.get(), open.get(), own, wake, now)) {
        return;
      }
      LoadStep next = LoadPlanner.plan(look(table, plan, state, open, now), now);
      if (next instanceof LoadStep.OpenBatch opens) {
        own = Optional.of(opens.batch());
      }
      if (!executor.execute(next, table, plan.pipeline())) {
        return;
      }
    }
    throw new IllegalStateException("the steps of " + table.id() + " do not end");
  }

  private static boolean isLeftToOthers(
      ObjectStore.Entry head,
      LoadSnapshot.OpenBatch open,
      Optional<Batch> own,
      Wake wake,
      Instant now) {
    return (wake == Wake.LANDED && Patience.isClosed(head, open, now))
        || (isYoung(head, now) && Patience.isAuthors(open, own));
  }

  private LoadSnapshot look(
      LandingTable table,
      Plan plan,
      TableState state,
      Optional<LoadSnapshot.OpenBatch> open,
      Instant now) {
    int jobsPerDay = shares.limit(table, plan, state.modifications().lately(now));
    boolean free = open.isEmpty() && !LoadPlanner.isHeldBack(state, jobsPerDay, now);
    boolean committed = !(table.origin() instanceof Origin.Dropped);
    Pending.Look look =
        free && table.takesFiles() ? pending.look(table, now) : Pending.Look.NOTHING;
    return new LoadSnapshot(
        table,
        state,
        jobsPerDay,
        open,
        look.files(),
        look.markers(),
        look.leftovers(),
        free && committed ? commits.after(table, state.loading().commit()) : List.of());
  }
}
