package sluice.local.bench;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import sluice.extract.Commit;
import sluice.local.LocalCloud;
import sluice.store.ObjectStore;

/** {@code infra/bin/bench wide}: how much memory the function takes for rows of 20 MB. */
final class WideBench {

  private static final double MEGABYTE = 1e6;

  private WideBench() {}

  static void run(BenchOptions options, PrintStream out) throws IOException {
    Path directory = options.directory();
    Path cloudFolder = Files.createTempDirectory(Files.createDirectories(directory), "cloud");
    try (WideTable table = WideTable.start(directory.resolve("wide"), options.rows());
        LocalCloud cloud =
            LocalCloud.start("sluice-bench", cloudFolder, 0, InstantSource.system())) {
      Map<Long, List<String>> wanted = table.hashes();
      ExtractFunction function =
          new ExtractFunction(
              cloud, table, options.repository(), options.parallelism(), options.heapMiB());
      ProcessFigures process = function.start();
      long began = System.nanoTime();
      Commit landed = function.extract();
      double seconds = (System.nanoTime() - began) / 1e9;
      out.printf(
          Locale.ROOT,
          "%d rows of 20 MB on %d connections, heap %d MiB: peak %.0f MiB, %.1f s, %.0f MB/s.%n",
          landed.rows(),
          options.parallelism(),
          options.heapMiB(),
          process.peakMiB(),
          seconds,
          landed.bytes() / MEGABYTE / seconds);
      if (!landedHashes(function.store(), landed).equals(wanted)) {
        throw new IllegalStateException("what landed is not what the source has");
      }
      out.println("Every value's md5 is the source's.");
      function.end(landed);
    } finally {
      MoreFiles.deleteRecursively(cloudFolder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static Map<Long, List<String>> landedHashes(ObjectStore store, Commit landed)
      throws IOException {
    Map<Long, List<String>> hashes = new HashMap<>();
    for (Commit.Part part : landed.parts()) {
      ObjectStore.Entry entry = store.find(part.name()).orElseThrow();
      try (InputStream in = store.open(entry.name(), entry.generation(), 0).orElseThrow();
          DataFileStream<GenericRecord> rows =
              new DataFileStream<>(in, new GenericDatumReader<>())) {
        for (GenericRecord row : rows) {
          List<String> values =
              List.of(md5(row.get("note")), md5(row.get("attributes")), md5(row.get("picture")));
          if (hashes.put((Long) row.get("id"), values) != null) {
            throw new IllegalStateException("row %s landed twice".formatted(row.get("id")));
          }
        }
      }
    }
    return hashes;
  }

  /** As PostgreSQL writes it. It is compared, and protects nothing. */
  @SuppressWarnings("deprecation") // md5 is what the server has for texts and bytes alike
  private static String md5(Object value) {
    Hasher hasher = Hashing.md5().newHasher();
    if (value instanceof Utf8 text) {
      hasher.putBytes(text.getBytes(), 0, text.getByteLength());
    } else {
      hasher.putBytes((ByteBuffer) value);
    }
    return hasher.hash().toString();
  }
}
