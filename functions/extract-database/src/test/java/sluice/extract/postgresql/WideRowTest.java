package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.extract.database.PartSink;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.TableRead;

/** A row of 20 MB, read by a process with half the heap that the function is deployed with. */
final class WideRowTest {

  private static final String HEAP = "-Xmx128m";

  @TempDir Path folder;

  @Test
  void isReadInHalfTheHeapThatIsDeployed() throws Exception {
    String url = Databases.create("wide_rows");
    Databases.execute(
        url,
        "CREATE TABLE wide (id int PRIMARY KEY, note text, attributes jsonb, picture bytea)",
        "ALTER TABLE wide ALTER note SET STORAGE EXTERNAL, ALTER attributes SET STORAGE EXTERNAL",
        """
        INSERT INTO wide
        SELECT id, encode(bytes, 'base64'), to_jsonb(encode(bytes, 'hex')), bytes
        FROM generate_series(1, 1) id CROSS JOIN LATERAL (
          SELECT string_agg(sha512(convert_to(id || '/' || i, 'UTF8')), '') bytes
          FROM generate_series(1, 72000) i) made
        """);
    Path log = folder.resolve("log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Reader.class.getName(),
            url,
            folder.resolve("wide.avro").toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    assertThat(landed(folder.resolve("wide.avro").toFile())).isEqualTo(inTheSource(url));
  }

  /** The process: reads the table into one file. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) throws IOException {
      try (PostgresDatabase source =
          PostgresDatabase.open(
              arguments[0], Optional.of("postgres"), Optional.empty(), SourceOptions.defaults())) {
        TableRead all = TableRead.snapshot(source.table("wide"), Instant.EPOCH);
        source.read(all, new FileSink(Path.of(arguments[1])));
      }
    }
  }

  private record FileSink(Path file) implements PartSink {
    @Override
    public OutputStream open(int part) throws IOException {
      return Files.newOutputStream(file);
    }

    @Override
    public void wrote(long rows, long bytes) {}

    @Override
    public void abandon(int part) {}
  }

  private static List<List<String>> landed(File file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file, new GenericDatumReader<>())) {
      for (GenericRecord row : reader) {
        rows.add(
            List.of(
                row.get("id").toString(),
                md5(row.get("note")),
                md5(row.get("attributes")),
                md5(row.get("picture"))));
      }
    }
    return rows;
  }

  private static List<List<String>> inTheSource(String url) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, md5(note), md5(attributes::text), md5(picture) FROM wide ORDER BY id")) {
      while (row.next()) {
        rows.add(List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
      }
    }
    return rows;
  }

  /** As PostgreSQL writes it. */
  private static String md5(Object value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      if (value instanceof Utf8 text) {
        digest.update(text.getBytes(), 0, text.getByteLength());
      } else {
        digest.update(((ByteBuffer) value).duplicate());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
