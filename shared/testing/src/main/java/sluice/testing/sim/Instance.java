package sluice.testing.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import sluice.extract.Extracts;
import sluice.extract.SourceReader;
import sluice.load.LoadReconciler;
import sluice.plan.Plans;
import sluice.routing.Router;
import sluice.store.ObjectStore;
import sluice.tend.Sweep;
import sluice.transform.Completions;
import sluice.transform.TransformReconciler;
import sluice.warehouse.Warehouse;

/** An instance of every function: what it keeps between two calls, and a clock of its own. */
final class Instance {
  final Router router;
  final LoadReconciler loads;
  final Completions completions;
  final Sweep sweep;
  final Extracts extracts;

  Instance(
      ObjectStore store,
      Warehouse warehouse,
      SourceReader.Opener source,
      InstantSource clock,
      Supplier<String> calls) {
    Plans plans = new Plans(store);
    this.router = new Router(plans, store, clock);
    this.loads = new LoadReconciler(plans, store, warehouse, clock);
    TransformReconciler transforms = new TransformReconciler(plans, store, warehouse, clock);
    this.completions = new Completions(loads, transforms);
    this.sweep = new Sweep(plans, loads, transforms, store, clock);
    this.extracts = new Extracts(plans, store, source, clock, calls);
  }

  /** A clock that goes wrong by that much. */
  static InstantSource skewed(InstantSource clock, Duration skew) {
    return () -> clock.instant().plus(skew);
  }
}
