package sluice.functions.load;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import sluice.gcp.Boundary;
import sluice.gcp.LandingEvents;
import sluice.gcp.Wiring;
import sluice.load.LoadReconciler;
import sluice.plan.Plans;

/** Woken by finalized objects: brings a table up to date with the objects that landed for it. */
public final class LoadFunction implements CloudEventsFunction {
  private final Plans plans;
  private final LoadReconciler loads;
  private final Boundary boundary;

  /** For the platform, which builds one instance per container and reuses it. */
  public LoadFunction() {
    this(Wiring.of(System.getenv()));
  }

  LoadFunction(Wiring wiring) {
    this.plans = wiring.plans();
    this.loads = wiring.loads();
    this.boundary = wiring.boundary();
  }

  @Override
  public void accept(CloudEvent event) {
    boundary.run(event, () -> LandingEvents.table(event, plans.current()).ifPresent(loads::landed));
  }
}
