package sluice.local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryJobsTest {

  @TempDir Path folder;
  private RunningBigQuery bigQuery;

  @BeforeEach
  void start() {
    bigQuery = new RunningBigQuery(folder.resolve("bq"), folder.resolve("gcs"));
    bigQuery.client.create(DatasetInfo.of("shop"));
  }

  @AfterEach
  void stop() {
    bigQuery.close();
  }

  private TableResult query(String sql) throws InterruptedException {
    return bigQuery.client.query(QueryJobConfiguration.of(sql));
  }

  private static List<List<Object>> rows(TableResult result) {
    return StreamSupport.stream(result.iterateAll().spliterator(), false)
        .map(QueryJobsTest::values)
        .toList();
  }

  private static List<Object> values(FieldValueList row) {
    return row.stream().map(value -> value.getValue()).toList();
  }

  private QueryStatistics statistics(String id, String sql) throws InterruptedException {
    Job job = bigQuery.run(id, QueryJobConfiguration.of(sql));
    assertThat(job.getStatus().getError()).isNull();
    return job.getStatistics();
  }

  @Test
  void aQueryGivesEveryTypeInItsForm() throws Exception {
    TableResult result =
        query(
            "SELECT 1 AS i, 1e10 AS f, NUMERIC '12.500' AS n, TRUE AS b, '雪' AS s, b'ab' AS y,"
                + " DATE '2026-01-02' AS d, DATETIME '2026-01-02 03:04:05.5' AS dt,"
                + " TIMESTAMP '2026-01-02 03:04:05.678901+00' AS ts, TIME '01:02:03' AS t,"
                + " STRUCT(1 AS a, [2, 3] AS l) AS st, CAST(NULL AS STRING) AS nothing");

    List<Object> row = rows(result).get(0);
    assertThat(row.subList(0, 10))
        .containsExactly(
            "1",
            "1.0E10",
            "12.5",
            "true",
            "雪",
            "YWI=",
            "2026-01-02",
            "2026-01-02T03:04:05.500",
            "1.767323045678901E9",
            "01:02:03");
    assertThat(row.get(10).toString()).contains("value=1").contains("value=2").contains("value=3");
    assertThat(row.get(11)).isNull();
  }

  @Test
  void tenThousandRowsComeInPages() throws Exception {
    TableResult result =
        bigQuery.client.query(
            QueryJobConfiguration.newBuilder(
                    "SELECT x FROM UNNEST(GENERATE_ARRAY(1, 10000)) AS x ORDER BY x")
                .setMaxResults(1_000L)
                .build());

    assertThat(result.getTotalRows()).isEqualTo(10_000);
    List<List<Object>> rows = rows(result);
    assertThat(rows).hasSize(10_000);
    assertThat(rows.get(9_999)).containsExactly("10000");
  }

  @Test
  void dmlCountsWhatItChanges() throws Exception {
    statistics(
        "ddl", "CREATE TABLE shop.t (id INT64 NOT NULL, v STRING) OPTIONS (description = 'd')");
    assertThat(
            statistics("i", "INSERT INTO shop.t VALUES (1, 'a'), (2, 'b')").getNumDmlAffectedRows())
        .isEqualTo(2);
    QueryStatistics merge =
        statistics(
            "m",
            "MERGE shop.t USING (SELECT 2 AS id, 'B' AS v UNION ALL SELECT 3, 'C') AS s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT ROW");
    assertThat(merge.getDmlStats().getInsertedRowCount()).isEqualTo(1);
    assertThat(merge.getDmlStats().getUpdatedRowCount()).isEqualTo(1);
    assertThat(rows(query("SELECT * FROM shop.t ORDER BY id")))
        .containsExactly(List.of("1", "a"), List.of("2", "B"), List.of("3", "C"));
    assertThat(bigQuery.client.getTable("shop", "t").getDescription()).isEqualTo("d");

    Job missing =
        bigQuery.run("null", QueryJobConfiguration.of("INSERT INTO shop.t (v) VALUES ('x')"));
    assertThat(missing.getStatus().getError().getReason()).isEqualTo("invalidQuery");
    assertThat(bigQuery.client.getTable("shop", "t").getNumRows()).isEqualTo(3);
  }

  @Test
  void aDestinationIsReplacedByAQueryThatReadsItThroughAView() throws Exception {
    TableId target = TableId.of("shop", "totals");
    statistics("c", "CREATE TABLE shop.totals AS SELECT 1 AS n");
    bigQuery.client.create(
        com.google.cloud.bigquery.TableInfo.of(
            TableId.of("shop", "seen"), ViewDefinition.of("SELECT n FROM shop.totals")));
    QueryJobConfiguration again =
        QueryJobConfiguration.newBuilder("SELECT n + 1 AS n FROM shop.seen")
            .setDestinationTable(target)
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .build();
    for (int i = 0; i < 3; i++) {
      assertThat(bigQuery.run("again" + i, again).getStatus().getError()).isNull();
    }
    assertThat(rows(query("SELECT n FROM shop.seen"))).containsExactly(List.of("4"));

    Job full =
        bigQuery.run(
            "full",
            QueryJobConfiguration.newBuilder("SELECT 1 AS n").setDestinationTable(target).build());
    assertThat(full.getStatus().getError().getMessage())
        .isEqualTo("Already Exists: Table p1:shop.totals");
  }

  @Test
  void createTableAsKeepsPartitioningClusteringAndOptions() throws Exception {
    QueryStatistics created =
        statistics(
            "ctas",
            "CREATE OR REPLACE TABLE shop.days PARTITION BY d CLUSTER BY n OPTIONS (labels = [('team', 'x')])"
                + " AS SELECT DATE '2026-01-01' AS d, 1 AS n");
    assertThat(created.getDdlOperationPerformed()).isEqualTo("CREATE");
    assertThat(created.getStatementType().toString()).isEqualTo("CREATE_TABLE_AS_SELECT");
    Table days = bigQuery.client.getTable("shop", "days");
    assertThat(days.getLabels()).containsEntry("team", "x");
    com.google.cloud.bigquery.StandardTableDefinition definition = days.getDefinition();
    assertThat(definition.getTimePartitioning())
        .isEqualTo(TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField("d").build());
    assertThat(definition.getClustering().getFields()).containsExactly("n");

    QueryJobConfiguration day =
        QueryJobConfiguration.newBuilder("SELECT DATE '2026-01-02' AS d, 2 AS n")
            .setDestinationTable(TableId.of("shop", "days$20260102"))
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .build();
    assertThat(bigQuery.run("p1", day).getStatus().getError()).isNull();
    assertThat(bigQuery.run("p2", day).getStatus().getError()).isNull();
    assertThat(rows(query("SELECT n FROM shop.days ORDER BY n")))
        .containsExactly(List.of("1"), List.of("2"));
    statistics("alter", "ALTER TABLE shop.days ADD COLUMN note STRING");
    statistics("trunc", "TRUNCATE TABLE shop.days");
    assertThat(statistics("drop", "DROP TABLE shop.days").getDdlOperationPerformed())
        .isEqualTo("DROP");
    assertThat(bigQuery.client.getTable("shop", "days")).isNull();
  }

  @Test
  void parametersAndTheDefaultDatasetAreRead() throws Exception {
    statistics("c", "CREATE TABLE shop.t AS SELECT x FROM UNNEST([1, 2, 3]) AS x");
    TableResult result =
        bigQuery.client.query(
            QueryJobConfiguration.newBuilder(
                    "SELECT x FROM t WHERE x IN UNNEST(@wanted) AND x > @least ORDER BY x")
                .setDefaultDataset("shop")
                .addNamedParameter(
                    "wanted", QueryParameterValue.array(new Long[] {1L, 2L, 3L}, Long.class))
                .addNamedParameter("least", QueryParameterValue.int64(1))
                .build());
    assertThat(rows(result)).containsExactly(List.of("2"), List.of("3"));
  }

  @Test
  void aDryRunGivesTheSchemaAndLeavesNothing() {
    Job job =
        bigQuery.client.create(
            JobInfo.of(
                QueryJobConfiguration.newBuilder("SELECT 1 AS a, 'x' AS b")
                    .setDryRun(true)
                    .build()));
    QueryStatistics statistics = job.getStatistics();
    assertThat(statistics.getSchema().getFields())
        .extracting(field -> field.getName() + " " + field.getType().getStandardType())
        .containsExactly("a INT64", "b STRING");
    assertThat(bigQuery.client.listJobs().getValues()).isEmpty();
    assertThatThrownBy(
            () ->
                bigQuery.client.create(
                    JobInfo.of(
                        QueryJobConfiguration.newBuilder("SELECT nope").setDryRun(true).build())))
        .isInstanceOfSatisfying(
            BigQueryException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(400);
              assertThat(e.getReason()).isEqualTo("invalidQuery");
              assertThat(e.getMessage()).isEqualTo("Unrecognized name: nope [at 1:8]");
            });
  }

  @Test
  void faultsOfAQueryAreTold() {
    assertThatThrownBy(() -> query("SELECT 1 / (SELECT 0)"))
        .isInstanceOf(BigQueryException.class)
        .hasMessageContaining("division by zero");
    assertThatThrownBy(() -> query("SELECT * FROM shop.none"))
        .isInstanceOfSatisfying(
            BigQueryException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(404);
              assertThat(e.getMessage())
                  .isEqualTo("Not found: Table p1:shop.none was not found in location US");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "NEWLINE_DELIMITED_JSON", "AVRO", "PARQUET"})
  void whatIsExtractedLoadsAgain(String format) throws Exception {
    boolean flat = format.equals("CSV");
    statistics(
        "c",
        "CREATE TABLE shop.t AS SELECT 1 AS id, '雪, \"x\"' AS s, NUMERIC '-1.5' AS n, DATE '2026-01-02' AS d,"
            + " TIMESTAMP '2026-01-02 03:04:05.678901+00' AS ts, CAST(NULL AS INT64) AS none"
            + (flat ? "" : ", [STRUCT(1 AS a, 'p' AS b), (2, 'q')] AS l"));
    TableId source = TableId.of("shop", "t");
    Job extract =
        bigQuery.run(
            "x",
            ExtractJobConfiguration.newBuilder(source, "gs://b/out/t-*")
                .setFormat(format)
                .setUseAvroLogicalTypes(true)
                .build());
    assertThat(extract.getStatus().getError()).isNull();

    FormatOptions options =
        flat
            ? com.google.cloud.bigquery.CsvOptions.newBuilder().setSkipLeadingRows(1).build()
            : format.equals("PARQUET")
                ? com.google.cloud.bigquery.ParquetOptions.newBuilder()
                    .setEnableListInference(true)
                    .build()
                : FormatOptions.of(format);
    LoadJobConfiguration.Builder load =
        LoadJobConfiguration.newBuilder(
                TableId.of("shop", "again"), "gs://b/out/t-000000000000", options)
            .setUseAvroLogicalTypes(true);
    if (flat || format.startsWith("NEWLINE")) {
      load.setSchema(bigQuery.client.getTable(source).getDefinition().getSchema());
    }
    assertThat(bigQuery.run("l", load.build()).getStatus().getError()).isNull();
    assertThat(rows(query("SELECT * FROM shop.again")).toString())
        .isEqualTo(rows(query("SELECT * FROM shop.t")).toString());
    assertThat(rows(query("SELECT id, n, none FROM shop.again")))
        .containsExactly(Arrays.asList("1", "-1.5", null));
  }
}
