package sluice.functions.extract.objects;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import sluice.extract.objects.S3Buckets;
import sluice.gcp.Boundary;
import sluice.gcp.SourceCall;
import sluice.gcp.Wiring;
import sluice.handover.Handovers;

/** Called by Cloud Scheduler: takes over what is new in a source's bucket. */
public final class ExtractObjectsFunction implements HttpFunction {

  /** Cloud Scheduler waits for half an hour; what is left is the next call's. */
  private static final Duration BUDGET = Duration.ofMinutes(25);

  private final Handovers handovers;
  private final Boundary boundary;
  private final InstantSource clock;

  /** For the platform, which builds one instance per container and reuses it. */
  public ExtractObjectsFunction() {
    this(Wiring.of(System.getenv()), System.getenv());
  }

  ExtractObjectsFunction(Wiring wiring, Map<String, String> environment) {
    boolean keys = environment.containsKey("AWS_ACCESS_KEY_ID");
    this.handovers =
        new Handovers(
            wiring.plans(),
            wiring.store(),
            new S3Buckets(keys, new GoogleIdentity()),
            wiring.clock(),
            () -> UUID.randomUUID().toString(),
            BUDGET);
    this.boundary = wiring.boundary();
    this.clock = wiring.clock();
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    boundary.run(
        request,
        response,
        () -> {
          SourceCall call = SourceCall.read(request);
          handovers.take(call.source(), call.slot(clock));
        });
  }
}
