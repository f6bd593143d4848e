package sluice.local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadJobsTest {

  private static final TableId ORDERS = TableId.of("shop", "orders");
  private static final Schema SCHEMA =
      Schema.of(
          Field.newBuilder("id", StandardSQLTypeName.INT64).setMode(Field.Mode.REQUIRED).build(),
          Field.of("name", StandardSQLTypeName.STRING),
          Field.of("amount", StandardSQLTypeName.NUMERIC),
          Field.of("at", StandardSQLTypeName.TIMESTAMP));

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

  private static LoadJobConfiguration.Builder load(String uri, FormatOptions format) {
    return LoadJobConfiguration.newBuilder(ORDERS, uri, format);
  }

  private List<List<Object>> rows() {
    return rows(ORDERS);
  }

  private List<List<Object>> rows(TableId table) {
    Schema schema = bigQuery.client.getTable(table).getDefinition().getSchema();
    return StreamSupport.stream(
            bigQuery.client.listTableData(table, schema).iterateAll().spliterator(), false)
        .map(LoadJobsTest::values)
        .toList();
  }

  private static List<Object> values(FieldValueList row) {
    return row.stream().map(value -> value.getValue()).toList();
  }

  private static Object[] nulls(Object... values) {
    return values;
  }

  @Test
  void loadsCsvWithQuotesEmptyFieldsAndJapaneseText() throws Exception {
    bigQuery.objects.put(
        "b",
        "in/orders.csv",
        "id,name,amount,at\n"
            + "1,\"渋谷, \"\"本店\"\"\",12.50,2026-01-02 03:04:05.678901+09:00\r\n"
            + "2,,,\n"
            + "3,\"\",0.000000001,1577836800\n");
    Job job =
        bigQuery.run(
            "csv",
            load("gs://b/in/orders.csv", CsvOptions.newBuilder().setSkipLeadingRows(1).build())
                .setSchema(SCHEMA)
                .build());

    assertThat(job.getStatus().getError()).isNull();
    assertThat(rows())
        .containsExactly(
            List.of("1", "渋谷, \"本店\"", "12.5", "1.767290645678901E9"),
            java.util.Arrays.asList(nulls("2", null, null, null)),
            List.of("3", "", "0.000000001", "1.5778368E9"));
    LoadStatistics statistics = job.getStatistics();
    assertThat(statistics.getOutputRows()).isEqualTo(3);
    assertThat(statistics.getInputFiles()).isEqualTo(1);
  }

  @Test
  void aBadCsvValueIsNamedWithItsPlaceAndNothingIsLoaded() throws Exception {
    bigQuery.objects.put("b", "good.csv", "1,a,1,\n");
    bigQuery.objects.put("b", "worse.csv", "2,b,1,\n3,c,much,\n");
    Job job =
        bigQuery.run("bad", load("gs://b/*.csv", FormatOptions.csv()).setSchema(SCHEMA).build());

    assertThat(job.getStatus().getError().getReason()).isEqualTo("invalid");
    assertThat(job.getStatus().getError().getLocation()).isEqualTo("gs://b/worse.csv");
    assertThat(job.getStatus().getError().getMessage())
        .isEqualTo(
            "Error while reading data, error message: CSV processing encountered too many errors,"
                + " giving up. Rows: 3; errors: 1; max bad: 0; error percent: 0");
    assertThat(job.getStatus().getExecutionErrors().get(1).getMessage())
        .isEqualTo(
            "Error while reading data, error message: Unable to parse; line_number: 2"
                + " byte_offset_to_start_of_line: 7 column_index: 2 column_name: \"amount\""
                + " column_type: NUMERIC value: \"much\" File: gs://b/worse.csv");
    assertThat(bigQuery.client.getTable(ORDERS)).isNull();
  }

  @Test
  void oneJobNamesSeveralBadFilesTheFirstFew() throws Exception {
    bigQuery.objects.put("b", "0.csv", "1,a,1,\n");
    bigQuery.objects.put("b", "1.csv", "x,b,1,\ny,b,1,\n");
    bigQuery.objects.put("b", "2.csv.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    for (int file = 3; file < 9; file++) {
      bigQuery.objects.put("b", file + ".csv", "1\n");
    }

    Job job = bigQuery.run("bad", load("gs://b/*", FormatOptions.csv()).setSchema(SCHEMA).build());

    assertThat(job.getStatus().getError().getMessage()).contains("Rows: 2; errors: 1; max bad: 0");
    assertThat(job.getStatus().getExecutionErrors())
        .extracting(error -> error.getLocation())
        .containsExactly(
            "gs://b/1.csv",
            "gs://b/1.csv",
            "gs://b/2.csv.gz",
            "gs://b/3.csv",
            "gs://b/4.csv",
            "gs://b/5.csv");
  }

  @Test
  void bytesInAnotherEncodingBecomeReplacementCharacters() throws Exception {
    bigQuery.objects.put("b", "a.csv", new byte[] {'1', ',', (byte) 0x8f, 'a', ',', ',', '\n'});

    Job job =
        bigQuery.run("odd", load("gs://b/a.csv", FormatOptions.csv()).setSchema(SCHEMA).build());

    assertThat(job.getStatus().getError()).isNull();
    assertThat(rows().get(0).get(1)).isEqualTo("\uFFFDa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void decodesWhatBigQueryDecodes(String encoding) throws Exception {
    bigQuery.objects.put("b", "a.csv", "1,é,,\n2,è,,\n".getBytes(encoding));

    Job job =
        bigQuery.run(
            "decoded",
            load("gs://b/a.csv", CsvOptions.newBuilder().setEncoding(encoding).build())
                .setSchema(SCHEMA)
                .build());

    assertThat(job.getStatus().getError()).isNull();
    assertThat(rows()).extracting(row -> row.get(1)).containsExactly("é", "è");
  }

  @Test
  void aNulCharacterIsBad() throws Exception {
    bigQuery.objects.put("b", "a.csv", "1,a\0b,,\n");

    Job job =
        bigQuery.run("nul", load("gs://b/a.csv", FormatOptions.csv()).setSchema(SCHEMA).build());

    assertThat(job.getStatus().getExecutionErrors().get(1).getMessage())
        .startsWith(
            "Error while reading data, error message: Bad character (ASCII 0) encountered.;"
                + " line_number: 1 ");
  }

  @Test
  void orcIsRefusedByName() throws Exception {
    bigQuery.objects.put("b", "a.orc", "ORC");

    Job job = bigQuery.run("orc", load("gs://b/a.orc", FormatOptions.orc()).build());

    assertThat(job.getStatus().getError().getReason()).isEqualTo("notImplemented");
    assertThat(job.getStatus().getError().getMessage())
        .isEqualTo(
            "The local cloud does not read ORC. Use AVRO, PARQUET, NEWLINE_DELIMITED_JSON or CSV,"
                + " or load it in the cloud.");
  }

  @Test
  void badRecordsWithinTheirBoundAreLeftOut() throws Exception {
    bigQuery.objects.put("b", "some.csv", "1,a,1,\nx,b,1,\n,c,1,\n4,d,1,\n");
    Job job =
        bigQuery.run(
            "some",
            load("gs://b/some.csv", FormatOptions.csv())
                .setSchema(SCHEMA)
                .setMaxBadRecords(2)
                .build());

    assertThat(job.getStatus().getError()).isNull();
    assertThat(rows()).extracting(row -> row.get(0)).containsExactly("1", "4");
    assertThat(((LoadStatistics) job.getStatistics()).getBadRecords()).isEqualTo(2);
    assertThat(job.getStatus().getExecutionErrors()).hasSize(2);
  }

  @Test
  void loadsNestedZippedJsonAndRefusesUnknownFields() throws Exception {
    Schema nested =
        Schema.of(
            Field.of("id", StandardSQLTypeName.INT64),
            Field.of(
                "customer",
                StandardSQLTypeName.STRUCT,
                Field.of("name", StandardSQLTypeName.STRING),
                Field.newBuilder("tags", StandardSQLTypeName.STRING)
                    .setMode(Field.Mode.REPEATED)
                    .build()),
            Field.newBuilder(
                    "lines",
                    StandardSQLTypeName.STRUCT,
                    Field.of("sku", StandardSQLTypeName.STRING),
                    Field.of("on", StandardSQLTypeName.DATE))
                .setMode(Field.Mode.REPEATED)
                .build(),
            Field.of("extra", StandardSQLTypeName.JSON));
    String line =
        "{\"id\": \"7\", \"customer\": {\"name\": \"雪\", \"tags\": [\"a\", \"b\"]},"
            + " \"lines\": [{\"sku\": \"x\", \"on\": \"2026-02-03\"}, {}],"
            + " \"extra\": {\"b\": [1, 2.50], \"a\": null}}\n";
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(line.getBytes(StandardCharsets.UTF_8));
    }
    bigQuery.objects.put("b", "a.json.gz", zipped.toByteArray());
    bigQuery.objects.put("b", "unknown.json", "{\"id\": 1}\n{\"id\": 2, \"more\": 3}\n");

    bigQuery.run("json", load("gs://b/a.json.gz", FormatOptions.json()).setSchema(nested).build());
    RunningBigQuery.Answer page = bigQuery.send("GET", "/datasets/shop/tables/orders/data", "");
    assertThat(page.body().getAsJsonArray("rows").get(0).toString())
        .isEqualTo(
            "{\"f\":[{\"v\":\"7\"},{\"v\":{\"f\":[{\"v\":\"雪\"},{\"v\":[{\"v\":\"a\"},{\"v\":\"b\"}]}]}},"
                + "{\"v\":[{\"v\":{\"f\":[{\"v\":\"x\"},{\"v\":\"2026-02-03\"}]}},"
                + "{\"v\":{\"f\":[{\"v\":null},{\"v\":null}]}}]},"
                + "{\"v\":\"{\\\"a\\\":null,\\\"b\\\":[1,2.50]}\"}]}");

    Job unknown =
        bigQuery.run("unknown", load("gs://b/unknown.json", FormatOptions.json()).build());
    assertThat(unknown.getStatus().getExecutionErrors().get(1).getMessage())
        .isEqualTo(
            "Error while reading data, error message: JSON parsing error in row starting at"
                + " position 10: No such field: more. File: gs://b/unknown.json");
    bigQuery.run(
        "ignored",
        load("gs://b/unknown.json", FormatOptions.json()).setIgnoreUnknownValues(true).build());
    assertThat(rows()).hasSize(3);
  }

  private static byte[] avro(org.apache.avro.Schema schema, String codec, GenericRecord... records)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec)).create(schema, bytes);
      for (GenericRecord record : records) {
        writer.append(record);
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
  void loadsAvroWithLogicalTypes(String codec) throws Exception {
    org.apache.avro.Schema schema =
        new org.apache.avro.Schema.Parser()
            .parse(
                """
                {"type":"record","name":"r","fields":[
                {"name":"id","type":"long"},
                {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":38,"scale":9}]},
                {"name":"on","type":["null",{"type":"int","logicalType":"date"}]},
                {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
                {"name":"local","type":{"type":"long","logicalType":"local-timestamp-micros"}},
                {"name":"clock","type":{"type":"long","logicalType":"time-micros"}},
                {"name":"doc","type":["null",{"type":"string","sqlType":"JSON"}]},
                {"name":"tags","type":{"type":"array","items":"string"}}]}
                """);
    GenericRecord record = new GenericData.Record(schema);
    record.put("id", 5L);
    record.put(
        "price",
        ByteBuffer.wrap(
            new java.math.BigDecimal("-1234.5").setScale(9).unscaledValue().toByteArray()));
    record.put("on", 20_454);
    record.put("at", -1L);
    record.put("local", 1_000_001L);
    record.put("clock", 3_600_000_000L);
    record.put("doc", "{\"b\": 1, \"a\": \"x\"}");
    record.put("tags", List.of("p", "q"));
    bigQuery.objects.put("b", "a.avro", avro(schema, codec, record));

    Job job =
        bigQuery.run(
            "avro",
            load("gs://b/a.avro", FormatOptions.avro()).setUseAvroLogicalTypes(true).build());

    assertThat(job.getStatus().getError()).isNull();
    assertThat(rows().get(0).subList(0, 7))
        .containsExactly(
            "5",
            "-1234.5",
            "2026-01-01",
            "-1.0E-6",
            "1970-01-01T00:00:01.000001",
            "01:00:00",
            "{\"a\":\"x\",\"b\":1}");
    assertThat(bigQuery.client.getTable(ORDERS).getDefinition().getSchema().getFields())
        .extracting(
            field ->
                field.getName() + " " + field.getType().getStandardType() + " " + field.getMode())
        .containsExactly(
            "id INT64 REQUIRED",
            "price NUMERIC NULLABLE",
            "on DATE NULLABLE",
            "at TIMESTAMP REQUIRED",
            "local DATETIME REQUIRED",
            "clock TIME REQUIRED",
            "doc JSON NULLABLE",
            "tags STRING REPEATED");
  }

  @Test
  void aTornAvroFileIsNamed() throws Exception {
    org.apache.avro.Schema schema =
        SchemaBuilder.record("r").fields().requiredString("name").endRecord();
    GenericRecord record = new GenericData.Record(schema);
    record.put("name", "a long enough name to be cut in two");
    byte[] whole = avro(schema, "null", record);
    bigQuery.objects.put("b", "torn.avro", java.util.Arrays.copyOf(whole, whole.length - 30));
    bigQuery.objects.put("b", "text.avro", "id,name");

    Job torn = bigQuery.run("torn", load("gs://b/torn.avro", FormatOptions.avro()).build());
    assertThat(torn.getStatus().getError().getMessage())
        .startsWith(
            "Error while reading data, error message: The Apache Avro library failed to read data"
                + " with the following error: ")
        .endsWith(" File: gs://b/torn.avro");
    Job text = bigQuery.run("text", load("gs://b/text.avro", FormatOptions.avro()).build());
    assertThat(text.getStatus().getError().getLocation()).isEqualTo("gs://b/text.avro");
  }

  @Test
  void schemasGrowOnlyWhereTheJobAllowsIt() throws Exception {
    bigQuery.objects.put("b", "a.json", "{\"id\": 1}\n");
    bigQuery.objects.put("b", "b.json", "{\"name\": \"x\", \"note\": \"n\"}\n");
    Schema first =
        Schema.of(
            Field.newBuilder("id", StandardSQLTypeName.INT64).setMode(Field.Mode.REQUIRED).build(),
            Field.of("name", StandardSQLTypeName.STRING));
    Schema wider =
        Schema.of(
            Field.of("id", StandardSQLTypeName.INT64),
            Field.of("name", StandardSQLTypeName.STRING),
            Field.of("note", StandardSQLTypeName.STRING));
    bigQuery.run("first", load("gs://b/a.json", FormatOptions.json()).setSchema(first).build());

    LoadJobConfiguration.Builder second =
        load("gs://b/b.json", FormatOptions.json()).setSchema(wider);
    Job refused = bigQuery.run("refused", second.build());
    assertThat(refused.getStatus().getError().getMessage())
        .isEqualTo(
            "Provided Schema does not match Table p1:shop.orders. Field id has changed mode from"
                + " REQUIRED to NULLABLE.");

    Job allowed =
        bigQuery.run(
            "allowed",
            second
                .setSchemaUpdateOptions(
                    List.of(
                        JobInfo.SchemaUpdateOption.ALLOW_FIELD_ADDITION,
                        JobInfo.SchemaUpdateOption.ALLOW_FIELD_RELAXATION))
                .build());
    assertThat(allowed.getStatus().getError()).isNull();
    assertThat(rows())
        .containsExactly(
            java.util.Arrays.asList(nulls("1", null, null)),
            java.util.Arrays.asList(nulls(null, "x", "n")));
  }

  @Test
  void aPartitionDecoratorReplacesOnlyItsPartition() throws Exception {
    TableId day = TableId.of("shop", "orders$20260102");
    bigQuery.objects.put("b", "a.csv", "1,2026-01-01\n2,2026-01-02\n");
    bigQuery.objects.put("b", "b.csv", "3,2026-01-02\n");
    Schema schema =
        Schema.of(
            Field.of("id", StandardSQLTypeName.INT64), Field.of("on", StandardSQLTypeName.DATE));
    bigQuery.run(
        "whole",
        load("gs://b/a.csv", FormatOptions.csv())
            .setSchema(schema)
            .setTimePartitioning(
                com.google.cloud.bigquery.TimePartitioning.newBuilder(
                        com.google.cloud.bigquery.TimePartitioning.Type.DAY)
                    .setField("on")
                    .build())
            .build());

    LoadJobConfiguration.Builder truncate =
        LoadJobConfiguration.newBuilder(day, "gs://b/b.csv", FormatOptions.csv())
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE);
    assertThat(bigQuery.run("day", truncate.build()).getStatus().getError()).isNull();
    assertThat(rows()).extracting(row -> row.get(0)).containsExactlyInAnyOrder("1", "3");

    Job elsewhere =
        bigQuery.run("elsewhere", truncate.setSourceUris(List.of("gs://b/a.csv")).build());
    assertThat(elsewhere.getStatus().getError().getMessage())
        .isEqualTo(
            "Some rows belong to different partitions rather than destination partition 20260102");
    assertThat(rows()).hasSize(2);
  }

  @Test
  void aReusedIdIsRefusedAndAMissingFileIsNamed() throws Exception {
    LoadJobConfiguration job =
        load("gs://b/none.csv", FormatOptions.csv()).setSchema(SCHEMA).build();
    Job first = bigQuery.run("once", job);
    assertThat(first.getStatus().getError().getReason()).isEqualTo("notFound");
    assertThat(first.getStatus().getError().getMessage())
        .isEqualTo("Not found: URI gs://b/none.csv");

    // By raw HTTP: Google's client takes a 409 on a young job for its own first attempt.
    RunningBigQuery.Answer again =
        bigQuery.send(
            "POST",
            "/jobs",
            "{'jobReference': {'jobId': 'once'}, 'configuration': {'load': {'sourceUris': ['gs://b/x'], 'destinationTable': {'datasetId': 'shop', 'tableId': 'orders'}}}}"
                .replace('\'', '"'));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().toString())
        .isEqualTo(
            "{\"error\":{\"code\":409,\"message\":\"Already Exists: Job p1:US.once\","
                + "\"errors\":[{\"reason\":\"duplicate\",\"message\":\"Already Exists: Job p1:US.once\","
                + "\"domain\":\"global\"}],\"status\":\"ALREADY_EXISTS\"}}");
    JobId elsewhere = JobId.newBuilder().setJob("once").setLocation("EU").build();
    assertThat(bigQuery.client.getJob(elsewhere)).isNull();
  }

  @Test
  void concurrentLoadsIntoOneTableAllSucceed() throws Exception {
    bigQuery.objects.put("b", "a.csv", "1,a,1,\n");
    LoadJobConfiguration job = load("gs://b/a.csv", FormatOptions.csv()).setSchema(SCHEMA).build();
    List<Job> jobs =
        java.util.stream.IntStream.range(0, 12)
            .mapToObj(i -> bigQuery.client.create(JobInfo.of(JobId.of("many" + i), job)))
            .toList();
    for (Job submitted : jobs) {
      assertThat(bigQuery.ended(submitted).getStatus().getError()).isNull();
    }
    assertThat(rows()).hasSize(12);
  }
}
