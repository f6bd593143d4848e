package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.plan.Arrival;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.PathPattern;
import sluice.plan.WriteMode;
import sluice.routing.Unrouted;
import sluice.schema.TableId;

final class RouterTest {
  private static final PathPattern SALES =
      new PathPattern(
          "acme/(?P<shop>[^/]+)/sales_(?P<date>\\d{8})\\.json",
          "acme/(?P<shop>[^/]+)/sales_(?P<date>\\d{8})\\.json", "acme/", 16);
  private static final LandingTable ORDERS =
      table("lake.orders", WriteMode.APPEND, Optional.empty(), SALES);
  private static final LandingTable REST =
      table("lake.rest", WriteMode.APPEND, Optional.empty(), PlanBuilder.below("acme/s1/"));
  private static final LandingTable SHOPS =
      table("lake.shops", WriteMode.REPLACE, Optional.empty(), PlanBuilder.below("shops/"));
  private static final LandingTable SLOW =
      table(
          "lake.slow",
          WriteMode.APPEND,
          Optional.of(Duration.ofMinutes(2)),
          PlanBuilder.below("slow/"));

  private final Pipeline pipeline =
      new Pipeline(
          new PlanBuilder()
              .with(ORDERS)
              .with(REST)
              .with(SHOPS)
              .with(SLOW)
              .with(PlanBuilder.incremental("lake.users"))
              .build());

  @Test
  void takesAnObjectToTheTableWhosePatternIsTheMostSpecific() {
    put("acme/s1/sales_20260301.json", "1");
    put("acme/s2/sales_20260301.json", "2");

    arrive("acme/s1/sales_20260301.json");
    arrive("acme/s2/sales_20260301.json");
    pipeline.settle();

    // acme/s1/ is the longer text before anything variable.
    assertThat(pipeline.ids("lake.rest")).containsExactly("1");
    assertThat(pipeline.ids("lake.orders")).containsExactly("2");
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.archive(ORDERS)))
        .singleElement()
        .asString()
        .endsWith("/acme/s2/sales_20260301.json");
  }

  @Test
  void knowsWhatTheGroupsOfAPathHold() {
    Arrival arrival = ORDERS.arrival().orElseThrow();

    assertThat(arrival.values("acme/渋谷/sales_20260301.json"))
        .containsEntry("shop", "渋谷")
        .containsEntry("date", "20260301")
        .hasSize(2);
    assertThat(arrival.values("acme/a/b/sales_20260301.json")).isEmpty();
    assertThat(arrival.partition("acme/渋谷/sales_20260301.json")).contains("20260301");
    assertThat(arrival.partition("acme/other.json")).isEmpty();
  }

  @Test
  void loadsAnObjectOnceHoweverOftenItIsAnnounced() {
    put("acme/s2/sales_20260301.json", "2");

    for (int time = 0; time < 3; time++) {
      arrive("acme/s2/sales_20260301.json");
      pipeline.sweep.run();
    }
    pipeline.settle();
    arrive("acme/s2/sales_20260301.json");
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("2");
    assertThat(pipeline.jobs("load")).isEqualTo(1);
  }

  @Test
  void findsInTheSweepWhatNoEventTold() {
    put("acme/s2/sales_20260301.json", "2");
    put("shops/all.json", "s");

    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("2");
    assertThat(pipeline.ids("lake.shops")).containsExactly("s");
  }

  @Test
  void takesOlderObjectsOfTheTableAlong() {
    put("shops/old.json", "old");
    put("shops/new.json", "new");

    arrive("shops/new.json");
    pipeline.settle();
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("lake.shops")).containsExactly("new");
    assertThat(pipeline.jobs("load")).isEqualTo(1);
  }

  @Test
  void keepsWhatNoTableTakesAndSaysItOnce() {
    put("acme/readme.txt", "1");
    put("acme/other.txt", "2");
    put("top.json", "3");

    try (Logs logs = new Logs()) {
      for (int time = 0; time < 3; time++) {
        pipeline.sweep.run();
        assertThat(pipeline.router.route("landing/acme/readme.txt")).isEmpty();
      }
      assertThat(logs.of("landing.unmatched"))
          .containsExactly(
              "WARN No table takes 'top.json' in landing/. It is kept under unrouted/. Add a"
                  + " pattern to a table's match, or put it where a table looks.",
              "WARN No table takes 2 objects, like 'readme.txt', in landing/acme/. They are kept"
                  + " under unrouted/. Add a pattern to a table's match, or put them where a table"
                  + " looks.");
    }
    assertThat(new Unrouted(pipeline.store).paths())
        .containsExactly("acme/readme.txt", "acme/other.txt", "top.json");
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names("unrouted/")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"partner.unknown/a.json", "shop.users/a.json"})
  void keepsWhatLiesUnderThePrefixOfNoTableOfFiles(String path) {
    put(path, "1");

    assertThat(pipeline.router.route("landing/" + path)).isEmpty();

    assertThat(new Unrouted(pipeline.store).paths()).containsExactly(path);
  }

  @Test
  void takesWhatNoTableTookOnceAPlanComesThatTakesIt() {
    put("acme/readme.txt", "1");
    put("late/a.json", "2");
    put("partner.added/b.json", "3");
    pipeline.sweep.run();

    LandingTable late =
        table("lake.late", WriteMode.APPEND, Optional.empty(), PlanBuilder.below("late/"));
    LandingTable added = PlanBuilder.dropped("lake.added", WriteMode.APPEND);
    pipeline.plans.publish(new PlanBuilder().with(late).with(added).build());
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("lake.late")).containsExactly("2");
    assertThat(pipeline.ids("lake.added")).containsExactly("3");
    assertThat(new Unrouted(pipeline.store).paths()).containsExactly("acme/readme.txt");
    assertThat(pipeline.store.names(LandingPaths.archive(added)))
        .singleElement()
        .asString()
        .endsWith("/b.json")
        .doesNotContain("partner.added/b");
  }

  @Test
  void waitsForTheContentOfAnObjectThatBeganEmpty() {
    pipeline.store.put("landing/acme/s2/sales_20260301.json", "");
    arrive("acme/s2/sales_20260301.json");
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    put("acme/s2/sales_20260301.json", "2");
    arrive("acme/s2/sales_20260301.json");
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme/s1/_SUCCESS",
        "acme/s1/.a.json.crc",
        "acme/s1/a.json.tmp",
        "acme/s1/a.json.PART",
        "shops/parallel_composite_uploads/see_gcloud_storage_cp_help_for_details/1",
        "shops/_temporary/0/part-0.json"
      })
  void leavesHiddenAndUnfinishedUploadsAloneForADayAndThenSaysSo(String path) {
    put(path, "1");

    try (Logs logs = new Logs()) {
      pipeline.sweep.run();
      arrive(path);
      assertThat(pipeline.store.names("landing/")).containsExactly("landing/" + path);

      pipeline.clock.advance(Duration.ofDays(1));
      pipeline.sweep.run();
      pipeline.sweep.run();
      assertThat(logs.events()).containsExactly("landing.leftover");
    }
    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names("leftover/")).singleElement().asString().endsWith("/" + path);
  }

  @Test
  void takesAGrowingObjectWhenItHasSettledAndNothingPastIt() {
    put("slow/a.json", "1");
    pipeline.clock.advance(Duration.ofMinutes(1));
    put("slow/a.json", "1", "2");
    put("slow/b.json", "3");
    arrive("slow/a.json");
    pipeline.sweep.run();
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    pipeline.clock.advance(Duration.ofMinutes(2));
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("lake.slow")).containsExactly("1", "2", "3");
    assertThat(pipeline.jobs("load")).isEqualTo(1);
  }

  @Test
  void doesTheSameUnderATablesOwnPrefix() {
    pipeline.land(SLOW, "a.json", "1");
    pipeline.store.put(LandingPaths.files(SLOW) + "empty.json", "");
    pipeline.store.put(LandingPaths.files(SLOW) + "2026/_SUCCESS", "");
    pipeline.loads.reconcile(SLOW.id());
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    pipeline.clock.advance(Duration.ofMinutes(2));
    pipeline.loads.reconcile(SLOW.id());
    pipeline.settle();
    assertThat(pipeline.ids("lake.slow")).containsExactly("1");

    try (Logs logs = new Logs()) {
      pipeline.clock.advance(Duration.ofDays(1));
      pipeline.sweep.run();
      pipeline.sweep.run();
      assertThat(logs.of("landing.leftover"))
          .containsExactly(
              "WARN 'empty.json' in landing/partner.slow/ stayed empty, hidden or unfinished for a"
                  + " day. It is kept under leftover/. See whether a writer failed.",
              "WARN '_SUCCESS' in landing/partner.slow/2026/ stayed empty, hidden or unfinished"
                  + " for a day. It is kept under leftover/. See whether a writer failed.");
    }
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names("leftover/")).hasSize(2);
  }

  @Test
  void leavesTheEventsOfTablesAndCommitsToTheirTables() {
    assertThat(pipeline.router.route("landing/partner.orders/a.json"))
        .contains(TableId.parse("lake.orders"));
    assertThat(pipeline.router.route("landing/_commits/shop.users/000000000001.json"))
        .contains(TableId.parse("lake.users"));
    assertThat(
            List.of(
                "landing/_parts/shop.users/20260302T120000Z/c1/00001.avro",
                "landing/_claimed/partner.orders/00000000000000000001/a.csv",
                "archive/partner.orders/a.csv",
                "state/tables/lake.orders.json"))
        .allSatisfy(object -> assertThat(pipeline.router.route(object)).isEmpty());
  }

  private void put(String path, String... ids) {
    pipeline.store.put("landing/" + path, Rows.ofIds(ids));
  }

  private void arrive(String path) {
    pipeline.router.route("landing/" + path).ifPresent(pipeline.loads::reconcile);
  }

  private static LandingTable table(
      String id, WriteMode mode, Optional<Duration> settle, PathPattern pattern) {
    return PlanBuilder.arriving(
        PlanBuilder.dropped(id, mode), new Arrival(List.of(pattern), settle));
  }
}
