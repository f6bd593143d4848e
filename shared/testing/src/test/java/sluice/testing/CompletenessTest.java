package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.load.LoadStages;
import sluice.plan.Arrival;
import sluice.plan.Completeness;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.PathPattern;
import sluice.plan.WriteMode;
import sluice.status.TableStatus.Stage;

final class CompletenessTest {
  private static final PathPattern FOLDERS =
      new PathPattern("spark/*/part-*", "spark/[^/]*/part-[^/]*", "spark/", 12);
  private static final PathPattern MARKERS =
      new PathPattern("spark/*/_SUCCESS", "spark/[^/]*/_SUCCESS", "spark/", 15);
  private static final PathPattern SHOPS =
      new PathPattern(
          "(?P<shop>..)/(?P<date>\\d{8})\\.json", "(?P<shop>..)/(?P<date>\\d{8})\\.json", "", 6);

  private static final LandingTable SPARK =
      table(
          "lake.spark",
          WriteMode.REPLACE,
          List.of(FOLDERS),
          new Completeness(
              new Completeness.Success("_SUCCESS"),
              List.of(MARKERS),
              Optional.of(Duration.ofHours(1))));
  private static final LandingTable LISTED =
      table(
          "lake.listed",
          WriteMode.APPEND,
          List.of(),
          new Completeness(new Completeness.Manifest("manifest.txt"), List.of(), Optional.empty()));
  private static final LandingTable SALES =
      table(
          "lake.sales",
          WriteMode.APPEND,
          List.of(SHOPS),
          new Completeness(
              new Completeness.OnePer("shop", List.of("s1", "s2", "s3")),
              List.of(),
              Optional.of(Duration.ofHours(2))));

  private final Pipeline pipeline =
      new Pipeline(new PlanBuilder().with(SPARK).with(LISTED).with(SALES).build());

  @Test
  void waitsForTheFileThatSaysAFolderIsDoneAndLoadsTheFolderAsOneSnapshot() {
    put("spark/a/part-0", "1");
    put("spark/a/part-1", "2");
    sweep();
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    pipeline.store.put("landing/spark/a/_SUCCESS", "");
    arrive("spark/a/_SUCCESS");
    pipeline.settle();
    assertThat(pipeline.ids("lake.spark")).containsExactly("1", "2");

    put("spark/b/part-0", "3");
    put("spark/c/part-0", "4");
    put("spark/c/part-1", "5");
    pipeline.store.put("landing/spark/c/_SUCCESS", "");
    sweep();
    assertThat(pipeline.ids("lake.spark")).as("a snapshot in two files").containsExactly("4", "5");
    assertThat(pipeline.store.names("landing/"))
        .singleElement()
        .asString()
        .endsWith("/spark/b/part-0");
    assertThat(pipeline.store.names(LandingPaths.archive(SPARK)))
        .filteredOn(name -> name.endsWith("_SUCCESS"))
        .hasSize(2);
  }

  @Test
  void saysWhatIsMissingOnceItIsDue() {
    put("spark/a/part-0", "1");
    put("s1/20260301.json", "2");
    put("s3/20260301.json", "3");
    sweep();

    try (Logs logs = new Logs()) {
      pipeline.clock.advance(Duration.ofHours(1));
      sweep();
      assertThat(logs.of("table.incomplete")).isEmpty();

      pipeline.clock.advance(Duration.ofSeconds(1));
      sweep();
      assertThat(logs.of("table.incomplete"))
          .containsExactly(
              "ERROR lake.spark does not load a set of files that began at 2026-03-02T12:00:00Z:"
                  + " spark/a/ lacks _SUCCESS. See why it is not sent; what is there loads once"
                  + " the set is complete.");

      pipeline.clock.advance(Duration.ofHours(1));
      sweep();
      assertThat(logs.of("table.incomplete"))
          .last()
          .asString()
          .contains("{date=20260301} lacks s2.");
    }
    assertThat(new LoadStages(pipeline.store).status(SALES).reason())
        .contains("{date=20260301} lacks s2");
    assertThat(new LoadStages(pipeline.store).status(SALES).stage()).isEqualTo(Stage.WAITING);
    assertThat(new LoadStages(pipeline.store).status(SALES).waiting()).isEqualTo(2);
    assertThat(pipeline.warehouse.jobs()).isEmpty();
  }

  @Test
  void waitsForEachFileThatAManifestNames() {
    pipeline.land(LISTED, "march/a.json", "1");
    pipeline.land(LISTED, "april/x.json", "9");
    pipeline.store.put(LandingPaths.files(LISTED) + "march/manifest.txt", "a.json\nsub/b.json\n");
    pipeline.loads.reconcile(LISTED.id());
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    pipeline.land(LISTED, "march/b.json", "2");
    pipeline.loads.reconcile(LISTED.id());
    pipeline.settle();

    assertThat(pipeline.ids("lake.listed")).containsExactly("1", "2");
    assertThat(pipeline.store.names("landing/"))
        .containsExactly(LandingPaths.files(LISTED) + "april/x.json");
    assertThat(new LoadStages(pipeline.store).status(LISTED).reason())
        .contains("april/ lacks manifest.txt");
  }

  @Test
  void readsAManifestThatIsAListAndTellsOneThatIsNone() {
    pipeline.land(LISTED, "a.json", "1");
    pipeline.store.put(LandingPaths.files(LISTED) + "manifest.txt", "[{}]");
    pipeline.loads.reconcile(LISTED.id());
    assertThat(new LoadStages(pipeline.store).status(LISTED).reason())
        .contains("its own folder lacks a manifest that is a list of names");

    pipeline.store.put(LandingPaths.files(LISTED) + "manifest.txt", "[\"gs://b/x/a.json\"]");
    pipeline.loads.reconcile(LISTED.id());
    pipeline.settle();
    assertThat(pipeline.ids("lake.listed")).containsExactly("1");
  }

  @Test
  void opensABatchWhenOneFileOfEachIsThere() {
    put("s1/20260301.json", "1");
    put("s2/20260302.json", "2");
    put("s3/20260301.json", "3");
    sweep();
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    put("s2/20260301.json", "4");
    arrive("s2/20260301.json");
    pipeline.settle();
    assertThat(pipeline.ids("lake.sales")).containsExactly("1", "3", "4");

    pipeline.land(SALES, "by-hand.json", "5");
    sweep();
    assertThat(pipeline.ids("lake.sales"))
        .as("a path without groups waits for nobody")
        .containsExactly("1", "3", "4", "5");
  }

  @Test
  void keepsASetTogetherUntilItsBadFileIsMended() {
    put("s1/20260301.json", "1");
    pipeline.store.put("landing/s2/20260301.json", Rows.bad());
    put("s3/20260301.json", "3");
    sweep();
    assertThat(pipeline.ids("lake.sales")).isEmpty();
    assertThat(new LoadStages(pipeline.store).status(SALES).reason())
        .contains("{date=20260301} lacks s2");

    put("s2/20260301.json", "2");
    sweep();
    assertThat(pipeline.ids("lake.sales")).containsExactly("1", "2", "3");
  }

  @Test
  void putsAMarkerAwayThatMarksNothing() {
    pipeline.store.put(LandingPaths.files(LISTED) + "march/manifest.txt", "a.json\n");
    pipeline.store.put("landing/spark/a/_SUCCESS", "");
    sweep();
    pipeline.clock.advance(Duration.ofDays(1));
    sweep();

    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names("leftover/")).hasSize(2);
  }

  private void put(String path, String... ids) {
    pipeline.store.put("landing/" + path, Rows.ofIds(ids));
  }

  private void sweep() {
    pipeline.sweep.run();
    pipeline.settle();
  }

  private void arrive(String path) {
    pipeline.router.route("landing/" + path).ifPresent(pipeline.loads::reconcile);
  }

  private static LandingTable table(
      String id, WriteMode mode, List<PathPattern> match, Completeness complete) {
    return PlanBuilder.arriving(
        PlanBuilder.dropped(id, mode), new Arrival(match, Optional.empty(), Optional.of(complete)));
  }
}
