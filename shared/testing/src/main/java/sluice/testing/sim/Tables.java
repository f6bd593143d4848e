package sluice.testing.sim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.plan.Arrival;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.testing.PlanBuilder;
import sluice.testing.TransformBuilder;

/**
 * The pipeline that is run: files and extracts, appended and replaced, and what is made of them.
 */
final class Tables {

  static final TableId ORDERS = TableId.parse("lake.orders");
  static final TableId SHOPS = TableId.parse("lake.shops");
  static final TableId USERS = TableId.parse("lake.users");
  static final TableId STOCK = TableId.parse("lake.stock");
  static final TableId SALES = TableId.parse("mart.sales");
  static final TableId REPORT = TableId.parse("mart.report");
  static final TableId LATEST = TableId.parse("mart.latest");

  /** A transform that cannot be built. */
  static final TableId BROKEN = TableId.parse("mart.broken");

  /** Where people drop files that are routed to their table. */
  static final String ANYWHERE = "landing/anyone/";

  static final LandingTable SHOP_FILES = files("lake.shops", WriteMode.REPLACE);

  private Tables() {}

  static List<TableId> all() {
    return List.of(ORDERS, SHOPS, USERS, STOCK, SALES, REPORT, LATEST, Members.ID, Visits.ID);
  }

  /** Those that have no promise of their own kind. */
  static List<TableId> read() {
    return List.of(ORDERS, SHOPS, USERS, STOCK, SALES, REPORT, LATEST);
  }

  static LandingTable orderFiles(Optional<Integer> jobsPerDay) {
    LandingTable orders = files("lake.orders", WriteMode.APPEND);
    return jobsPerDay.map(jobs -> PlanBuilder.atMostADay(orders, jobs)).orElse(orders);
  }

  private static LandingTable files(String id, WriteMode mode) {
    String prefix = "anyone/" + TableId.parse(id).table() + "/";
    Arrival arrival = new Arrival(List.of(PlanBuilder.below(prefix)), Optional.empty());
    return PlanBuilder.arriving(PlanBuilder.dropped(id, mode), arrival);
  }

  /**
   * The plan.
   *
   * @param suffix what {@link #SALES} puts behind every id
   */
  static Plan plan(LandingTable orderFiles, String suffix) {
    String id = suffix.isEmpty() ? "id" : "CONCAT(id, '%s') AS id".formatted(suffix);
    String sales =
        "SELECT %s FROM lake.orders UNION ALL SELECT %s FROM lake.shops".formatted(id, id);
    String report = "SELECT id FROM mart.sales UNION ALL SELECT id FROM lake.users";
    return new PlanBuilder()
        .with(orderFiles)
        .with(SHOP_FILES)
        .with(PlanBuilder.incremental("lake.users"))
        .with(PlanBuilder.snapshot("lake.stock"))
        .with(Members.TABLE)
        .with(Visits.TABLE)
        .with(
            TransformBuilder.table("mart.broken", "SELEKT id FROM lake.orders")
                .reading("lake.orders"))
        .with(
            TransformBuilder.table("mart.sales", sales)
                .reading("lake.orders", "lake.shops")
                .without(World.POISON + suffix))
        .with(TransformBuilder.table("mart.report", report).reading("mart.sales", "lake.users"))
        .with(
            TransformBuilder.view("mart.latest", "SELECT id FROM mart.report")
                .reading("mart.report"))
        .build();
  }

  /** Both, sorted. */
  static List<String> union(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).sorted().toList();
  }
}
