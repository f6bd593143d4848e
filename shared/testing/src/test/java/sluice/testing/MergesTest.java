package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.Origin;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.warehouse.JobRequest;
import sluice.warehouse.JobRequest.Survey.Reach;

/** Batches that are staged and merged, and what may come between. */
final class MergesTest {
  private static final TableId ORDERS = TableId.parse("lake.orders");
  private static final LandingTable BY_K = merged(List.of("k"));
  private static final LandingTable BY_DAY_AND_K = merged(List.of("day", "k"));

  private final Pipeline pipeline = new Pipeline(new PlanBuilder().with(BY_K).build());

  @Test
  void stagesShapesSurveysAndMerges() {
    land("a", row(1, "2026-01-01", 5, "one"), row(2, "2026-01-02", 5, "two"));
    wake();
    pipeline.settle();
    land("b", row(1, "2026-01-03", 6, "one, moved"), row(2, "2026-01-02", 4, "two, older"));
    wake();
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("one, moved", "two");
    assertThat(kinds())
        .containsExactly("load", "shape", "survey", "merge", "load", "survey", "merge");
    assertThat(merges().get(1).partitions()).containsExactly("20260101", "20260102", "20260103");
    assertThat(pipeline.state("lake.orders").version()).contains(pipeline.warehouse.jobs().get(6));
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void leavesNoStagingTableWhereverACallerIsKilled() {
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    while (!pipeline.warehouse.unfinished().isEmpty()) {
      // Nobody hears of the end: the sweep finds it.
      pipeline.warehouse.run(pipeline.warehouse.unfinished().get(0));
      pipeline.sweep.run();
    }

    assertThat(pipeline.ids("lake.orders")).containsExactly("one");
    assertThat(pipeline.warehouse.exists(staging(1))).isFalse();
  }

  @Test
  void doesEachJobOnceHoweverManyLook() {
    land("a", row(1, "2026-01-01", 5, "one"));
    for (int job = 0; job < 4; job++) {
      IntStream.range(0, 5).forEach(time -> wake());
      assertThat(pipeline.warehouse.jobs()).hasSize(job + 1);
      pipeline.warehouse.run(pipeline.warehouse.unfinished().get(0));
    }
    IntStream.range(0, 5).forEach(time -> wake());

    assertThat(kinds()).containsExactly("load", "shape", "survey", "merge");
    assertThat(pipeline.ids("lake.orders")).containsExactly("one");
  }

  @Test
  void triesAFailedMergeAgain() {
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    runThrough("survey");
    pipeline.deliver(pipeline.warehouse.fail(unfinished(), "backendError", "Try again."));
    pipeline.clock.advance(Duration.ofSeconds(5));
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(kinds()).containsExactly("load", "shape", "survey", "merge", "merge");
    assertThat(pipeline.ids("lake.orders")).containsExactly("one");
  }

  @Test
  void stagesAnewWhatIsGoneBeforeItIsMerged() {
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    runThrough("shape");
    pipeline.warehouse.drop(staging(1));
    pipeline.settle();

    assertThat(kinds()).containsExactly("load", "shape", "survey", "load", "survey", "merge");
    assertThat(pipeline.warehouse.jobs().get(3)).endsWith("_again1_0");
    assertThat(pipeline.ids("lake.orders")).containsExactly("one");
    assertThat(pipeline.warehouse.exists(staging(1))).isFalse();
  }

  @Test
  void surveysAnewWhatWasSurveyedADayAgo() {
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    runThrough("shape");
    pipeline.warehouse.run(unfinished());
    pipeline.clock.advance(Duration.ofHours(21));
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(kinds()).containsExactly("load", "shape", "survey", "load", "survey", "merge");
    assertThat(pipeline.ids("lake.orders")).containsExactly("one");
  }

  @Test
  void putsAFileAsideThatHasRowsWithoutAKey() {
    land("a", row(1, "2026-01-01", 5, "one"));
    land(
        "b", row(2, "2026-01-01", 5, "two"), "{\"day\":\"2026-01-01\",\"at\":5,\"id\":\"none\"}\n");
    land("c", row(3, "2026-01-01", 5, "three"));
    wake();
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("one", "three");
    assertThat(pipeline.store.texts(LandingPaths.quarantine(BY_K)))
        .hasSize(2)
        .anySatisfy((name, text) -> assertThat(text).contains("NULL in the key (k): 1 of 2 rows."));
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void waitsForAPersonWhereTheTableHoldsAKeyTwice() {
    String twice = row(1, "2026-01-01", 5, "one") + row(1, "2026-01-02", 5, "one again");
    publish(BY_K, WriteMode.APPEND);
    land("a", twice);
    wake();
    pipeline.settle();
    publish(BY_K, WriteMode.MERGE);
    land("b", row(1, "2026-01-01", 6, "newer"));

    try (Logs logs = new Logs()) {
      wake();
      pipeline.settle();

      assertThat(logs.of("load.failed"))
          .containsExactly(
              "ERROR Batch 2 of lake.orders failed: More than one row of a key (k) is in"
                  + " lake.orders: 1 keys. Keep one row of each, or name a key that tells them apart."
                  + " It is tried again at 2026-03-02T12:00:05Z.");
    }
    assertThat(pipeline.ids("lake.orders")).containsExactly("one", "one again");

    // The key was too narrow: the plan says so, and nothing is lost.
    pipeline.plans.publish(new PlanBuilder().with(BY_DAY_AND_K).build());
    wake();
    pipeline.settle();
    assertThat(pipeline.ids("lake.orders")).containsExactly("newer", "one again");
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void mergesWhatWasOpenedToBeMergedAndAppendsTheRest() {
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    publish(BY_K, WriteMode.APPEND);
    land("b", row(1, "2026-01-01", 6, "one, appended"));
    pipeline.settle();

    assertThat(kinds()).containsExactly("load", "shape", "survey", "merge", "load");
    assertThat(pipeline.ids("lake.orders")).containsExactly("one", "one, appended");
  }

  @Test
  void appendsWhatWasOpenedToBeAppendedThoughThePlanSaysReplace() {
    publish(BY_K, WriteMode.APPEND);
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    pipeline.settle();
    land("b", row(2, "2026-01-01", 5, "two"));
    land("c", row(3, "2026-01-01", 5, "three"));
    wake();
    publish(BY_K, WriteMode.REPLACE);
    pipeline.deliver(pipeline.warehouse.fail(unfinished(), "backendError", "Try again."));
    pipeline.clock.advance(Duration.ofSeconds(5));
    wake();
    pipeline.settle();

    assertThat(pipeline.ids("lake.orders")).containsExactly("one", "three", "two");
  }

  @Test
  void readsTheTargetOnlyOnceWhereThePartitionFollowsFromTheKey() {
    pipeline.plans.publish(new PlanBuilder().with(BY_DAY_AND_K).build());
    for (int batch = 0; batch < 3; batch++) {
      land("f" + batch, row(batch, "2026-01-01", 5, "row" + batch));
      wake();
      pipeline.settle();
    }

    assertThat(surveys())
        .extracting(JobRequest.Survey::reach)
        .containsExactly(Reach.TARGET, Reach.STAGED, Reach.STAGED);
    assertThat(pipeline.ids("lake.orders")).containsExactly("row0", "row1", "row2");
  }

  @Test
  void countsWhatStagesAndShapesAndNotTheMerge() {
    land("a", row(1, "2026-01-01", 5, "one"));
    wake();
    pipeline.settle();

    assertThat(pipeline.state("lake.orders").modifications().lately(pipeline.clock.instant()))
        .isEqualTo(2);
  }

  private void runThrough(String kind) {
    for (String job = unfinished(); ; job = unfinished()) {
      pipeline.end(job);
      if (job.startsWith("sluice_" + kind)) {
        return;
      }
    }
  }

  private String unfinished() {
    return pipeline.warehouse.unfinished().get(0);
  }

  private List<String> kinds() {
    return pipeline.warehouse.jobs().stream().map(id -> id.split("_")[1]).toList();
  }

  private List<JobRequest.Merge> merges() {
    return requests(JobRequest.Merge.class);
  }

  private List<JobRequest.Survey> surveys() {
    return requests(JobRequest.Survey.class);
  }

  private <T> List<T> requests(Class<T> type) {
    return pipeline.warehouse.jobs().stream()
        .map(pipeline.warehouse::request)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private void wake() {
    pipeline.loads.reconcile(ORDERS);
  }

  private void land(String path, String... rows) {
    pipeline.store.put(LandingPaths.files(BY_K) + path, String.join("", rows));
  }

  private void publish(LandingTable like, WriteMode mode) {
    LandingTable table =
        new LandingTable(
            like.id(),
            like.source(),
            like.origin(),
            mode,
            like.columns(),
            like.layout(),
            like.about(),
            like.maxJobsPerDay(),
            like.contract(),
            mode == WriteMode.MERGE ? like.merge() : Optional.empty(),
            Optional.empty(),
            List.of());
    pipeline.plans.publish(new PlanBuilder().with(table).build());
  }

  private static TableId staging(long batch) {
    return new TableId("_sluice", "lake__orders__batch_" + batch);
  }

  private static String row(int k, String day, int at, String id) {
    return "{\"k\":%d,\"day\":\"%s\",\"at\":%d,\"id\":\"%s\"}\n".formatted(k, day, at, id);
  }

  private static LandingTable merged(List<String> key) {
    return new LandingTable(
        ORDERS,
        "partner",
        new Origin.Dropped(new Format.Ndjson()),
        WriteMode.MERGE,
        List.of(
            Column.of("k", ColumnType.INT64),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.INT64),
            Column.of("id", ColumnType.STRING)),
        new Layout(Optional.of(new Partitioning("day", Partitioning.Granularity.DAY)), List.of()),
        About.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new MergeRule(key, Optional.of("at"), Optional.empty())),
        Optional.empty(),
        List.of());
  }
}
