package sluice.functions.tend;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import sluice.gcp.Boundary;
import sluice.gcp.Wiring;
import sluice.tend.Sweep;

/** Called each minute by Cloud Scheduler: wakes whatever no event woke. */
public final class TendFunction implements HttpFunction {
  private final Sweep sweep;
  private final Boundary boundary;

  /** For the platform, which builds one instance per container and reuses it. */
  public TendFunction() {
    this(Wiring.of(System.getenv()));
  }

  TendFunction(Wiring wiring) {
    this.sweep =
        new Sweep(
            wiring.plans(), wiring.loads(), wiring.transforms(), wiring.store(), wiring.clock());
    this.boundary = wiring.boundary();
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    boundary.run(request, response, sweep::run);
  }
}
