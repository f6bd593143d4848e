package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.load.LoadStages;
import sluice.local.LocalCloud;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.WriteMode;
import sluice.status.TableStatus.Stage;
import sluice.store.ObjectStore;
import sluice.testing.PlanBuilder;

/**
 * Functions killed for real between each two of their effects: whoever carries a table's step out
 * dies right there, and the table ends as if nothing had happened.
 */
final class KilledFunctionsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BUCKET = "sluice-kills";

  /** Where they are killed: a fault of the local cloud; TABLE is the table's own name. */
  enum Point {
    UNDISTURBED(""),
    OPENED("{'object':{'name':'^state/ledger/lake.TABLE/',KILL}}"),
    CLAIMED("{'object':{'name':'^landing/_claimed/partner.TABLE/',KILL}}"),
    ABOUT_TO_SUBMIT(
        "{'request':{'method':'POST','path':'/projects/[^/]*/jobs$',KILL,'when':'before'}}"),
    SUBMITTED("{'request':{'method':'POST','path':'/projects/[^/]*/jobs$',KILL}}"),
    LOOKED_AT("{'request':{'method':'GET','path':'/jobs/sluice_load_lake_TABLE_',KILL}}"),
    ARCHIVED("{'object':{'name':'^archive/partner.TABLE/',KILL}}"),
    EXPLAINED("{'object':{'name':'^quarantine/partner.TABLE/.*reason.json$',KILL}}"),
    QUARANTINED("{'object':{'name':'^quarantine/partner.TABLE/.*bad.ndjson$',KILL}}"),
    CLOSED("{'object':{'name':'^state/tables/lake.TABLE.json',KILL}}");

    private final String fault;

    Point(String fault) {
      this.fault = fault;
    }

    LandingTable table() {
      return PlanBuilder.dropped("lake." + name().toLowerCase(Locale.ROOT), WriteMode.APPEND);
    }

    String fault(String function) {
      return fault
          .replace("KILL", "'kill':'" + function + "'")
          .replace("TABLE", table().id().table())
          .replace('\'', '"');
    }
  }

  @TempDir static Path folder;
  private static LocalCloud cloud;
  private static Rest rest;
  private static ObjectStore store;
  private static BigQuery bigQuery;

  @BeforeAll
  static void deploy() {
    PlanBuilder plan = new PlanBuilder();
    for (Point point : Point.values()) {
      plan.with(point.table());
    }
    Plan built = plan.build();
    cloud = LocalCloud.start("sluice-local", folder, 0, InstantSource.system());
    rest = new Rest(cloud.address());
    Optional<String> host = Optional.of(cloud.address());
    Settings settings = new Settings("sluice-local", BUCKET, built.location(), host, host);
    new Deployment(cloud, settings, LocalRun.REPOSITORY, Map.of()).deploy(built);
    store = new GcsObjectStore(Clients.storage(settings), BUCKET);
    bigQuery = Clients.bigQuery(settings);
  }

  @AfterAll
  static void close() {
    cloud.close();
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void endAsIfNothingHadHappened(Point point) throws Exception {
    LandingTable table = point.table();
    if (point != Point.UNDISTURBED) {
      List.of("load", "transform", "tend").forEach(function -> post(point.fault(function)));
    }
    drop(table, "bad.ndjson", "{\"id\": \n");
    for (int file = 0; file < 3; file++) {
      drop(
          table,
          file + ".ndjson",
          "{\"id\": \"%d\"}\n{\"id\": \"%d\"}\n".formatted(2 * file, 2 * file + 1));
    }

    awaitLoaded(table);
    assertThat(ids(table)).containsExactlyElementsOf(IntStream.range(0, 6).boxed().toList());
    assertThat(names("landing/partner." + table.id().table())).isEmpty();
    assertThat(names("landing/_claimed/partner." + table.id().table())).isEmpty();
    assertThat(names("archive/partner." + table.id().table()))
        .containsExactlyInAnyOrder("0.ndjson", "1.ndjson", "2.ndjson");
    assertThat(names("quarantine/partner." + table.id().table()))
        .containsExactlyInAnyOrder("bad.ndjson", "bad.ndjson.reason.json");
    assertThat(faultsMet()).allMatch(met -> met > 0 || point == Point.UNDISTURBED);
    rest.call("DELETE", "/_sluice/faults", "application/json", new byte[0]);
  }

  private static void awaitLoaded(LandingTable table) throws InterruptedException {
    LoadStages stages = new LoadStages(store);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (stages.status(table).stage() != Stage.CURRENT
        || names("archive/partner." + table.id().table()).size() < 3) {
      assertThat(System.nanoTime()).as("loaded in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static List<Integer> ids(LandingTable table) throws InterruptedException {
    QueryJobConfiguration query =
        QueryJobConfiguration.of("SELECT id FROM %s ORDER BY id".formatted(table.id()));
    return StreamSupport.stream(bigQuery.query(query).iterateAll().spliterator(), false)
        .map(row -> Integer.parseInt(row.get(0).getStringValue()))
        .toList();
  }

  /** The last part of each name below a prefix. */
  private static List<String> names(String prefix) {
    return store.list(prefix + "/", Optional.empty()).stream()
        .map(entry -> entry.name().substring(entry.name().lastIndexOf('/') + 1))
        .toList();
  }

  private static List<Integer> faultsMet() {
    String faults = rest.call("GET", "/_sluice/faults", "application/json", new byte[0]);
    return new TreeMap<String, Integer>(
            Pattern.compile("\"id\":\"(\\d+)\"[^}]*\"seen\":(\\d+)")
                .matcher(faults)
                .results()
                .collect(
                    Collectors.toMap(
                        found -> found.group(1), found -> Integer.parseInt(found.group(2)))))
        .values().stream().toList();
  }

  private static void drop(LandingTable table, String file, String content) {
    String object = "landing/%s/%s".formatted(table.landingName(), file);
    rest.call(
        "POST",
        "/upload/storage/v1/b/%s/o?uploadType=media&name=%s"
            .formatted(BUCKET, URLEncoder.encode(object, StandardCharsets.UTF_8)),
        "application/x-ndjson",
        content.getBytes(StandardCharsets.UTF_8));
  }

  private static void post(String fault) {
    rest.call(
        "POST", "/_sluice/faults", "application/json", fault.getBytes(StandardCharsets.UTF_8));
  }
}
