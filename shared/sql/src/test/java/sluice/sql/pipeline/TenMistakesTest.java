package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TenMistakesTest {

  @Test
  void tenDifferentMistakesPrintTenMessages(@TempDir Path root) {
    Folder folder =
        new Folder(root)
            .write(
                "pipeline.yaml",
                """
                pipeline: company
                location: Tokyo
                time_zone: Asia/Tokyo
                """)
            .write(
                "sources/ec.yaml",
                """
                kind: postgresql
                connection: EC_DATABASE
                schedule: "0 25 * * *"
                tables:
                  orders:
                    clustr: [shop_id]
                    columns: {id: INT64, shop_id: INT64, amount: NUMERIC}
                  customers: {}
                """)
            .write(
                "sources/partner.yaml",
                """
                kind: files
                tables:
                  settlements:
                    format: csv
                    write: append
                    write: replace
                    columns: {amount: NUMERIC}
                """)
            .write("lake_ec/orders.sql", "SELECT 1 AS id")
            .write(
                "mart/broken.sql",
                """
                /*
                description: Orders
                  owner: [
                */
                SELECT 1 AS one
                """)
            .write("mart/lost.sql", "SELECT id\nFROM lake_ec.ordres")
            .write("mart/ring.sql", "SELECT * FROM mart.ring_back")
            .write("mart/ring_back.sql", "SELECT * FROM mart.ring")
            .write(
                "mart/settled.sql",
                "SELECT amount\n  + 'yen' AS text\nFROM lake_partner.settlements");

    assertThat(folder.problems())
        .containsExactly(
            "lake_ec/orders.sql:1: lake_ec.orders is made here and in sources/ec.yaml, line 5. Remove one of the two, or give it another name.",
            "mart/broken.sql:3: This is not YAML: mapping values are not allowed here. Look at its indentation and quotes, and at the lines above.",
            "mart/lost.sql:2: The table 'lake_ec.ordres' is made by no file of this pipeline. Did you mean lake_ec.orders?",
            "mart/ring.sql:1: mart.ring reads mart.ring_back, which reads mart.ring. No table is made of itself: let one of them read another.",
            "mart/settled.sql:1: GoogleSQL says, at column 8: No matching signature for operator +; Argument types: NUMERIC, STRING. Correct the query there.",
            "pipeline.yaml:2: location is 'Tokyo'. Write one of BigQuery's locations, like asia-northeast1, US or EU.",
            "sources/ec.yaml:3: schedule is '0 25 * * *'. Write five fields: minute, hour, day of month, month, day of week, like \"0 * * * *\".",
            "sources/ec.yaml:6: tables.orders.clustr is not a setting. Did you mean cluster?",
            "sources/ec.yaml:8: tables.customers has no columns. Run infra/bin/sluice discover, which writes them to sources/ec.columns.yaml, or write columns.",
            "sources/partner.yaml:6: tables.settlements.write is written twice; the first time in line 5. Remove one of the two.");
  }
}
