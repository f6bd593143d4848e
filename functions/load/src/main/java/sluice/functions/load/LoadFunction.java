package sluice.functions.load;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import sluice.gcp.Boundary;
import sluice.gcp.LandingEvents;
import sluice.gcp.Wiring;
import sluice.load.LoadReconciler;
import sluice.routing.Router;

/**
 * Woken by finalized objects: routes the object, and brings its table up to date with all that has
 * landed for it.
 */
public final class LoadFunction implements CloudEventsFunction {
  private final Router router;
  private final LoadReconciler loads;
  private final Boundary boundary;

  /** For the platform, which builds one instance per container and reuses it. */
  public LoadFunction() {
    this(Wiring.of(System.getenv()));
  }

  LoadFunction(Wiring wiring) {
    this.router = wiring.router();
    this.loads = wiring.loads();
    this.boundary = wiring.boundary();
  }

  @Override
  public void accept(CloudEvent event) {
    boundary.run(event, () -> router.route(LandingEvents.object(event)).ifPresent(loads::landed));
  }
}
