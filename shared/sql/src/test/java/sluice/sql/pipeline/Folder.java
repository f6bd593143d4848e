package sluice.sql.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pipeline's folder, written by a test. */
record Folder(Path root) {

  /** A folder with a right {@code pipeline.yaml} and two tables, orders and shops. */
  static Folder withOrders(Path root) {
    return new Folder(root)
        .write(
            "pipeline.yaml",
            """
            pipeline: company
            location: asia-northeast1
            time_zone: Asia/Tokyo
            owner: data-team@example.com
            """)
        .write(
            "sources/ec.yaml",
            """
            kind: postgresql
            connection: EC_DATABASE
            schedule: "0 * * * *"
            tables:
              orders:
                mode: incremental
                cursor: updated_at
                columns:
                  id: INT64 REQUIRED
                  shop_id: INT64
                  status: STRING
                  amount: NUMERIC
                  ordered_at: TIMESTAMP
                  updated_at: TIMESTAMP
                  tags: ARRAY<STRING>
                  address: STRUCT<city STRING, zip STRING>
                  score: FLOAT64
              shops:
                columns: {id: INT64 REQUIRED, name: STRING, opened_on: DATE}
            """);
  }

  Folder write(String path, String text) {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  Folder write(String path, byte[] bytes) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Compilation compile() {
    return PipelineCompiler.compile(root);
  }

  /** What the compiler tells, a line each. */
  List<String> problems() {
    return compile().problems().stream().map(Problem::toString).toList();
  }
}
