package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.LocalCloud;
import sluice.plan.About;
import sluice.plan.Arrival;
import sluice.plan.Completeness;
import sluice.plan.Contract;
import sluice.plan.Format;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.WriteMode;
import sluice.routing.Unrouted;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.sql.paths.PathSyntax;
import sluice.store.ObjectStore;
import sluice.testing.PlanBuilder;

/** Files that others put where they like, and change as they like, through the real functions. */
final class RoutedFilesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String BUCKET = "sluice-routes";
  private static final List<Column> COLUMNS =
      List.of(Column.of("id", ColumnType.INT64), Column.of("amount", ColumnType.FLOAT64));

  private static final LandingTable SALES =
      table(
          "lake.sales", new Format.Ndjson(), "acme/(?P<shop>[^/]+)/sales_(?P<date>\\d{8})\\.json");
  private static final LandingTable LEDGER =
      table("lake.ledger", new Format.Avro(), "acme/*/*.avro");
  private static final LandingTable PAIRS = pairs();

  @TempDir static Path folder;
  private static LocalCloud cloud;
  private static Rest rest;
  private static ObjectStore store;
  private static BigQuery bigQuery;

  @BeforeAll
  static void deploy() {
    Plan plan = new PlanBuilder().with(SALES).with(LEDGER).with(PAIRS).build();
    cloud = LocalCloud.start("sluice-local", folder, 0, InstantSource.system());
    rest = new Rest(cloud.address());
    Optional<String> host = Optional.of(cloud.address());
    Settings settings = new Settings("sluice-local", BUCKET, plan.location(), host, host);
    new Deployment(cloud, settings, LocalRun.REPOSITORY, Map.of()).deploy(plan);
    store = new GcsObjectStore(Clients.storage(settings), BUCKET);
    bigQuery = Clients.bigQuery(settings);
  }

  @AfterAll
  static void close() {
    cloud.close();
  }

  @Test
  void reachTheirTableOnceAndChangeItAsItsContractAllows() throws Exception {
    // The function that routes and loads is killed right behind the move that routes a file.
    post("{'object':{'name':'^landing/_claimed/partner.sales/','kill':'load'}}".replace('\'', '"'));
    drop("acme/s1/sales_20260301.json", "");
    drop("acme/s1/sales_20260301.json", "{\"id\": 1, \"amount\": 2}\n");
    drop("acme/s2/sales_20260301.json", "{\"id\": 2, \"amount\": 2.5, \"note\": \"new\"}\n");
    drop("acme/s2/sales_20260302.json", "{\"id\": 3, \"amount\": {\"jpy\": 3}}\n");
    drop("acme/s2/sales_20260303.json.part", "{\"id\": 4");
    drop("acme/s2/readme.txt", "hello");

    await("sales", () -> rows("SELECT id FROM lake.sales ORDER BY id").equals(List.of("1", "2")));
    await("readme", () -> new Unrouted(store).paths().equals(List.of("acme/s2/readme.txt")));
    assertThat(rows("SELECT note FROM lake.sales WHERE id = 2")).containsExactly("new");
    await("quarantine", () -> names("quarantine/partner.sales/").size() == 2);
    assertThat(store.read(names("quarantine/partner.sales/").get(1)).orElseThrow().text())
        .contains("column amount: is an object, expected FLOAT64.");
    assertThat(names("landing/acme/")).containsExactly("landing/acme/s2/sales_20260303.json.part");
    await("archive", () -> names("archive/partner.sales/").size() == 2);
    assertThat(names("archive/partner.sales/"))
        .anyMatch(name -> name.endsWith("/acme/s1/sales_20260301.json"));
  }

  @Test
  void loseNoColumnWhenTheNewestOfSeveralLacksIt() throws Exception {
    Schema with =
        SchemaBuilder.record("row").fields().requiredLong("id").optionalString("note").endRecord();
    Schema without =
        SchemaBuilder.record("row")
            .fields()
            .requiredLong("id")
            .optionalDouble("amount")
            .endRecord();
    Schema other =
        SchemaBuilder.record("row")
            .fields()
            .requiredLong("id")
            .optionalString("amount")
            .endRecord();
    drop("acme/a/1.avro", avro(with, Map.of("id", 1L, "note", "kept")));
    drop("acme/a/2.avro", avro(without, Map.of("id", 2L, "amount", 1.5)));
    drop("acme/a/3.avro", avro(other, Map.of("id", 3L, "amount", "a lot")));

    await("ledger", () -> rows("SELECT id FROM lake.ledger ORDER BY id").equals(List.of("1", "2")));
    assertThat(rows("SELECT note FROM lake.ledger WHERE id = 1")).containsExactly("kept");
    await("quarantine", () -> names("quarantine/partner.ledger/").size() == 2);
    assertThat(store.read(names("quarantine/partner.ledger/").get(1)).orElseThrow().text())
        .contains("column amount: is STRING, expected FLOAT64.");
    assertThat(bigQuery.getTable("lake", "ledger").getDefinition().getSchema().getFields())
        .extracting(Field::getName)
        .containsExactlyInAnyOrder("id", "amount", "note");
  }

  @Test
  void waitForTheOthersOfTheirSet() throws Exception {
    drop("pairs/left_20260301.json", "{\"id\": 1}\n");
    drop("pairs/left_20260302.json", "{\"id\": 2}\n");
    drop("pairs/right_20260302.json", "{\"id\": 3}\n");

    await("pairs", () -> rows("SELECT id FROM lake.pairs ORDER BY id").equals(List.of("2", "3")));
    await("archive", () -> names("archive/partner.pairs/").size() == 2);
    assertThat(names("landing/_claimed/partner.pairs/"))
        .singleElement()
        .asString()
        .endsWith("/pairs/left_20260301.json");
  }

  private static LandingTable table(String id, Format format, String match) {
    Arrival arrival = new Arrival(List.of(PathSyntax.read(match).pattern()), Optional.empty());
    return table(id, format, arrival);
  }

  private static LandingTable pairs() {
    String match = "pairs/(?P<side>[a-z]+)_(?P<date>\\d{8})\\.json";
    Completeness.OnePer both = new Completeness.OnePer("side", List.of("left", "right"));
    return table(
        "lake.pairs",
        new Format.Ndjson(),
        new Arrival(
            List.of(PathSyntax.read(match).pattern()),
            Optional.empty(),
            Optional.of(new Completeness(both, List.of(), Optional.empty()))));
  }

  private static LandingTable table(String id, Format format, Arrival arrival) {
    return new LandingTable(
        TableId.parse(id),
        "partner",
        new Origin.Dropped(format, arrival),
        WriteMode.APPEND,
        COLUMNS,
        Layout.PLAIN,
        About.NOTHING,
        Optional.empty(),
        Optional.of(Contract.EVOLVE),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static byte[] avro(Schema schema, Map<String, Object> row) throws IOException {
    GenericRecord record = new GenericData.Record(schema);
    row.forEach(record::put);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, file);
      writer.append(record);
    }
    return file.toByteArray();
  }

  /** The only column of a query's rows; nothing while its table is not there. */
  private static List<String> rows(String sql) {
    try {
      return StreamSupport.stream(
              bigQuery.query(QueryJobConfiguration.of(sql)).iterateAll().spliterator(), false)
          .map(row -> row.get(0).getStringValue())
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (com.google.cloud.bigquery.BigQueryException e) {
      return List.of();
    }
  }

  private static List<String> names(String prefix) {
    return store.list(prefix, Optional.empty()).stream().map(ObjectStore.Entry::name).toList();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + ", of " + names("")).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static void drop(String path, String content) {
    drop(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void drop(String path, byte[] content) {
    rest.call(
        "POST",
        "/upload/storage/v1/b/%s/o?uploadType=media&name=%s"
            .formatted(BUCKET, URLEncoder.encode("landing/" + path, StandardCharsets.UTF_8)),
        "application/octet-stream",
        content);
  }

  private static void post(String fault) {
    rest.call(
        "POST", "/_sluice/faults", "application/json", fault.getBytes(StandardCharsets.UTF_8));
  }
}
