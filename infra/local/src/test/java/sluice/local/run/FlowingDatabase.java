package sluice.local.run;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
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
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.load.LoadStages;
import sluice.local.LocalCloud;
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
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LocalCloud cloud;
  private final Source source;
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
    new Deployment(cloud, settings, LocalRun.REPOSITORY, secrets)
        .deploy(new Plan("flows", LOCATION, List.of(source), tables, List.of()));
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
    String body = "{\"source\": \"%s\", \"slot\": \"%s\"}".formatted(source.name(), slot);
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
    return new Rest(cloud.address())
        .call(
            "POST",
            "/v2/entries:list",
            "application/json",
            "{\"filter\":\"severity>=WARNING\",\"pageSize\":20}".getBytes(StandardCharsets.UTF_8));
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
