package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.avro.AvroField;
import sluice.avro.AvroSchema;
import sluice.avro.AvroType;
import sluice.extract.database.Losses;
import sluice.extract.database.MemorySink;
import sluice.extract.database.PartWriter;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;
import sluice.schema.Column.Mode;

/** Vectors, which MySQL has from 9.0 on, and MariaDB from 11.7. */
@Tag("mysql")
final class VectorsTest {
  @Test
  void areArraysOfNumbers() throws Exception {
    MemorySink sink = new MemorySink();
    AvroField field = new AvroField("v", AvroType.FLOAT, Mode.REPEATED, Optional.empty());
    try (PartWriter writer =
        new PartWriter(
            sink, new AtomicInteger(1), new AvroSchema("row", List.of(field)), 1 << 20)) {
      for (float[] numbers : List.of(new float[] {1, -2.5f, 0.1f}, new float[0])) {
        ByteBuffer stored = ByteBuffer.allocate(2 + 4 * numbers.length + 2);
        stored.order(ByteOrder.LITTLE_ENDIAN).position(2);
        for (float number : numbers) {
          stored.putFloat(number);
        }
        Decoders.vector(stored.array(), 2, 4 * numbers.length, writer.row(), new Losses());
        writer.endRow();
      }
      writer.finish();
    }
    assertThat(sink.rows())
        .extracting(row -> row.get("v"))
        .containsExactly(List.of(1f, -2.5f, 0.1f), List.of());
  }

  @Test
  void areReadFromAServer() throws Exception {
    String url = Databases.create("vectors");
    assumeTrue(hasVectors(url), "the server has no vectors");
    String text = Databases.either("VEC_FromText", "TO_VECTOR");
    Databases.execute(
        url,
        "CREATE TABLE docs (id int PRIMARY KEY, v vector(3), w vector(3), after_it int)",
        "INSERT INTO docs VALUES (1, %1$s('[1,-2.5,0.1]'), %1$s('[1,2,3]'), 7), (2, NULL, NULL, 8)"
            .formatted(text));
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      SourceTable docs = source.table("docs");
      assertThat(source.read(TableRead.snapshot(docs, Instant.EPOCH), sink).notes()).isEmpty();
    }
    assertThat(sink.rows())
        .extracting(row -> row.get("v"))
        .containsExactly(List.of(1f, -2.5f, 0.1f), List.of());
    assertThat(sink.rows()).extracting(row -> row.get("after_it")).containsExactly(7L, 8L);
  }

  private static boolean hasVectors(String url) throws SQLException {
    try (Connection connection = Databases.connect(url)) {
      DatabaseMetaData server = connection.getMetaData();
      int version = server.getDatabaseMajorVersion() * 100 + server.getDatabaseMinorVersion();
      return version >= Databases.either(1107, 900);
    }
  }
}
