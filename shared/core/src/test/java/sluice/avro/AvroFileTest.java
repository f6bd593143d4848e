package sluice.avro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.RejectedException;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

final class AvroFileTest {
  private static final long[] LONGS = {
    0, 1, -1, 63, 64, -64, -65, 8191, 8192, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @ParameterizedTest
  @EnumSource(AvroCodec.class)
  void isReadBackByTheAvroLibraryOverSeveralBlocks(AvroCodec codec) throws IOException {
    AvroSchema schema =
        new AvroSchema(
            "event",
            List.of(
                required("number", AvroType.LONG),
                new AvroField("text", AvroType.STRING, Mode.NULLABLE, Optional.of("\"本文\" <b>")),
                new AvroField("marks", AvroType.LONG, Mode.REPEATED, Optional.empty())));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> written = new ArrayList<>();
    Random random = new Random(7);
    int blocks = 0;
    try (AvroFile file = new AvroFile(bytes, schema, codec)) {
      for (int row = 0; row < 9_000; row++) {
        String text = row % 5 == 0 ? null : "🍣" + random.nextLong() + "値".repeat(row % 400);
        long number = random.nextLong() >> random.nextInt(64);
        written.add(number + "|" + text + "|[" + number + ", " + -number + "]");
        writeRow(file.row(), number, text);
        blocks += file.endRow() ? 1 : 0;
      }
      file.finish();
      assertThat(file.rows()).isEqualTo(9_000);
      assertThat(file.bytes()).isEqualTo(bytes.size());
    }

    assertThat(blocks).isGreaterThan(1);
    List<String> read = new ArrayList<>();
    for (GenericRecord row : read(bytes)) {
      read.add(row.get("number") + "|" + row.get("text") + "|" + row.get("marks"));
    }
    assertThat(read).isEqualTo(written);
    assertThat(schemaOf(bytes).getField("text").doc()).isEqualTo("\"本文\" <b>");
  }

  @ParameterizedTest
  @EnumSource(AvroCodec.class)
  void blocksThatDoNotShrinkStillFit(AvroCodec codec) throws IOException {
    byte[] noise = new byte[5_000_000];
    new Random(3).nextBytes(noise);
    AvroSchema schema = new AvroSchema("noise", List.of(required("content", AvroType.BYTES)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (AvroFile file = new AvroFile(bytes, schema, codec)) {
      file.row().writeBytes(noise, 0, noise.length);
      file.endRow();
      file.finish();
    }

    ByteBuffer content = (ByteBuffer) read(bytes).get(0).get("content");
    assertThat(content).isEqualTo(ByteBuffer.wrap(noise));
  }

  @Test
  void aFileWithoutRowsHasASchema() throws IOException {
    AvroSchema schema = new AvroSchema("empty", List.of(required("id", AvroType.LONG)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (AvroFile file = new AvroFile(bytes, schema, AvroCodec.best())) {
      file.finish();
    }

    assertThat(read(bytes)).isEmpty();
    assertThat(schemaOf(bytes).getFields()).hasSize(1);
  }

  @Test
  void numbersKeepEachBit() throws IOException {
    AvroSchema schema =
        new AvroSchema(
            "numbers",
            List.of(
                required("whole", AvroType.LONG),
                required("small", AvroType.FLOAT),
                required("big", AvroType.DOUBLE),
                required("amount", AvroType.decimal(19, 4).orElseThrow()),
                required("yes", AvroType.BOOLEAN)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (AvroFile file = new AvroFile(bytes, schema, AvroCodec.best())) {
      for (long value : LONGS) {
        file.row().writeLong(value);
        file.row().writeFloatBits((int) value);
        file.row().writeDoubleBits(value);
        file.row().writeDecimal(value);
        file.row().writeBoolean(value > 0);
        file.endRow();
      }
      file.finish();
    }

    List<GenericRecord> rows = read(bytes);
    for (int index = 0; index < LONGS.length; index++) {
      GenericRecord row = rows.get(index);
      long value = LONGS[index];
      assertThat(row.get("whole")).isEqualTo(value);
      assertThat(Float.floatToRawIntBits((float) row.get("small"))).isEqualTo((int) value);
      assertThat(Double.doubleToRawLongBits((double) row.get("big"))).isEqualTo(value);
      byte[] decimal = content((ByteBuffer) row.get("amount"));
      assertThat(decimal).isEqualTo(BigInteger.valueOf(value).toByteArray());
      assertThat(new BigDecimal(new BigInteger(decimal), 4))
          .isEqualTo(BigDecimal.valueOf(value, 4));
      assertThat(row.get("yes")).isEqualTo(value > 0);
    }
  }

  @Test
  void decimalsHaveTheFewestBytes() throws IOException {
    List<Long> written = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      long power = 1L << bit;
      written.addAll(List.of(power - 1, power, power + 1, -power - 1, -power, -power + 1));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AvroType type = AvroType.decimal(19, 0).orElseThrow();
    AvroSchema schema = new AvroSchema("decimals", List.of(required("amount", type)));
    try (AvroFile file = new AvroFile(bytes, schema, AvroCodec.best())) {
      for (long value : written) {
        file.row().writeDecimal(value);
        file.endRow();
      }
      file.finish();
    }

    List<byte[]> read = new ArrayList<>();
    for (GenericRecord row : read(bytes)) {
      read.add(content((ByteBuffer) row.get("amount")));
    }
    assertThat(read)
        .containsExactlyElementsOf(
            written.stream().map(value -> BigInteger.valueOf(value).toByteArray()).toList());
  }

  @Test
  void uuidsAreTexts() throws IOException {
    List<UUID> written = new ArrayList<>(List.of(new UUID(0, 0), new UUID(-1, -1)));
    Random random = new Random(5);
    for (int row = 0; row < 100; row++) {
      written.add(new UUID(random.nextLong(), random.nextLong()));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AvroSchema schema = new AvroSchema("uuids", List.of(required("id", AvroType.STRING)));
    try (AvroFile file = new AvroFile(bytes, schema, AvroCodec.best())) {
      for (UUID id : written) {
        file.row().writeUuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
        file.endRow();
      }
      file.finish();
    }

    assertThat(read(bytes))
        .extracting(row -> row.get("id").toString())
        .containsExactlyElementsOf(written.stream().map(UUID::toString).toList());
  }

  @Test
  void saysWhatBigQueryMakesOfIt() {
    AvroSchema schema =
        new AvroSchema(
            "orders",
            List.of(
                required("id", AvroType.LONG),
                new AvroField(
                    "paid_at", AvroType.TIMESTAMP, Mode.NULLABLE, Optional.of("When money came.")),
                new AvroField("tags", AvroType.STRING, Mode.REPEATED, Optional.empty())));

    assertThat(schema.columns())
        .containsExactly(
            Column.of("id", ColumnType.INT64).as(Mode.REQUIRED),
            Column.of("paid_at", ColumnType.TIMESTAMP).describedAs("When money came."),
            Column.of("tags", ColumnType.STRING).as(Mode.REPEATED));
  }

  @Test
  void decimalsAreNumericWhereTheyFitAndBignumericBeyond() {
    assertThat(decimal(38, 9)).contains(ColumnType.NUMERIC);
    assertThat(decimal(29, 0)).contains(ColumnType.NUMERIC);
    assertThat(decimal(30, 0)).contains(ColumnType.BIGNUMERIC);
    assertThat(decimal(10, 10)).contains(ColumnType.BIGNUMERIC);
    assertThat(decimal(76, 38)).contains(ColumnType.BIGNUMERIC);
    assertThat(decimal(39, 0)).isEmpty();
    assertThat(decimal(50, 39)).isEmpty();
  }

  @Test
  void refusesANameThatIsNotOne() {
    assertThatThrownBy(() -> required("注文番号", AvroType.LONG))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "'注文番号' is not a field name that Avro takes. "
                + "Use Latin letters, digits and underscores, and no digit first.");
  }

  private static Optional<ColumnType> decimal(int precision, int scale) {
    return AvroType.decimal(precision, scale).map(AvroType::columnType);
  }

  private static AvroField required(String name, AvroType type) {
    return new AvroField(name, type, Mode.REQUIRED, Optional.empty());
  }

  private static void writeRow(AvroBuffer row, long number, String text) {
    row.writeLong(number);
    int mark = row.size();
    row.writeLong(1);
    if (text == null) {
      row.truncate(mark);
      row.writeLong(0);
    } else {
      byte[] utf8 = text.getBytes(UTF_8);
      row.writeBytes(utf8, 0, utf8.length);
    }
    AvroBuffer items = new AvroBuffer(1);
    items.writeLong(number);
    items.writeLong(-number);
    row.writeLong(2);
    row.append(items);
    row.writeLong(0);
  }

  private static byte[] content(ByteBuffer buffer) {
    byte[] content = new byte[buffer.remaining()];
    buffer.duplicate().get(content);
    return content;
  }

  private static List<GenericRecord> read(ByteArrayOutputStream bytes) throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    try (DataFileReader<GenericRecord> reader = open(bytes)) {
      reader.forEach(rows::add);
    }
    return rows;
  }

  private static org.apache.avro.Schema schemaOf(ByteArrayOutputStream bytes) throws IOException {
    try (DataFileReader<GenericRecord> reader = open(bytes)) {
      return reader.getSchema();
    }
  }

  private static DataFileReader<GenericRecord> open(ByteArrayOutputStream bytes)
      throws IOException {
    return new DataFileReader<>(
        new SeekableByteArrayInput(bytes.toByteArray()), new GenericDatumReader<>());
  }
}
