package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.Plan;

final class PipelineCompilerTest {
  @TempDir Path root;

  @Test
  void compilesASmallPipelineToThisPlan() throws IOException {
    Folder folder = small();

    assertThat(folder.problems()).isEmpty();
    assertThat(pretty(folder.compile().orThrow())).isEqualTo(golden());
  }

  @Test
  void theSameFilesGiveTheSameBytes() {
    Folder folder = small();

    assertThat(folder.compile().orThrow().json()).isEqualTo(folder.compile().orThrow().json());
  }

  @Test
  void thePlanIsReadBackAsItWasWritten() {
    Plan plan = small().compile().orThrow();

    assertThat(Plan.parse(plan.json())).isEqualTo(plan);
  }

  private static String pretty(Plan plan) {
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create()
            .toJson(JsonParser.parseString(plan.json()))
        + "\n";
  }

  /** Compared by hand with what the files say; changes of the plan's shape show here. */
  private static String golden() throws IOException {
    try (InputStream golden = PipelineCompilerTest.class.getResourceAsStream("small-plan.json")) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Folder small() {
    return Folder.withOrders(root)
        .write(
            "sources/partner.yaml",
            """
            kind: files
            tables:
              settlements:
                description: What the partner paid out.
                format: csv
                write: append
                columns:
                  shop_code: STRING REQUIRED
                  amount: NUMERIC
            """)
        .write(
            "warehouse/orders.sql",
            """
            /*
            description: The latest state of each order.
            partition: ordered_on by month
            cluster: [shop_id]
            freshness: PT3H
            columns:
              ordered_on: The day in Tokyo.
            checks:
              - unique: [id]
              - not_null: [id, shop_id]
              - accepted: {status: [paid, shipped]}
              - references: {shop_id: lake_ec.shops.id}
              - rows: {at_least: 1}
              - expression: amount >= 0
            */
            SELECT id, shop_id, status, amount, DATE(ordered_at, 'Asia/Tokyo') AS ordered_on
            FROM lake_ec.orders
            QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC) = 1;
            """)
        .write(
            "mart/sales.sql",
            """
            /*
            materialization: view
            refresh: PT1H
            */
            FROM `any-project.warehouse.orders`
            |> AGGREGATE SUM(amount) AS sales GROUP BY ordered_on, shop_id
            """);
  }
}
