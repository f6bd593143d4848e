package sluice.functions.transform;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import sluice.gcp.Boundary;
import sluice.gcp.JobEvents;
import sluice.gcp.Wiring;
import sluice.transform.Completions;

/** Woken by completed jobs: takes the job's table a step further, and then whoever reads it. */
public final class TransformFunction implements CloudEventsFunction {
  private final Completions completions;
  private final Boundary boundary;

  /** For the platform, which builds one instance per container and reuses it. */
  public TransformFunction() {
    this(Wiring.of(System.getenv()));
  }

  TransformFunction(Wiring wiring) {
    this.completions = new Completions(wiring.loads(), wiring.transforms());
    this.boundary = wiring.boundary();
  }

  @Override
  public void accept(CloudEvent event) {
    boundary.run(event, () -> JobEvents.table(event).ifPresent(completions::wake));
  }
}
