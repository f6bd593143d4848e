package sluice.local.bench;

import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.LocalCloud;
import sluice.local.host.FunctionDefinition;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.plan.About;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/** The function extract-database as it is deployed: a process of its own, its rows uploaded. */
final class ExtractFunction {

  private static final String NAME = "extract-database";
  private static final String PROJECT = "sluice-bench";
  private static final String BUCKET = "sluice-bench-landing";
  private static final Duration LONGEST = Duration.ofHours(1);

  /** The host starts functions with the quick compiler only; in the cloud they have both. */
  private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

  private final LocalCloud cloud;
  private final ObjectStore store;
  private final Commits commits;
  private final LandingTable table;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private long sequence;

  /**
   * @param connections the most that an extract reads on
   * @param heapMiB the largest heap of its process
   */
  ExtractFunction(
      LocalCloud cloud, MeasuredTable measured, Path repository, int connections, int heapMiB) {
    this.cloud = cloud;
    Optional<String> host = Optional.of(cloud.address());
    Settings settings = new Settings(PROJECT, BUCKET, "asia-northeast1", host, host);
    Storage storage = Clients.storage(settings);
    storage.create(BucketInfo.of(BUCKET));
    this.store = new GcsObjectStore(storage, BUCKET);
    this.commits = new Commits(store);
    Source source =
        new Source("bench", measured.kind(), Optional.of("BENCH_DATABASE"), Optional.empty());
    this.table = landing(measured, source, connections);
    new Plans(store)
        .publish(
            new Plan("bench", settings.location(), List.of(source), List.of(table), List.of()));
    Path folder = repository.resolve("functions").resolve(NAME).resolve("target/deploy");
    String entryPoint = "sluice.functions.extract.database.ExtractDatabaseFunction";
    FunctionDefinition definition =
        FunctionDefinition.of(NAME, folder, entryPoint, Signature.HTTP)
            .withTimeout(LONGEST)
            .withIdleAfter(LONGEST)
            .withInstances(1, 1)
            .withMemoryMiB(heapMiB)
            .withEnvironment(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT", PROJECT,
                    "SLUICE_BUCKET", BUCKET,
                    "SLUICE_LOCATION", settings.location(),
                    "STORAGE_EMULATOR_HOST", cloud.address(),
                    "BIGQUERY_EMULATOR_HOST", cloud.address(),
                    "BENCH_DATABASE", measured.jdbcUrl(),
                    "_JAVA_OPTIONS", BOTH_COMPILERS));
    cloud.host().deploy(definition);
    start();
    // The first process ends kindly and leaves its archive of classes, as on any local cloud.
    cloud.host().deploy(definition);
    awaitEnd();
  }

  private static LandingTable landing(MeasuredTable measured, Source source, int connections) {
    ReadSettings settings =
        new ReadSettings(
            ReadSettings.Columns.ALL,
            Optional.empty(),
            Optional.of(connections),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new LandingTable(
        new TableId("lake_bench", "measured"),
        source.name(),
        new Origin.Extracted(measured.table(), new ReadMode.Snapshot(), settings),
        WriteMode.REPLACE,
        List.of(),
        Layout.PLAIN,
        About.NOTHING,
        Optional.empty());
  }

  /** Where its rows land. */
  ObjectStore store() {
    return store;
  }

  /** Starts its process, which has then read no row; what is known of that process. */
  ProcessFigures start() {
    // A source that is not there is refused once the plan was read.
    call("{\"source\": \"nothing\"}", 400);
    return new ProcessFigures(cloud.host().instances().get(0).pid());
  }

  /** Extracts the table; what landed. */
  Commit extract() {
    sequence++;
    Instant slot = Instant.EPOCH.plusSeconds(sequence);
    call("{\"source\": \"bench\", \"slot\": \"%s\"}".formatted(slot), 200);
    return commits.find(table, sequence).orElseThrow();
  }

  /** Ends its process, and removes what landed. */
  void end(Commit landed) {
    cloud.host().kill(NAME);
    for (Commit.Part part : landed.parts()) {
      store.find(part.name()).ifPresent(at -> store.delete(at.name(), at.generation()));
    }
  }

  private void awaitEnd() {
    while (!cloud.host().instances().isEmpty()) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void call(String body, int expected) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.host().address(NAME)))
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        throw new IllegalStateException(
            "the function answered %d: %s".formatted(response.statusCode(), response.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
