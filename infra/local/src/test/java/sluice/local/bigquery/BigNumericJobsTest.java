package sluice.local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema.Parser;
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

/** BIGNUMERIC through every job and back, with every digit. */
final class BigNumericJobsTest {
  private static final TableId TABLE = TableId.of("shop", "t");
  private static final String MOST =
      "578960446186580977117854925043439539266.34992332820282019728792003956564819967";
  private static final String LEAST =
      "-578960446186580977117854925043439539266.34992332820282019728792003956564819968";
  private static final String BEYOND =
      "578960446186580977117854925043439539266.34992332820282019728792003956564819968";
  private static final String UNIT = "0.00000000000000000000000000000000000001";
  private static final Schema SCHEMA =
      Schema.of(
          Field.of("id", StandardSQLTypeName.INT64), Field.of("n", StandardSQLTypeName.BIGNUMERIC));

  @TempDir Path folder;
  private RunningBigQuery bigQuery;
  private int jobs;

  @BeforeEach
  void start() {
    bigQuery = new RunningBigQuery(folder.resolve("bq"), folder.resolve("gcs"));
    bigQuery.client.create(DatasetInfo.of("shop"));
  }

  @AfterEach
  void stop() {
    bigQuery.close();
  }

  private BigQueryError run(JobConfiguration configuration) throws InterruptedException {
    return bigQuery.run("j" + jobs++, configuration).getStatus().getError();
  }

  private void statement(String sql) throws InterruptedException {
    assertThat(run(QueryJobConfiguration.of(sql))).isNull();
  }

  private String query(String sql) throws InterruptedException {
    return rows(bigQuery.client.query(QueryJobConfiguration.of(sql)));
  }

  private static String rows(TableResult result) {
    return StreamSupport.stream(result.iterateAll().spliterator(), false)
        .map(BigNumericJobsTest::values)
        .toList()
        .toString();
  }

  private static List<Object> values(FieldValueList row) {
    return row.stream().map(value -> value.getValue()).toList();
  }

  private List<String> columns(TableId table) {
    return bigQuery
        .client
        .getTable(table)
        .<TableDefinition>getDefinition()
        .getSchema()
        .getFields()
        .stream()
        .map(field -> field.getName() + " " + field.getType().getStandardType())
        .toList();
  }

  private static byte[] avro(int precision, int scale, String... numbers) throws Exception {
    org.apache.avro.Schema schema =
        new Parser()
            .parse(
                """
                {"type": "record", "name": "r", "fields": [{"name": "n", "type": ["null",
                {"type": "bytes", "logicalType": "decimal", "precision": %d, "scale": %d}]}]}
                """
                    .formatted(precision, scale));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, bytes);
      for (String number : numbers) {
        GenericRecord record = new GenericData.Record(schema);
        byte[] unscaled = new BigDecimal(number).setScale(scale).unscaledValue().toByteArray();
        record.put("n", ByteBuffer.wrap(unscaled));
        writer.append(record);
      }
      writer.append(new GenericData.Record(schema));
    }
    return bytes.toByteArray();
  }

  private static LoadJobConfiguration.Builder load(String uri, FormatOptions format) {
    return LoadJobConfiguration.newBuilder(TABLE, uri, format)
        .setUseAvroLogicalTypes(true)
        .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC", "STRING"));
  }

  @Test
  void avroDecimalsThatNumericDoesNotHoldAreBignumeric() throws Exception {
    String nines = "9".repeat(38) + "." + "9".repeat(38);
    bigQuery.objects.put("b", "a.avro", avro(76, 38, nines, "-" + nines, "1.50", "-" + UNIT, "0"));
    assertThat(run(load("gs://b/a.avro", FormatOptions.avro()).build())).isNull();

    assertThat(columns(TABLE)).containsExactly("n BIGNUMERIC");
    Schema schema = Schema.of(Field.of("n", StandardSQLTypeName.BIGNUMERIC));
    assertThat(rows(bigQuery.client.listTableData(TABLE, schema)))
        .isEqualTo("[[%s], [-%s], [1.5], [-%s], [0], [null]]".formatted(nines, nines, UNIT));
    assertThat(query("SELECT CAST(n AS STRING) FROM shop.t ORDER BY n DESC LIMIT 2"))
        .isEqualTo("[[%s], [1.5]]".formatted(nines));
  }

  @Test
  void aDecimalBeyondTheRangeFailsTheLoad() throws Exception {
    bigQuery.objects.put("b", "a.avro", avro(77, 38, BEYOND));
    bigQuery.objects.put("b", "a.csv", "1," + BEYOND + "\n");
    bigQuery.objects.put("b", "a.json", "{\"id\": 1, \"n\": \"" + BEYOND + "\"}\n");

    LoadJobConfiguration.Builder avro =
        load("gs://b/a.avro", FormatOptions.avro())
            .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC"));
    assertThat(bigQuery.run("range", avro.build()).getStatus().getExecutionErrors())
        .anyMatch(error -> error.getMessage().contains("Invalid BIGNUMERIC value"));
    for (String name : List.of("csv", "json")) {
      FormatOptions format = name.equals("csv") ? FormatOptions.csv() : FormatOptions.json();
      assertThat(run(load("gs://b/a." + name, format).setSchema(SCHEMA).build()).getReason())
          .isEqualTo("invalid");
    }
  }

  @Test
  void textIsReadWithEveryDigit() throws Exception {
    bigQuery.objects.put("b", "a.csv", "1,%s\n2,\n3, -0.50\n".formatted(MOST));
    bigQuery.objects.put(
        "b",
        "a.json",
        "{\"id\": 4, \"n\": \"%s\"}\n{\"id\": 5, \"n\": 1e2}\n{\"id\": 6, \"n\": %s}\n"
            .formatted(LEAST, UNIT));
    assertThat(run(load("gs://b/a.csv", FormatOptions.csv()).setSchema(SCHEMA).build())).isNull();
    assertThat(run(load("gs://b/a.json", FormatOptions.json()).setSchema(SCHEMA).build())).isNull();
    bigQuery.client.insertAll(
        InsertAllRequest.newBuilder(TABLE).addRow(Map.of("id", 7, "n", "-7.70")).build());

    assertThat(query("SELECT n FROM shop.t ORDER BY id"))
        .isEqualTo(
            "[[%s], [null], [-0.5], [%s], [100], [%s], [-7.7]]".formatted(MOST, LEAST, UNIT));
  }

  @Test
  void parquetDecimalsAreBignumericUpToThirtyEightDigits() throws Exception {
    Path file = folder.resolve("gcs/b");
    bigQuery.objects.put("b", "none", "");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT '12345678901234567890.123456789012345678'::DECIMAL(38,18) AS n,"
              + " 1.5::DECIMAL(9,2) AS small, NULL::DECIMAL(20,20) AS nothing) TO '"
              + file.resolve("a.parquet")
              + "' (FORMAT parquet)");
    }
    LoadJobConfiguration.Builder load = load("gs://b/a.parquet", FormatOptions.parquet());
    assertThat(run(load.setDecimalTargetTypes(List.of("NUMERIC")).build()).getMessage())
        .contains("Decimal field n has precision 38 and scale 18");
    assertThat(run(load.setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC")).build())).isNull();

    assertThat(columns(TABLE))
        .containsExactly("n BIGNUMERIC", "small NUMERIC", "nothing BIGNUMERIC");
    assertThat(query("SELECT * FROM shop.t"))
        .isEqualTo("[[12345678901234567890.123456789012345678, 1.5, null]]");
  }

  @Test
  void statementsPassItOn() throws Exception {
    statement("CREATE TABLE shop.t (id INT64, n BIGNUMERIC, l ARRAY<BIGNUMERIC>)");
    statement(
        "INSERT INTO shop.t VALUES (1, %s, [BIGNUMERIC '1', 2]), (2, 2.50, NULL), (3, NULL, [])"
            .formatted("BIGNUMERIC '" + MOST + "'"));
    statement("INSERT INTO shop.t (id, n) SELECT id + 10, n FROM shop.t WHERE n > 2.5");
    statement("UPDATE shop.t SET n = NUMERIC '3.30' WHERE id = 3");
    statement(
        "MERGE shop.t t USING (SELECT 2 AS id, BIGNUMERIC '"
            + LEAST
            + "' AS n UNION ALL SELECT 4, 4) s ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET n = s.n"
            + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (id, n)");
    statement("CREATE VIEW shop.v AS SELECT id, n, STRUCT(n AS x) AS s, l FROM shop.t");
    statement("CREATE TABLE shop.c AS SELECT * FROM shop.v");

    assertThat(columns(TableId.of("shop", "c")))
        .containsExactly("id INT64", "n BIGNUMERIC", "s STRUCT", "l BIGNUMERIC");
    assertThat(query("SELECT id, n, s.x = n, ARRAY_LENGTH(l) FROM shop.c ORDER BY n, id"))
        .isEqualTo(
            "[[2, %s, true, 0], [3, 3.3, true, 0], [4, 4, true, 0], [1, %s, true, 2], [11, %s, true, 0]]"
                .formatted(LEAST, MOST, MOST));
    assertThat(query("SELECT e FROM shop.c, UNNEST(l) e ORDER BY e")).isEqualTo("[[1], [2]]");
  }

  @Test
  void parametersAreRead() throws Exception {
    TableResult result =
        bigQuery.client.query(
            QueryJobConfiguration.newBuilder("SELECT @n, @n = BIGNUMERIC '2.5', @n < 10")
                .addNamedParameter("n", QueryParameterValue.bigNumeric(new BigDecimal("2.50")))
                .build());
    assertThat(rows(result)).isEqualTo("[[2.5, true, true]]");
  }

  @Test
  void aCopyKeepsItAndTakesNoTextForIt() throws Exception {
    statement("CREATE TABLE shop.t AS SELECT 1 AS id, BIGNUMERIC '%s' AS n".formatted(MOST));
    statement("CREATE TABLE shop.texts AS SELECT 1 AS id, 'x' AS n");
    TableId copy = TableId.of("shop", "copy");
    assertThat(run(CopyJobConfiguration.of(copy, TABLE))).isNull();
    assertThat(query("SELECT n FROM shop.copy")).isEqualTo("[[" + MOST + "]]");
    assertThat(columns(copy)).containsExactly("id INT64", "n BIGNUMERIC");

    TableId texts = TableId.of("shop", "texts");
    BigQueryError mixed =
        run(
            CopyJobConfiguration.newBuilder(TableId.of("shop", "m"), List.of(TABLE, texts))
                .build());
    assertThat(mixed.getMessage()).contains("their schemas differ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "NEWLINE_DELIMITED_JSON", "AVRO"})
  void whatIsExtractedLoadsAgain(String format) throws Exception {
    statement(
        "CREATE TABLE shop.s AS SELECT 1 AS id, BIGNUMERIC '%s' AS n UNION ALL SELECT 2, NULL UNION ALL SELECT 3, %s"
            .formatted(LEAST, UNIT));
    assertThat(run(extract(format))).isNull();
    FormatOptions options =
        format.equals("CSV")
            ? CsvOptions.newBuilder().setSkipLeadingRows(1).build()
            : FormatOptions.of(format);
    LoadJobConfiguration.Builder load =
        load("gs://b/s", options).setDecimalTargetTypes(List.of("BIGNUMERIC"));
    assertThat(run((format.equals("AVRO") ? load : load.setSchema(SCHEMA)).build())).isNull();

    assertThat(columns(TABLE)).containsExactly("id INT64", "n BIGNUMERIC");
    assertThat(query("SELECT * FROM shop.t ORDER BY id"))
        .isEqualTo("[[1, %s], [2, null], [3, %s]]".formatted(LEAST, UNIT));
  }

  private static ExtractJobConfiguration extract(String format) {
    return ExtractJobConfiguration.newBuilder(TableId.of("shop", "s"), "gs://b/s")
        .setFormat(format)
        .setUseAvroLogicalTypes(true)
        .build();
  }

  @Test
  void parquetIsNotWrittenNorReadWhereItWouldNotBeExact() throws Exception {
    statement("CREATE TABLE shop.s AS SELECT [STRUCT(BIGNUMERIC '1' AS n)] AS l");
    assertThat(run(extract("PARQUET")).getMessage())
        .isEqualTo(
            "Column n is BIGNUMERIC, which the local cloud does not write into Parquet. Extract as Avro.");
    bigQuery.objects.put("b", "none", "");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT [1.5::DECIMAL(38,18)] AS l) TO '"
              + folder.resolve("gcs/b/l.parquet")
              + "' (FORMAT parquet)");
    }
    ParquetOptions lists = ParquetOptions.newBuilder().setEnableListInference(true).build();
    assertThat(run(load("gs://b/l.parquet", lists).build()).getMessage())
        .isEqualTo(
            "Column l is BIGNUMERIC within a list or a struct, which the local cloud does not read from Parquet. Write it as Avro.");
  }
}
