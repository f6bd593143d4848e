package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.extract.Commits;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.load.LoadStages;
import sluice.local.LocalCloud;
import sluice.local.s3.LocalS3;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.status.TableStatus.Stage;
import sluice.store.ObjectStore;
import sluice.testing.PlanBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * From somebody's bucket in S3 to a table, through the functions as they are deployed; the one that
 * takes objects over is killed for real between each two of its effects.
 */
final class HandedOverIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BUCKET = "sluice-handover";
  private static final String FOREIGN_BUCKET = "handover";

  /** What takes two stretches. */
  private static final int LARGE_LINES = 72;

  private static final int LINE_BYTES = 1 << 20;

  /** Where extract-objects is killed: a fault of the local cloud; TABLE is the table's own name. */
  enum Point {
    UNDISTURBED(""),
    COPIED("^landing/_parts/payments.TABLE/"),
    STRETCHED("^landing/_stretches/payments.TABLE/.*json$"),
    TAKEN("^state/handovers/payments.TABLE/"),
    COMMITTED("^landing/_commits/payments.TABLE/");

    private final String object;

    Point(String object) {
      this.object = object;
    }

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }

    LandingTable table() {
      return PlanBuilder.handedOver(
          "lake." + folder(), List.of(folder() + "/**"), List.of(), Optional.of("_SUCCESS"));
    }
  }

  @TempDir static Path folder;
  private static LocalS3 s3;
  private static S3Client owner;
  private static LocalCloud cloud;
  private static Rest rest;
  private static ObjectStore store;
  private static BigQuery bigQuery;

  @BeforeAll
  static void deploy() {
    s3 = LocalS3.start(folder.resolve("s3"), 0);
    owner = s3.owner();
    owner.createBucket(bucket -> bucket.bucket(FOREIGN_BUCKET));
    PlanBuilder plan = new PlanBuilder();
    List.of(Point.values()).forEach(point -> plan.with(point.table()));
    Plan built = plan.build();
    cloud = LocalCloud.start("sluice-local", folder.resolve("cloud"), 0, InstantSource.system());
    rest = new Rest(cloud.address());
    Optional<String> host = Optional.of(cloud.address());
    Settings settings = new Settings("sluice-local", BUCKET, built.location(), host, host);
    new Deployment(cloud, settings, LocalRun.REPOSITORY, s3.environment()).deploy(built);
    store = new GcsObjectStore(Clients.storage(settings), BUCKET);
    bigQuery = Clients.bigQuery(settings);
  }

  @AfterAll
  static void close() {
    cloud.close();
    owner.close();
    s3.close();
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void takesEachObjectOnceWhereverItIsKilled(Point point) throws Exception {
    LandingTable table = point.table();
    int large = point == Point.STRETCHED ? LARGE_LINES : 1;
    put(point, "0.ndjson", lines(0, large, large == 1 ? 1 : LINE_BYTES));
    put(point, "1.ndjson", lines(large, 2, 1));
    take();
    assertThat(new Commits(store).last(table, 0)).as("before the marker").isEmpty();

    put(point, "_SUCCESS", "");
    if (point != Point.UNDISTURBED) {
      killedAt(point, table);
    }
    if (point == Point.STRETCHED) {
      List<ObjectStore.Entry> before = finished(stretches(table));
      assertThat(before).as("stretches that the killed call left").isNotEmpty();
      // Killed once more when all is copied, so that what there was before is there to look at.
      killedAt(Point.TAKEN, table);
      assertThat(stretches(table))
          .as("the same generations, and no other copy of the same stretch")
          .filteredOn(entry -> isOfSame(entry, before))
          .containsExactlyElementsOf(before);
    }
    assertThat(take()).as("the call after it").isEqualTo(200);
    awaitLoaded(table);
    assertThat(ids(table))
        .containsExactlyElementsOf(IntStream.range(0, large + 2).boxed().toList());

    // One more object in its set, and a call that finds nothing.
    put(point, "2.ndjson", lines(large + 2, 1, 1));
    assertThat(take()).isEqualTo(200);
    assertThat(take()).isEqualTo(200);
    awaitLoaded(table);
    assertThat(ids(table))
        .containsExactlyElementsOf(IntStream.range(0, large + 3).boxed().toList());
    assertThat(stretches(table)).isEmpty();
  }

  private static String lines(int from, int count, int bytes) {
    StringBuilder text = new StringBuilder();
    for (int id = from; id < from + count; id++) {
      text.append("{\"id\": \"%d\"}".formatted(id)).append(" ".repeat(bytes)).append('\n');
    }
    return text.toString();
  }

  private static void put(Point point, String name, String text) {
    String key = "export/%s/%s".formatted(point.folder(), name);
    owner.putObject(object -> object.bucket(FOREIGN_BUCKET).key(key), RequestBody.fromString(text));
  }

  /** Calls the function as Cloud Scheduler does; the answer's status. */
  private static int take() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cloud.host().address("extract-objects")))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"source\": \"payments\"}"))
            .timeout(PATIENCE)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static void killedAt(Point point, LandingTable table) throws Exception {
    String object = point.object.replace("TABLE", table.id().table());
    post(
        "/_sluice/faults",
        "{\"object\":{\"name\":\"%s\",\"kill\":\"extract-objects\"}}".formatted(object));
    assertThat(take()).as("the call that is killed").isNotEqualTo(200);
    assertThat(rest.call("GET", "/_sluice/faults", "application/json", new byte[0]))
        .containsPattern(Pattern.compile("\"seen\":[1-9]"));
    rest.call("DELETE", "/_sluice/faults", "application/json", new byte[0]);
  }

  private static List<ObjectStore.Entry> stretches(LandingTable table) {
    return store.list("landing/_stretches/" + table.landingName() + "/", Optional.empty());
  }

  /** All that lies where a stretch has its mark. */
  private static List<ObjectStore.Entry> finished(List<ObjectStore.Entry> all) {
    List<ObjectStore.Entry> marks =
        all.stream().filter(entry -> entry.name().endsWith(".json")).toList();
    return all.stream().filter(entry -> isOfSame(entry, marks)).toList();
  }

  /** Whether it is of one of the same stretches: each has a folder. */
  private static boolean isOfSame(ObjectStore.Entry entry, List<ObjectStore.Entry> others) {
    return others.stream().anyMatch(other -> folder(other).equals(folder(entry)));
  }

  private static String folder(ObjectStore.Entry entry) {
    return entry.name().substring(0, entry.name().lastIndexOf('/') + 1);
  }

  private static void awaitLoaded(LandingTable table) {
    LoadStages stages = new LoadStages(store);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (stages.status(table).stage() != Stage.CURRENT) {
      assertThat(System.nanoTime()).as("loaded in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static List<Integer> ids(LandingTable table) throws InterruptedException {
    QueryJobConfiguration query =
        QueryJobConfiguration.of("SELECT id FROM %s".formatted(table.id()));
    return StreamSupport.stream(bigQuery.query(query).iterateAll().spliterator(), false)
        .map(row -> Integer.parseInt(row.get(0).getStringValue()))
        .sorted()
        .toList();
  }

  private static void post(String path, String json) {
    rest.call("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }
}
