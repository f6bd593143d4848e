package sluice.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Transform;
import sluice.sql.pipeline.Compilation;
import sluice.sql.pipeline.PipelineCompiler;
import sluice.sql.pipeline.Problem;

final class PipelineTest {
  @Test
  void compilesWithoutProblems() {
    Compilation compilation = PipelineCompiler.compile(Path.of("company"));

    assertThat(compilation.problems()).extracting(Problem::toString).isEmpty();
    Plan plan = compilation.plan().orElseThrow();
    assertThat(plan.landingTables())
        .hasSize(16)
        .allSatisfy(table -> assertThat(table.about().description()).isPresent())
        .extracting(LandingTable::id)
        .extracting(Object::toString)
        .contains("lake_ec.orders", "lake_reservations.reviews", "lake_partner.settlements");
    assertThat(plan.transforms())
        .allSatisfy(transform -> assertThat(transform.about().description()).isPresent())
        .extracting(Transform::id)
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "warehouse.customers",
            "warehouse.order_items",
            "warehouse.orders",
            "warehouse.payments",
            "warehouse.products",
            "warehouse.refunds",
            "warehouse.reservations",
            "warehouse.settlements",
            "warehouse.shops",
            "mart.customers_across_services",
            "mart.daily_sales_by_shop",
            "mart.orders_by_status",
            "mart.payments_by_method",
            "mart.repeat_rate",
            "mart.reservation_no_shows",
            "mart.sales_against_target",
            "mart.settlement_per_shop");
  }
}
