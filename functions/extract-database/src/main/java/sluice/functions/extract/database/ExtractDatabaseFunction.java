package sluice.functions.extract.database;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import sluice.extract.Extracts;
import sluice.gcp.Boundary;
import sluice.gcp.Wiring;

/** Called by Cloud Scheduler: lands the rows of a source's tables for one slot. */
public final class ExtractDatabaseFunction implements HttpFunction {
  private final Extracts extracts;
  private final Boundary boundary;
  private final ExtractRequests requests;

  /** For the platform, which builds one instance per container and reuses it. */
  public ExtractDatabaseFunction() {
    this(Wiring.of(System.getenv()), System.getenv());
  }

  ExtractDatabaseFunction(Wiring wiring, Map<String, String> environment) {
    this.extracts =
        new Extracts(
            wiring.plans(),
            wiring.store(),
            new PostgresReaders(environment, wiring.clock()),
            wiring.clock(),
            () -> UUID.randomUUID().toString());
    this.boundary = wiring.boundary();
    this.requests = new ExtractRequests(wiring.clock());
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    boundary.run(
        request,
        response,
        () -> {
          ExtractRequests.Wanted wanted = requests.read(request);
          extracts.extract(wanted.source(), wanted.slot());
        });
  }
}
