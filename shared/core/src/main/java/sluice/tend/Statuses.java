package sluice.tend;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import sluice.load.LoadStages;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Transform;
import sluice.routing.Unrouted;
import sluice.status.PipelineStatus;
import sluice.status.TableStatus;
import sluice.store.ObjectStore;
import sluice.transform.TransformStages;

/** Looks at every table of the current plan, and changes nothing. */
public final class Statuses {

  private final Plans plans;
  private final LoadStages loads;
  private final TransformStages transforms;
  private final Unrouted unrouted;
  private final InstantSource clock;

  public Statuses(Plans plans, ObjectStore store, InstantSource clock) {
    this.plans = plans;
    this.loads = new LoadStages(store);
    this.transforms = new TransformStages(store);
    this.unrouted = new Unrouted(store);
    this.clock = clock;
  }

  /** Where every table stands now. */
  public PipelineStatus look() {
    Plan plan = plans.current();
    Instant now = clock.instant();
    List<TableStatus> tables = new ArrayList<>();
    for (LandingTable table : plan.landingTables()) {
      tables.add(loads.status(table));
    }
    for (Transform transform : plan.transforms()) {
      tables.add(transforms.status(transform, now));
    }
    return new PipelineStatus(now, tables, unrouted.paths());
  }
}
