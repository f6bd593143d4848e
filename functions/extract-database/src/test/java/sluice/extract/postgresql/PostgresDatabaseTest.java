package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.Part;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

final class PostgresDatabaseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("shop");
    Databases.execute(
        url,
        "CREATE TABLE shops (id int PRIMARY KEY, name text NOT NULL, opened date)",
        "COMMENT ON TABLE shops IS '店舗'",
        "COMMENT ON COLUMN shops.name IS 'As on the sign.'",
        "INSERT INTO shops VALUES (1, '本店', '2020-02-29'), (2, 'Ueno', NULL)",
        "ANALYZE shops");
  }

  @Test
  void describesATable() {
    try (PostgresDatabase source = Databases.open(url)) {
      SourceTable shops = source.table("shops");

      assertThat(source.tables()).containsExactly(shops);
      assertThat(shops.qualifiedName()).isEqualTo("public.shops");
      assertThat(shops.comment()).contains("店舗");
      assertThat(shops.primaryKey()).containsExactly("id");
      assertThat(shops.estimatedRows()).isEqualTo(2);
      assertThat(RowLayout.of(shops, List.of()).columns())
          .containsExactly(
              Column.of("id", ColumnType.INT64).as(Mode.REQUIRED),
              Column.of("name", ColumnType.STRING).describedAs("As on the sign."),
              Column.of("opened", ColumnType.DATE));
    }
  }

  @Test
  void readsASnapshot() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      ExtractResult result = source.read(TableRead.snapshot(source.table("shops"), NOON), sink);

      long bytes = sink.complete().get(1).length;
      assertThat(result)
          .isEqualTo(new ExtractResult(List.of(new Part(1, 2, bytes)), 2, new TreeMap<>()));
    }
    assertThat(sink.rows())
        .hasToString(
            "[{\"id\": 1, \"name\": \"本店\", \"opened\": 18321, \"_extracted_at\": %1$d},"
                    .formatted(NOON.toEpochMilli() * 1000)
                + " {\"id\": 2, \"name\": \"Ueno\", \"opened\": null, \"_extracted_at\": %1$d}]"
                    .formatted(NOON.toEpochMilli() * 1000));
    assertThat(Optional.ofNullable(sink.schema().getField("name").doc()))
        .contains("As on the sign.");
  }
}
