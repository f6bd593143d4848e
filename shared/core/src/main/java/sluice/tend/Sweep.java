package sluice.tend;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.UnavailableException;
import sluice.governor.Shares;
import sluice.load.LoadReconciler;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Transform;
import sluice.routing.Router;
import sluice.schema.TableId;
import sluice.store.ObjectStore;
import sluice.transform.TransformReconciler;

/** Wakes every table, inputs before their readers; a table that fails stops none of the others. */
public final class Sweep {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  private final Plans plans;
  private final Router router;
  private final LoadReconciler loads;
  private final TransformReconciler transforms;
  private final Freshness freshness;
  private final Shares shares;
  private final InstantSource clock;

  public Sweep(
      Plans plans,
      LoadReconciler loads,
      TransformReconciler transforms,
      ObjectStore store,
      InstantSource clock) {
    this.plans = plans;
    this.router = new Router(plans, store, clock);
    this.loads = loads;
    this.transforms = transforms;
    this.freshness = new Freshness(store, clock);
    this.shares = new Shares(store);
    this.clock = clock;
  }

  /** One sweep over the current plan. */
  public void run() {
    Plan plan = plans.current();
    if (Shares.needed(plan)) {
      shares.note(plan, loads::jobsLately, clock.instant());
    }
    attempt(LandingPaths.landing(), router::sweep);
    for (LandingTable table : plan.landingTables()) {
      wake(table.id(), loads::reconcile);
      wake(table.id(), id -> freshness.check(table));
    }
    for (Transform transform : plan.transforms()) {
      wake(transform.id(), transforms::reconcile);
    }
  }

  private static void wake(TableId table, Consumer<TableId> reconcile) {
    attempt(table.toString(), () -> reconcile.accept(table));
  }

  /** Does one part of the sweep; whatever becomes of it, the others follow. */
  private static void attempt(String table, Runnable part) {
    try {
      part.run();
    } catch (UnavailableException e) {
      log.atWarn()
          .addKeyValue("event", "tend.unavailable")
          .addKeyValue("table", table)
          .setCause(e)
          .log("{} could not be looked at: {} The next sweep looks again.", table, e.getMessage());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("event", "tend.failed")
          .addKeyValue("table", table)
          .setCause(e)
          .log("{} could not be tended: {}", table, e.getMessage());
    }
  }
}
