package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.SchemaUpdateOption;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TimePartitioning;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.warehouse.JobRequest;
import sluice.warehouse.MergeSql;

final class JobConfigurationsTest {

  private static final TableId ORDERS = TableId.parse("lake.orders");
  private static final com.google.cloud.bigquery.TableId TARGET =
      com.google.cloud.bigquery.TableId.of("lake", "orders");
  private static final Map<String, String> LABELS = Map.of("sluice", "company");
  private static final List<String> URIS = List.of("gs://b/1", "gs://b/2");
  private static final Layout BY_DAY =
      new Layout(
          Optional.of(new Partitioning("ordered_at", Partitioning.Granularity.DAY)),
          List.of("shop_id", "status"));
  private static final TimePartitioning DAYS =
      TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField("ordered_at").build();
  private static final Clustering CLUSTERING =
      Clustering.newBuilder().setFields(List.of("shop_id", "status")).build();

  private static final List<SchemaUpdateOption> WIDENING =
      List.of(SchemaUpdateOption.ALLOW_FIELD_ADDITION, SchemaUpdateOption.ALLOW_FIELD_RELAXATION);

  @Test
  void loadsCsvBehindWhatIsThere() {
    JobRequest load =
        load(
            new Format.Csv("\t", 1, "\\N"),
            WriteMode.APPEND,
            List.of(
                Column.of("id", ColumnType.INT64).as(Column.Mode.REQUIRED),
                Column.of("amount", ColumnType.NUMERIC).describedAs("With tax.")),
            BY_DAY);

    assertThat(JobConfigurations.of(load))
        .isEqualTo(
            LoadJobConfiguration.newBuilder(
                    TARGET,
                    URIS,
                    CsvOptions.newBuilder()
                        .setFieldDelimiter("\t")
                        .setQuote("\"")
                        .setSkipLeadingRows(1)
                        .setAllowQuotedNewLines(true)
                        .setAllowJaggedRows(false)
                        .setEncoding("UTF-8")
                        .build())
                .setNullMarker("\\N")
                .setSchema(
                    Schema.of(
                        Field.newBuilder("id", StandardSQLTypeName.INT64)
                            .setMode(Field.Mode.REQUIRED)
                            .build(),
                        Field.newBuilder("amount", StandardSQLTypeName.NUMERIC)
                            .setMode(Field.Mode.NULLABLE)
                            .setDescription("With tax.")
                            .build()))
                .setLabels(LABELS)
                .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
                .setWriteDisposition(WriteDisposition.WRITE_APPEND)
                .setSchemaUpdateOptions(WIDENING)
                .setTimePartitioning(DAYS)
                .setClustering(CLUSTERING)
                .build());
  }

  @Test
  void loadsJsonInPlaceOfWhatIsThere() {
    Column lines =
        Column.struct("lines", List.of(Column.of("sku", ColumnType.STRING)))
            .as(Column.Mode.REPEATED);

    assertThat(
            JobConfigurations.of(
                load(new Format.Ndjson(), WriteMode.REPLACE, List.of(lines), Layout.PLAIN)))
        .isEqualTo(
            LoadJobConfiguration.newBuilder(TARGET, URIS, FormatOptions.json())
                .setSchema(
                    Schema.of(
                        Field.newBuilder(
                                "lines",
                                StandardSQLTypeName.STRUCT,
                                FieldList.of(
                                    Field.newBuilder("sku", StandardSQLTypeName.STRING)
                                        .setMode(Field.Mode.NULLABLE)
                                        .build()))
                            .setMode(Field.Mode.REPEATED)
                            .build()))
                .setLabels(LABELS)
                .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
                .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                .setSchemaUpdateOptions(List.of())
                .build());
  }

  @Test
  void letsAvroBehindWhatIsThereWidenTheTable() {
    assertThat(JobConfigurations.of(load(new Format.Avro(), WriteMode.APPEND, List.of(), BY_DAY)))
        .isEqualTo(
            avro()
                .setWriteDisposition(WriteDisposition.WRITE_APPEND)
                .setSchemaUpdateOptions(WIDENING)
                .setTimePartitioning(DAYS)
                .setClustering(CLUSTERING)
                .build());
  }

  @Test
  void takesTheSchemaOfTheFileThatHasTheColumnsOfAll() {
    JobRequest load =
        new JobRequest.Load(
            "l",
            LABELS,
            ORDERS,
            URIS,
            new Format.Avro(),
            WriteMode.APPEND,
            List.of(),
            Layout.PLAIN,
            Optional.of("gs://b/all.avro"),
            Optional.empty(),
            Optional.empty());

    assertThat(((LoadJobConfiguration) JobConfigurations.of(load)).getReferenceFileSchemaUri())
        .isEqualTo("gs://b/all.avro");
  }

  @Test
  void takesTheSchemaOfAvroThatReplacesATable() {
    Column id = Column.of("id", ColumnType.INT64);

    assertThat(
            JobConfigurations.of(
                load(new Format.Avro(), WriteMode.REPLACE, List.of(id), Layout.PLAIN)))
        .isEqualTo(
            avro()
                .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                .setSchemaUpdateOptions(List.of())
                .build());
  }

  @Test
  void buildsATableLaidOutAsThePlanSays() {
    JobRequest query =
        new JobRequest.Query("q", LABELS, "SELECT 1 AS x", Optional.of(ORDERS), BY_DAY);

    assertThat(JobConfigurations.of(query))
        .isEqualTo(
            QueryJobConfiguration.newBuilder("SELECT 1 AS x")
                .setUseLegacySql(false)
                .setLabels(LABELS)
                .setDestinationTable(TARGET)
                .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
                .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                .setTimePartitioning(DAYS)
                .setClustering(CLUSTERING)
                .build());
  }

  @Test
  void leavesTheRowsOfAQueryWithoutADestinationToBigQuery() {
    JobRequest query =
        new JobRequest.Query("q", LABELS, "SELECT 1 AS x", Optional.empty(), Layout.PLAIN);

    assertThat(JobConfigurations.of(query))
        .isEqualTo(
            QueryJobConfiguration.newBuilder("SELECT 1 AS x")
                .setUseLegacySql(false)
                .setLabels(LABELS)
                .build());
  }

  @Test
  void copiesATableOverAnother() {
    JobRequest copy = new JobRequest.Copy("c", LABELS, TableId.parse("staging.orders"), ORDERS);

    assertThat(JobConfigurations.of(copy))
        .isEqualTo(
            CopyJobConfiguration.newBuilder(
                    TARGET, com.google.cloud.bigquery.TableId.of("staging", "orders"))
                .setLabels(LABELS)
                .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
                .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                .build());
  }

  @Test
  void replacesOnePartitionAndLetsItWidenTheTable() {
    JobRequest load =
        new JobRequest.Load(
            "l",
            LABELS,
            ORDERS,
            URIS,
            new Format.Avro(),
            WriteMode.REPLACE_PARTITION,
            List.of(),
            BY_DAY,
            Optional.empty(),
            Optional.of("20260131"),
            Optional.empty());

    assertThat(JobConfigurations.of(load))
        .isEqualTo(
            LoadJobConfiguration.newBuilder(
                    com.google.cloud.bigquery.TableId.of("lake", "orders$20260131"),
                    URIS,
                    FormatOptions.avro())
                .setUseAvroLogicalTypes(true)
                .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC", "STRING"))
                .setLabels(LABELS)
                .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
                .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                .setSchemaUpdateOptions(WIDENING)
                .setTimePartitioning(DAYS)
                .setClustering(CLUSTERING)
                .build());
  }

  @Test
  void shapesATableByAnAppendOfNothing() {
    JobRequest shape =
        new JobRequest.Shape("s", LABELS, TableId.parse("_sluice.staged"), ORDERS, BY_DAY);

    assertThat(JobConfigurations.of(shape))
        .isEqualTo(
            QueryJobConfiguration.newBuilder("SELECT * FROM `_sluice`.`staged` WHERE FALSE")
                .setUseLegacySql(false)
                .setLabels(LABELS)
                .setDestinationTable(TARGET)
                .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED)
                .setWriteDisposition(WriteDisposition.WRITE_APPEND)
                .setSchemaUpdateOptions(WIDENING)
                .setTimePartitioning(DAYS)
                .setClustering(CLUSTERING)
                .build());
  }

  @Test
  void mergesByAStatementWithoutADestination() {
    JobRequest.Merge merge =
        new JobRequest.Merge(
            "m",
            LABELS,
            TableId.parse("_sluice.staged"),
            ORDERS,
            List.of(Column.of("id", ColumnType.INT64)),
            new MergeRule(List.of("id"), Optional.empty(), Optional.empty()),
            Optional.empty(),
            List.of());

    assertThat(JobConfigurations.of(merge))
        .isEqualTo(
            QueryJobConfiguration.newBuilder(MergeSql.merge(merge))
                .setUseLegacySql(false)
                .setLabels(LABELS)
                .build());
  }

  @Test
  void refusesMoreAddressesThanBigQueryTakes() {
    JobRequest load =
        new JobRequest.Load(
            "l",
            LABELS,
            ORDERS,
            Collections.nCopies(10_001, "gs://b/1"),
            new Format.Avro(),
            WriteMode.APPEND,
            List.of(),
            Layout.PLAIN);

    assertThatThrownBy(() -> JobConfigurations.of(load))
        .isInstanceOf(RejectedException.class)
        .hasMessage("a load has 10001 addresses. Name between 1 and 10,000.");
  }

  private static LoadJobConfiguration.Builder avro() {
    return LoadJobConfiguration.newBuilder(TARGET, URIS, FormatOptions.avro())
        .setUseAvroLogicalTypes(true)
        .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC", "STRING"))
        .setLabels(LABELS)
        .setCreateDisposition(CreateDisposition.CREATE_IF_NEEDED);
  }

  private static JobRequest load(
      Format format, WriteMode mode, List<Column> columns, Layout layout) {
    return new JobRequest.Load("l", LABELS, ORDERS, URIS, format, mode, columns, layout);
  }
}
