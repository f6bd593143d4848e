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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.LocalCloud;
import sluice.local.host.FunctionDefinition;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.store.ObjectStore;

/** A function as it is deployed: a process of its own, called over HTTP. */
final class DeployedFunction {

  private static final String PROJECT = "sluice-bench";
  private static final String BUCKET = "sluice-bench-landing";
  private static final String LOCATION = "asia-northeast1";
  private static final Duration LONGEST = Duration.ofHours(1);

  /** The host starts functions with the quick compiler only; in the cloud they have both. */
  private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

  private final LocalCloud cloud;
  private final String name;
  private final ObjectStore store;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Deploys it.
   *
   * @param heapMiB the largest heap of its process
   * @param secrets what its environment has beside the settings
   */
  DeployedFunction(
      LocalCloud cloud,
      Path repository,
      EntryPoint entry,
      int heapMiB,
      Map<String, String> secrets) {
    this.cloud = cloud;
    this.name = entry.function;
    Optional<String> host = Optional.of(cloud.address());
    Storage storage = Clients.storage(new Settings(PROJECT, BUCKET, LOCATION, host, host));
    storage.create(BucketInfo.of(BUCKET));
    this.store = new GcsObjectStore(storage, BUCKET);
    FunctionDefinition definition =
        FunctionDefinition.of(
                name,
                repository.resolve("functions").resolve(name).resolve("target/deploy"),
                entry.className,
                Signature.HTTP)
            .withTimeout(LONGEST)
            .withIdleAfter(LONGEST)
            .withInstances(1, 1)
            .withMemoryMiB(heapMiB)
            .withEnvironment(environment(cloud.address(), secrets));
    new Plans(store).publish(new Plan("bench", LOCATION, List.of(), List.of(), List.of()));
    cloud.host().deploy(definition);
    start();
    // The first process ends kindly and leaves its archive of classes, as on any local cloud.
    cloud.host().deploy(definition);
    awaitEnd();
  }

  /** The functions that are measured. */
  enum EntryPoint {
    DATABASE("extract-database", "sluice.functions.extract.database.ExtractDatabaseFunction"),
    OBJECTS("extract-objects", "sluice.functions.extract.objects.ExtractObjectsFunction");

    private final String function;
    private final String className;

    EntryPoint(String function, String className) {
      this.function = function;
      this.className = className;
    }
  }

  private static Map<String, String> environment(String address, Map<String, String> secrets) {
    Map<String, String> environment = new TreeMap<>(secrets);
    environment.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    environment.put("SLUICE_BUCKET", BUCKET);
    environment.put("SLUICE_LOCATION", LOCATION);
    environment.put("STORAGE_EMULATOR_HOST", address);
    environment.put("BIGQUERY_EMULATOR_HOST", address);
    environment.put("_JAVA_OPTIONS", BOTH_COMPILERS);
    return environment;
  }

  /** What it is to read. */
  void publish(Source source, List<LandingTable> tables) {
    new Plans(store).publish(new Plan("bench", LOCATION, List.of(source), tables, List.of()));
  }

  /** Its bucket. */
  ObjectStore store() {
    return store;
  }

  /** Starts its process, which has then read nothing; what is known of that process. */
  ProcessFigures start() {
    // A source that is not there is refused once the plan was read.
    call("{\"source\": \"nothing\"}", 400);
    return new ProcessFigures(cloud.host().instances().get(0).pid());
  }

  /** SIGKILL. */
  void kill() {
    cloud.host().kill(name);
    awaitEnd();
  }

  private void awaitEnd() {
    while (!cloud.host().instances().isEmpty()) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /**
   * Calls it.
   *
   * @throws IllegalStateException if it answers with another status
   */
  void call(String body, int expected) {
    HttpResponse<String> answer = answer(body);
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(
          "the function answered %d: %s".formatted(answer.statusCode(), answer.body()));
    }
  }

  /** Calls it; the status that it answers. */
  int call(String body) {
    return answer(body).statusCode();
  }

  private HttpResponse<String> answer(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.host().address(name)))
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
