package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.UnavailableException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.schema.TableId;

final class LoadReconcilerTest {
  private static final LandingTable ORDERS = PlanBuilder.dropped("lake.orders", WriteMode.APPEND);
  private static final LandingTable SHOPS = PlanBuilder.dropped("lake.shops", WriteMode.REPLACE);

  private final Pipeline pipeline =
      new Pipeline(new PlanBuilder().with(ORDERS).with(SHOPS).build());

  @Test
  void loadsAFileOnceHoweverOftenItIsWoken() {
    pipeline.land(ORDERS, "a.json", "1", "2");

    wakeFiveTimes(ORDERS);
    pipeline.settle();
    wakeFiveTimes(ORDERS);

    assertThat(pipeline.warehouse.jobs()).hasSize(1);
    assertThat(pipeline.ids("lake.orders")).containsExactly("1", "2");
  }

  @Test
  void takesEverythingThatWaitsInOneBatch() {
    pipeline.land(ORDERS, "a.json", "1");
    pipeline.land(ORDERS, "b.json", "2");
    wake(ORDERS);
    pipeline.land(ORDERS, "c.json", "3");
    pipeline.land(ORDERS, "d.json", "4");
    wake(ORDERS);
    assertThat(pipeline.warehouse.jobs()).as("one batch in flight").hasSize(1);

    pipeline.settle();

    assertThat(pipeline.warehouse.jobs()).hasSize(2);
    assertThat(pipeline.ids("lake.orders")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void archivesWhatIsLoadedAndSetsTheVersion() {
    pipeline.land(ORDERS, "2026/a.json", "1");
    wake(ORDERS);
    pipeline.settle();

    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.texts(LandingPaths.archive(ORDERS)))
        .hasSize(1)
        .allSatisfy((name, text) -> assertThat(name).endsWith("/2026/a.json"));
    assertThat(pipeline.state("lake.orders").version())
        .isEqualTo(Optional.of(pipeline.warehouse.jobs().get(0)));
  }

  @Test
  void loadsOnlyTheLastOfSeveralSnapshots() {
    pipeline.land(SHOPS, "a.json", "old");
    pipeline.land(SHOPS, "b.json", "new");
    wake(SHOPS);
    pipeline.settle();

    assertThat(pipeline.warehouse.jobs()).hasSize(1);
    assertThat(pipeline.ids("lake.shops")).containsExactly("new");
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.archive(SHOPS))).hasSize(2);
  }

  @Test
  void loadsTheGoodSnapshotBeforeABadOne() {
    pipeline.land(SHOPS, "a.json", "good");
    pipeline.landBad(SHOPS, "b.json");
    wake(SHOPS);
    pipeline.settle();

    assertThat(pipeline.ids("lake.shops")).containsExactly("good");
    assertThat(pipeline.store.names(LandingPaths.quarantine(SHOPS))).hasSize(2);
  }

  @Test
  void putsTheFilesThatTheErrorNamesAsideAtOnce() {
    IntStream.range(0, 8).forEach(i -> pipeline.land(ORDERS, "f" + i, "row" + i));
    pipeline.landBad(ORDERS, "f4");
    pipeline.landBad(ORDERS, "f5");

    try (Logs logs = new Logs()) {
      wake(ORDERS);
      pipeline.settle();

      assertThat(logs.of("load.quarantined")).hasSize(2);
      assertThat(logs.of("load.split")).isEmpty();
    }
    assertThat(pipeline.ids("lake.orders"))
        .containsExactly("row0", "row1", "row2", "row3", "row6", "row7");
    // One job names both, the rest loads at once.
    assertThat(pipeline.warehouse.jobs()).hasSize(2);
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void findsOneBadFileOfEightByHalvingWhenTheErrorDoesNotNameIt() {
    IntStream.range(0, 4).forEach(i -> pipeline.land(ORDERS, "f" + i, "row" + i));
    pipeline.landBadUnnamed(ORDERS, "f4");
    IntStream.range(5, 8).forEach(i -> pipeline.land(ORDERS, "f" + i, "row" + i));

    try (Logs logs = new Logs()) {
      wake(ORDERS);
      pipeline.settle();

      assertThat(logs.of("load.quarantined")).hasSize(1);
      assertThat(logs.of("load.quarantined").get(0))
          .startsWith("WARN f4 cannot be loaded into lake.orders: BigQuery cannot read the file.")
          .contains("It is kept as quarantine/partner.orders/");
      assertThat(logs.of("load.split")).hasSizeBetween(2, 3);
    }
    assertThat(pipeline.ids("lake.orders"))
        .containsExactly("row0", "row1", "row2", "row3", "row5", "row6", "row7");
    // 8 fail, 4 load, 4 fail, 2 fail, 1 is found bad, 3 load.
    assertThat(pipeline.warehouse.jobs()).hasSize(6);
    assertThat(pipeline.store.names(LandingPaths.quarantine(ORDERS)))
        .hasSize(2)
        .anyMatch(name -> name.endsWith("/f4.reason.json"));
  }

  @Test
  void leavesFilesWhereTheyAreWhenItIsTheTableThatIsWrong() {
    pipeline.land(ORDERS, "a.json", "1");
    wake(ORDERS);
    String first = pipeline.warehouse.jobs().get(0);

    try (Logs logs = new Logs()) {
      pipeline.deliver(pipeline.warehouse.fail(first, "notFound", "Not found: Dataset lake."));

      assertThat(logs.of("load.failed"))
          .containsExactly(
              "ERROR Batch 1 of lake.orders failed: Not found: Dataset lake. It is tried again at"
                  + " 2026-03-02T12:00:05Z.");
    }
    assertThat(pipeline.store.names("quarantine/")).isEmpty();

    pipeline.clock.advance(Duration.ofSeconds(5));
    pipeline.sweep.run();
    pipeline.settle();
    assertThat(pipeline.ids("lake.orders")).containsExactly("1");
  }

  @Test
  void waitsBeforeItTriesAFailedJobUnderANewId() {
    pipeline.land(ORDERS, "a.json", "1");
    wake(ORDERS);
    String first = pipeline.warehouse.jobs().get(0);
    pipeline.deliver(pipeline.warehouse.fail(first, "backendError", "Try again."));
    assertThat(pipeline.warehouse.jobs()).containsExactly(first);

    pipeline.clock.advance(Duration.ofSeconds(5));
    wakeFiveTimes(ORDERS);

    assertThat(pipeline.warehouse.unfinished()).containsExactly(first.replaceAll("_0$", "_1"));
    pipeline.settle();
    assertThat(pipeline.ids("lake.orders")).containsExactly("1");
  }

  @Test
  void submitsOnceWhenTheAnswerIsLost() {
    pipeline.land(ORDERS, "a.json", "1");
    pipeline.warehouse.losesAnswersOfSubmits(1);

    assertThatThrownBy(() -> wake(ORDERS)).isInstanceOf(UnavailableException.class);
    wake(ORDERS);
    pipeline.settle();

    assertThat(pipeline.warehouse.jobs()).hasSize(1);
    assertThat(pipeline.ids("lake.orders")).containsExactly("1");
  }

  @Test
  void countsAFileThatIsWrittenOverAsItsLastContent() {
    pipeline.land(ORDERS, "a.json", "old");
    pipeline.land(ORDERS, "a.json", "new");
    wake(ORDERS);
    pipeline.land(ORDERS, "a.json", "newer");
    wake(ORDERS);
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("new", "newer");
  }

  @Test
  void looksPastEmptyAndHiddenFiles() {
    pipeline.store.put(LandingPaths.files(ORDERS) + "empty.json", "");
    pipeline.land(ORDERS, "_SUCCESS", "1");
    pipeline.land(ORDERS, "2026/.a.json.crc", "2");
    wake(ORDERS);

    assertThat(pipeline.warehouse.jobs()).isEmpty();
  }

  @Test
  void leavesATableAloneThatThePlanDoesNotLoad() {
    pipeline.loads.reconcile(TableId.parse("lake.other"));

    assertThat(pipeline.warehouse.jobs()).isEmpty();
  }

  @Test
  void saysOnceThatABatchIsLoadedHoweverManyCloseIt() {
    pipeline.land(ORDERS, "a.json", "1");
    wake(ORDERS);
    pipeline.warehouse.run(pipeline.warehouse.jobs().get(0));

    try (Logs logs = new Logs()) {
      wakeFiveTimes(ORDERS);

      assertThat(logs.events()).containsExactly("load.loaded");
      assertThat(logs.of("load.loaded")).containsExactly("INFO lake.orders has 1 rows more.");
    }
  }

  @Test
  void saysNoNumberOfRowsWhereTheJobSaysNone() {
    LandingTable traced = PlanBuilder.traced(ORDERS);
    Pipeline other = new Pipeline(new PlanBuilder().with(traced).build());
    other.land(traced, "a.json", "1");
    other.loads.reconcile(traced.id());
    other.warehouse.run(other.warehouse.jobs().get(0));

    try (Logs logs = new Logs()) {
      other.loads.reconcile(traced.id());

      assertThat(logs.of("load.loaded"))
          .containsExactly("INFO lake.orders has the rows of batch 1.");
      assertThat(logs.keys("load.loaded"))
          .containsExactly("event", "table", "source", "batch", "objects", "job", "millis");
    }
  }

  private void wake(LandingTable table) {
    pipeline.loads.reconcile(table.id());
  }

  private void wakeFiveTimes(LandingTable table) {
    IntStream.range(0, 5).forEach(time -> wake(table));
  }
}
