package sluice.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.contract.AvroUnion;
import sluice.contract.FileSchema;
import sluice.contract.FileSchema.JsonKind;
import sluice.contract.SchemaReader;
import sluice.plan.Format;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.ManualClock;

/** Files of other writers: Avro's own library, DuckDB's Parquet. */
final class SchemaReaderTest {

  private static final String AVRO =
      """
      {"type": "record", "name": "row", "namespace": "acme", "fields": [
        {"name": "id", "type": "long"},
        {"name": "n", "type": ["null", "int"], "default": null},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 4}},
        {"name": "exact", "type": {"type": "bytes", "logicalType": "decimal", "precision": 50, "scale": 20}},
        {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}]},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "wall", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
        {"name": "doc", "type": {"type": "string", "sqlType": "JSON"}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "address", "type": ["null", {"type": "record", "name": "place", "fields": [
          {"name": "city", "type": "string"}, {"name": "zip", "type": ["null", "string"]}]}]},
        {"name": "other", "type": ["null", "acme.place"]},
        {"name": "colour", "type": {"type": "enum", "name": "colour", "symbols": ["RED"]}},
        {"name": "either", "type": ["null", "string", "long"]}
      ]}
      """;

  @TempDir Path folder;
  private final InMemoryObjectStore store = new InMemoryObjectStore(ManualClock.atNoon());
  private final SchemaReader reader = new SchemaReader(store);

  @Test
  void readsTheHeaderOfAvro() throws IOException {
    FileSchema.Typed typed = (FileSchema.Typed) read(new Format.Avro(), avro(AVRO));

    List<Column> place =
        List.of(
            Column.of("city", ColumnType.STRING).as(Mode.REQUIRED),
            Column.of("zip", ColumnType.STRING));
    assertThat(typed.columns())
        .containsExactly(
            Column.of("id", ColumnType.INT64).as(Mode.REQUIRED),
            Column.of("n", ColumnType.INT64),
            Column.of("price", ColumnType.NUMERIC).as(Mode.REQUIRED),
            Column.of("exact", ColumnType.BIGNUMERIC).as(Mode.REQUIRED),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.TIMESTAMP).as(Mode.REQUIRED),
            Column.of("wall", ColumnType.DATETIME).as(Mode.REQUIRED),
            Column.of("doc", ColumnType.JSON).as(Mode.REQUIRED),
            Column.of("tags", ColumnType.STRING).as(Mode.REPEATED),
            Column.struct("address", place),
            Column.struct("other", place),
            Column.of("colour", ColumnType.STRING).as(Mode.REQUIRED),
            Column.of("either", ColumnType.STRING));
    assertThat(typed.unread()).containsExactly("either");
  }

  @Test
  void makesOneSchemaOfSeveralThatAvrosOwnLibraryReads() throws IOException {
    String one = record("\"id\", \"long\"", "\"old\", \"string\"");
    String two = record("\"id\", \"long\"", "\"new\", [\"null\", \"int\"]");

    String union = AvroUnion.of(List.of(one, two)).orElseThrow();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AvroUnion.write(union, file);

    try (DataFileStream<GenericRecord> rows =
        new DataFileStream<>(
            new java.io.ByteArrayInputStream(file.toByteArray()), new GenericDatumReader<>())) {
      assertThat(rows.hasNext()).isFalse();
      assertThat(rows.getSchema().getFields())
          .extracting(Schema.Field::name)
          .containsExactly("id", "new", "old");
      assertThat(rows.getSchema().getField("old").schema().isNullable()).isTrue();
    }
    assertThat(AvroUnion.of(List.of(one, one))).isEmpty();
    assertThat(AvroUnion.of(List.of(record("\"id\", \"long\""), two))).isEmpty();
  }

  @Test
  void readsTheFooterOfParquet() throws IOException, SQLException {
    byte[] file =
        parquet(
            """
            SELECT CAST(1 AS INTEGER) AS i, CAST(1 AS BIGINT) AS l, CAST(1 AS DOUBLE) AS d, TRUE AS b,
              'x' AS s, CAST('x' AS BLOB) AS y, CAST(1.5 AS DECIMAL(18, 4)) AS m,
              CAST(1.5 AS DECIMAL(38, 20)) AS e, DATE '2026-03-01' AS day, TIME '12:00' AS t,
              TIMESTAMP '2026-03-01 12:00' AS wall, TIMESTAMPTZ '2026-03-01 12:00+00' AS at,
              [1, 2] AS list, {'a': 1, 'c': {'d': 2}} AS nested, CAST('{}' AS JSON) AS doc, 5 AS last
            FROM range(10000)
            """);

    FileSchema.Typed typed = (FileSchema.Typed) read(new Format.Parquet(), file);

    assertThat(typed.columns().stream().collect(Collectors.toMap(Column::name, Column::type)))
        .containsEntry("i", ColumnType.INT64)
        .containsEntry("l", ColumnType.INT64)
        .containsEntry("d", ColumnType.FLOAT64)
        .containsEntry("b", ColumnType.BOOL)
        .containsEntry("s", ColumnType.STRING)
        .containsEntry("y", ColumnType.BYTES)
        .containsEntry("m", ColumnType.NUMERIC)
        .containsEntry("e", ColumnType.BIGNUMERIC)
        .containsEntry("day", ColumnType.DATE)
        .containsEntry("t", ColumnType.TIME)
        .containsEntry("wall", ColumnType.DATETIME)
        .containsEntry("at", ColumnType.TIMESTAMP)
        .containsEntry("last", ColumnType.INT64)
        .hasSize(16);
    assertThat(typed.unread()).containsExactlyInAnyOrder("list", "nested");
  }

  @Test
  void samplesJsonLines() throws IOException {
    String rows =
        """
        {"id": 1, "price": 1.5, "name": "a", "on": true, "tags": ["x"], "at": {"b": 1}, "no": null}

        {"id": 2.0, "price": 3, "big": 12345678901234567890}
        {"id": "cut
        """;
    Set<JsonKind> number = Set.of(JsonKind.NUMBER);
    FileSchema expected =
        new FileSchema.Sampled(
            java.util.Map.of(
                "id", Set.of(JsonKind.WHOLE_NUMBER, JsonKind.NUMBER),
                "price", Set.of(JsonKind.WHOLE_NUMBER, JsonKind.NUMBER),
                "name", Set.of(JsonKind.TEXT),
                "on", Set.of(JsonKind.BOOL),
                "tags", Set.of(JsonKind.ARRAY),
                "at", Set.of(JsonKind.OBJECT),
                "big", number));

    byte[] plain = rows.getBytes(StandardCharsets.UTF_8);
    assertThat(read(new Format.Ndjson(), plain)).isEqualTo(expected);
    assertThat(read(new Format.Ndjson(), zipped(plain))).isEqualTo(expected);
  }

  @Test
  void saysNothingOfWhatItCannotRead() throws IOException {
    byte[] garbage = "PAR1 and so on".getBytes(StandardCharsets.UTF_8);
    byte[] cut = java.util.Arrays.copyOf(avro(AVRO), 60);

    for (Format format : List.of(new Format.Avro(), new Format.Parquet(), new Format.Orc())) {
      assertThat(read(format, garbage)).isEqualTo(new FileSchema.Silent());
      assertThat(read(format, cut)).isEqualTo(new FileSchema.Silent());
      assertThat(read(format, new byte[0])).isEqualTo(new FileSchema.Silent());
    }
    assertThat(
            read(
                new Format.Parquet(),
                "aaaa\u00ff\u00ff\u00ff\u00ffPAR1".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(new FileSchema.Silent());
  }

  private FileSchema read(Format format, byte[] bytes) {
    store.put("file", bytes);
    return reader.read(format, StandardCharsets.UTF_8, store.find("file").orElseThrow());
  }

  private static String record(String... fields) {
    return java.util.Arrays.stream(fields)
        .map(
            field -> {
              int comma = field.indexOf(',');
              return "{\"name\": %s, \"type\": %s}"
                  .formatted(field.substring(0, comma), field.substring(comma + 1));
            })
        .collect(
            Collectors.joining(
                ", ", "{\"type\": \"record\", \"name\": \"row\", \"fields\": [", "]}"));
  }

  private static byte[] avro(String schema) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Schema parsed = new Schema.Parser().parse(schema);
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(parsed))) {
      writer.setMeta("writer", "acme");
      writer.create(parsed, file);
    }
    return file.toByteArray();
  }

  private byte[] parquet(String query) throws SQLException, IOException {
    Path file = folder.resolve("file.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (%s) TO '%s' (FORMAT PARQUET)".formatted(query, file));
    }
    return Files.readAllBytes(file);
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(plain);
    }
    return zipped.toByteArray();
  }
}
