package sluice.functions.extract.database;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import sluice.extract.Backfills;
import sluice.extract.Extracts;
import sluice.extract.SourceReader;
import sluice.gcp.Boundary;
import sluice.gcp.SourceCall;
import sluice.gcp.Wiring;

/** Called by Cloud Scheduler: lands the rows of a source's tables for one slot. */
public final class ExtractDatabaseFunction implements HttpFunction {
  private final Extracts extracts;
  private final Backfills backfills;
  private final Boundary boundary;
  private final ExtractRequests requests;
  private final Duration time;

  /** For the platform, which builds one instance per container and reuses it. */
  public ExtractDatabaseFunction() {
    this(Wiring.of(System.getenv()), System.getenv());
  }

  ExtractDatabaseFunction(Wiring wiring, Map<String, String> environment) {
    SourceReader.Opener sources = new DatabaseReaders(environment, wiring.clock());
    Supplier<String> calls = () -> UUID.randomUUID().toString();
    this.extracts =
        new Extracts(
            wiring.plans(), wiring.store(), sources, wiring.loadedKeys(), wiring.clock(), calls);
    this.backfills = new Backfills(wiring.plans(), wiring.store(), sources, wiring.clock(), calls);
    this.boundary = wiring.boundary();
    this.requests = new ExtractRequests(wiring.clock());
    this.time = CallTime.of(environment);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    boundary.run(request, response, () -> carryOut(requests.of(SourceCall.read(request))));
  }

  private void carryOut(ExtractRequests.Wanted wanted) {
    if (wanted instanceof ExtractRequests.Wanted.Slot slot) {
      extracts.extract(slot.source(), slot.slot(), time);
    } else if (wanted instanceof ExtractRequests.Wanted.Past past) {
      backfills.backfill(past.stretch());
    }
  }
}
