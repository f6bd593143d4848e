package sluice.local.run;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.load.LoadStages;
import sluice.local.LocalCloud;
import sluice.local.host.InstanceStatus;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Source;
import sluice.status.TableStatus.Stage;
import sluice.store.ObjectStore;

/** A source database whose tables flow through the deployed functions into the local BigQuery. */
final class FlowingDatabase implements AutoCloseable {

  private static final String PROJECT = "sluice-local";
  private static final String BUCKET = "sluice-flows";
  private static final String LOCATION = "asia-northeast1";
  private static final String FUNCTION = "extract-database";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String LOAD = "load";
  private static final String TEND =
      "/v1/projects/%s/locations/%s/jobs/tend:".formatted(PROJECT, LOCATION);

  private final LocalCloud cloud;
  private final Source source;
  private final Plan plan;
  private final Deployment deployment;
  private final Rest rest;
  private final ObjectStore store;
  private final BigQuery bigQuery;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param source its connection is the variable that holds the address
   */
  FlowingDatabase(Path folder, Source source, String jdbcUrl, List<LandingTable> tables) {
    this.source = source;
    this.cloud = LocalCloud.start(PROJECT, folder, 0, InstantSource.system());
    Optional<String> host = Optional.of(cloud.address());
    Settings settings = new Settings(PROJECT, BUCKET, LOCATION, host, host);
    Map<String, String> secrets = Map.of(source.connection().orElseThrow(), jdbcUrl);
    this.plan = new Plan("flows", LOCATION, List.of(source), tables, List.of());
    this.deployment = new Deployment(cloud, settings, LocalRun.REPOSITORY, secrets);
    this.rest = new Rest(cloud.address());
    deployment.deploy(plan);
    this.store = new GcsObjectStore(Clients.storage(settings), BUCKET);
    this.bigQuery = Clients.bigQuery(settings);
  }

  LocalCloud cloud() {
    return cloud;
  }

  ObjectStore store() {
    return store;
  }

  /** Calls the function for a slot; the status that it answers. */
  CompletableFuture<Integer> extractAsync(Instant slot) {
    return extractAsync(source.name(), slot);
  }

  private CompletableFuture<Integer> extractAsync(String name, Instant slot) {
    String body = "{\"source\": \"%s\", \"slot\": \"%s\"}".formatted(name, slot);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.host().address(FUNCTION)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::statusCode);
  }

  int extract(Instant slot) {
    return extractAsync(slot).join();
  }

  /** Has that many processes of the function wait for calls: they refuse a source unknown. */
  void warm(int processes) {
    while (idle() < processes) {
      Stream.generate(() -> extractAsync("nothing", Instant.EPOCH))
          .limit(processes)
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private long idle() {
    return cloud.host().instances().stream()
        .filter(instance -> instance.function().equals(FUNCTION))
        .filter(instance -> instance.state() == InstanceStatus.State.IDLE)
        .count();
  }

  /** Loads nothing that lands from now on, so that what landed stays to be looked at. */
  void holdLoads() {
    cloud.triggers().remove(LOAD);
    post(TEND + "pause");
  }

  /** Loads what lands from now on, and with it what landed before. */
  void releaseLoads() {
    deployment.deploy(plan);
    post(TEND + "resume");
  }

  private void post(String path) {
    rest.call("POST", path, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
  }

  /** Ends every process of the function, as the platform may. */
  int killExtracts() {
    return cloud.host().kill(FUNCTION);
  }

  List<Commit> commits(LandingTable table) {
    return new Commits(store).after(table, 0);
  }

  void awaitLoaded(LandingTable table) {
    LoadStages stages = new LoadStages(store);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (stages.status(table).stage() != Stage.CURRENT) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not loaded; what was said:\n" + warnings());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /** What was logged that is more than news. */
  private String warnings() {
    return logged("severity>=WARNING");
  }

  /** The first entries of the log that pass a filter. */
  String logged(String filter) {
    JsonObject request = new JsonObject();
    request.addProperty("filter", filter);
    request.addProperty("pageSize", 20);
    return rest.call("POST", "/v2/entries:list", "application/json", Rest.bytes(request));
  }

  /** Rows of a query; a NULL is null. */
  List<List<String>> rows(String sql) {
    try {
      List<List<String>> rows = new ArrayList<>();
      for (FieldValueList row : bigQuery.query(QueryJobConfiguration.of(sql)).iterateAll()) {
        List<String> values = new ArrayList<>();
        for (FieldValue value : row) {
          values.add(value.isNull() ? null : value.getStringValue());
        }
        rows.add(values);
      }
      return rows;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    cloud.close();
  }
}
