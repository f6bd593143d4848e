package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import sluice.company.Cells;
import sluice.company.ExpectedMarts;
import sluice.company.PaymentExports;
import sluice.gcp.Clients;
import sluice.gcp.Settings;
import sluice.local.s3.LocalS3;
import sluice.schema.ColumnType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a person does to a running Sluice from outside: over HTTP, and with Google's client. */
final class RunningSluice {

  private static final String PROJECT = "sluice-local";
  private static final String BUCKET = "sluice-local-data";
  private static final String LOCATION = "asia-northeast1";

  private final LocalRun run;
  private final Rest rest;
  private final BigQuery bigQuery;

  RunningSluice(LocalRun run) {
    this.run = run;
    this.rest = new Rest(run.address("cloud"));
    Optional<String> host = Optional.of(run.address("cloud"));
    this.bigQuery = Clients.bigQuery(new Settings(PROJECT, BUCKET, LOCATION, host, host));
  }

  /** A plain upload, as {@code curl --data-binary} makes it. */
  void drop(String object, byte[] content) {
    String name = URLEncoder.encode(object, StandardCharsets.UTF_8);
    rest.call(
        "POST",
        "/upload/storage/v1/b/%s/o?uploadType=media&name=%s".formatted(BUCKET, name),
        "text/csv",
        content);
  }

  /** What the payment service hands over. */
  void handOver(SortedMap<String, byte[]> objects) {
    try (S3Client owner =
        S3Client.builder()
            .region(Region.AP_NORTHEAST_1)
            .endpointOverride(URI.create(run.address("s3")))
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(LocalS3.KEY, LocalS3.SECRET)))
            .build()) {
      objects.forEach(
          (key, content) ->
              owner.putObject(
                  object -> object.bucket(PaymentExports.BUCKET).key(key),
                  RequestBody.fromBytes(content)));
    }
  }

  /** Lets the schedule of that name run now. */
  void runSchedule(String job) {
    post("/v1/projects/%s/locations/%s/jobs/%s:run".formatted(PROJECT, LOCATION, job), "{}");
  }

  /** From now on that happens to events for {@code load}. */
  void loseOrRepeatEvents(String effect) {
    post(
        "/_sluice/faults",
        "{\"event\":{\"trigger\":\"load\",\"nth\":1,\"count\":1000,%s}}".formatted(effect));
  }

  void healEvents() {
    rest.call("DELETE", "/_sluice/faults", "application/json", new byte[0]);
  }

  private void post(String path, String json) {
    rest.call("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  long count(String table) {
    return query("SELECT COUNT(*) FROM " + table)
        .getValues()
        .iterator()
        .next()
        .get(0)
        .getLongValue();
  }

  void awaitMarts(SortedMap<String, List<String>> expected) {
    AtomicReference<List<String>> differences = new AtomicReference<>(List.of());
    SortedMap<String, List<String>> missing = new TreeMap<>(expected);
    try {
      run.await(
          "the marts as PostgreSQL has them",
          () -> {
            missing.entrySet().removeIf(mart -> differences(mart, differences).isEmpty());
            return missing.isEmpty();
          });
      assertThat(ExpectedMarts.differences(expected, marts(expected))).isEmpty();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nThey differ: " + differences.get(), e);
    }
  }

  private List<String> differences(
      Map.Entry<String, List<String>> mart, AtomicReference<List<String>> last) {
    SortedMap<String, List<String>> expected = new TreeMap<>(Map.ofEntries(mart));
    last.set(ExpectedMarts.differences(expected, marts(expected)));
    return last.get();
  }

  /** The marts by value, as {@link ExpectedMarts} writes them. */
  SortedMap<String, List<String>> marts(SortedMap<String, List<String>> like) {
    SortedMap<String, List<String>> marts = new TreeMap<>();
    like.keySet().forEach(mart -> marts.put(mart, rows(query("SELECT * FROM " + mart))));
    return marts;
  }

  private static List<String> rows(TableResult result) {
    List<Field> fields = result.getSchema().getFields();
    List<String> rows = new ArrayList<>();
    for (FieldValueList values : result.iterateAll()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        ColumnType type = ColumnType.named(fields.get(i).getType().name()).orElseThrow();
        cells.add(Cells.cell(type, values.get(i).isNull() ? null : values.get(i).getStringValue()));
      }
      rows.add(String.join("\t", cells));
    }
    rows.sort(null);
    return rows;
  }

  private TableResult query(String sql) {
    try {
      return bigQuery.query(QueryJobConfiguration.of(sql));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
