package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.plan.About;
import sluice.plan.Contract;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.PartitionFiles;
import sluice.plan.Partitioning;
import sluice.plan.ReadMode;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.warehouse.JobRequest;

/** Files and snapshots that take the place of one partition. */
final class PartitionsTest {
  private static final TableId SALES = TableId.parse("lake.sales");
  private static final LandingTable FILES = dropped(Optional.empty());
  private static final LandingTable SETS = dropped(Optional.of("_SUCCESS"));

  private final Pipeline pipeline = new Pipeline(new PlanBuilder().with(FILES).build());

  @Test
  void replacesThePartitionOfAFileAndLeavesTheOthers() {
    land("dt=2026-01-01/a", "1a");
    land("dt=2026-01-02/a", "2a");
    settle();
    land("dt=2026-01-01/b", "1b");
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("1b", "2a");
    assertThat(partitions()).containsExactly("20260101", "20260102", "20260101");
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void takesTheNewestFileOfAPartitionAndSaysWhichItSupersedes() {
    land("dt=2026-01-01/a", "old");
    land("dt=2026-01-02/a", "other");
    land("dt=2026-01-01/b", "new");

    try (Logs logs = new Logs()) {
      settle();

      assertThat(logs.of("load.superseded")).hasSize(1);
    }
    assertThat(pipeline.ids("lake.sales")).containsExactly("new", "other");
    assertThat(pipeline.store.names(LandingPaths.archive(FILES))).hasSize(3);
  }

  @Test
  void loadsTheGoodFileOfAPartitionWhenANewerOneIsBad() {
    land("dt=2026-01-01/a", "good");
    pipeline.store.put(LandingPaths.files(FILES) + "dt=2026-01-01/b", Rows.bad());
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("good");
    assertThat(pipeline.store.names(LandingPaths.quarantine(FILES))).hasSize(2);
  }

  @Test
  void putsAFileAsideWhosePathHasNoTime() {
    land("dt=2026-13-01/a", "lost");
    land("dt=2026-01-01/a", "kept");
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("kept");
    assertThat(pipeline.store.texts(LandingPaths.quarantine(FILES)))
        .hasSize(2)
        .anySatisfy(
            (name, text) ->
                assertThat(text)
                    .contains(
                        "The path has no time like 'dt={year}-{month}-{day}'. Put the file under a"
                            + " path that has."));
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(partitions()).containsExactly("20260101");
  }

  @Test
  void loadsASetOnceItsMarkerIsThereAndWhole() {
    pipeline.plans.publish(new PlanBuilder().with(SETS).build());
    land("dt=2026-01-01/a", "1a");
    land("dt=2026-01-01/b", "1b");
    settle();
    assertThat(pipeline.warehouse.jobs()).isEmpty();

    mark("dt=2026-01-01");
    settle();
    assertThat(pipeline.ids("lake.sales")).containsExactly("1a", "1b");

    land("dt=2026-01-01/a", "2a");
    settle();
    assertThat(pipeline.ids("lake.sales")).as("half a set").containsExactly("1a", "1b");

    land("dt=2026-01-01/c", "2c");
    mark("dt=2026-01-01");
    settle();
    assertThat(pipeline.ids("lake.sales")).containsExactly("2a", "2c");
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void takesTheNewestOfSeveralCompleteSets() {
    pipeline.plans.publish(new PlanBuilder().with(SETS).build());
    land("dt=2026-01-01/a", "1a");
    pipeline.store.put(LandingPaths.files(SETS) + "dt=2026-01-01/1/_SUCCESS", "");
    land("dt=2026-01-01/b", "2b");
    pipeline.store.put(LandingPaths.files(SETS) + "dt=2026-01-01/2/_SUCCESS", "");
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("2b");
    assertThat(pipeline.warehouse.jobs()).hasSize(1);
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void putsASetAsideWholeSoThatNoHalfOfItReplacesAPartition() {
    pipeline.plans.publish(new PlanBuilder().with(SETS).build());
    land("dt=2026-01-01/a", "1a");
    mark("dt=2026-01-01");
    settle();
    land("dt=2026-01-01/a", "2a");
    pipeline.store.put(LandingPaths.files(SETS) + "dt=2026-01-01/b", Rows.badUnnamed());
    land("dt=2026-01-01/c", "2c");
    mark("dt=2026-01-01");
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("1a");
    assertThat(pipeline.warehouse.jobs()).hasSize(2);
    // Three files and the marker, each with its reason.
    assertThat(pipeline.store.names(LandingPaths.quarantine(SETS))).hasSize(8);
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void putsASetAsideWholeOfWhichAFileBreaksTheContract() {
    pipeline.plans.publish(
        new PlanBuilder().with(PlanBuilder.holding(SETS, Contract.FREEZE, SETS.columns())).build());
    land("dt=2026-01-01/a", "1a");
    pipeline.store.put(LandingPaths.files(SETS) + "dt=2026-01-01/b", "{\"other\":\"1b\"}\n");
    mark("dt=2026-01-01");
    settle();

    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.quarantine(SETS))).hasSize(6);
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void emptiesThePartitionOfADayWhoseLastSnapshotHasNoRow() {
    LandingTable table = snapshots();
    pipeline.plans.publish(new PlanBuilder().with(table).build());
    commit(table, 1, "2026-01-01T01:00:00Z", "1, morning");
    settle();
    commit(table, 2, "2026-01-02T01:00:00Z", "2, morning");
    settle();
    commit(table, 3, "2026-01-01T20:00:00Z");
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("2, morning");
    assertThat(partitions()).containsExactly("20260101", "20260102", "20260101");
  }

  @Test
  void keepsASnapshotForEachDay() {
    LandingTable table = snapshots();
    pipeline.plans.publish(new PlanBuilder().with(table).build());
    commit(table, 1, "2026-01-01T01:00:00Z", "1, morning");
    commit(table, 2, "2026-01-01T20:00:00Z", "1, evening");
    commit(table, 3, "2026-01-02T01:00:00Z", "2, morning");
    settle();
    commit(table, 4, "2026-01-02T20:00:00Z", "2, evening");
    settle();

    assertThat(pipeline.ids("lake.sales")).containsExactly("1, evening", "2, evening");
    assertThat(partitions()).containsExactly("20260101", "20260102", "20260102");
    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
  }

  private void land(String path, String... ids) {
    pipeline.land(FILES, path, ids);
  }

  private void mark(String folder) {
    pipeline.store.put(LandingPaths.files(SETS) + folder + "/_SUCCESS", "");
  }

  private void commit(LandingTable table, long sequence, String at, String... ids) {
    Instant moment = Instant.parse(at);
    String part = LandingPaths.parts(table, moment, "call" + sequence) + "part-00001.avro";
    List<Commit.Part> parts = ids.length == 0 ? List.of() : List.of(new Commit.Part(part, 1, 1));
    pipeline.store.put(part, Rows.ofIds(ids));
    new Commits(pipeline.store)
        .create(table, new Commit(sequence, moment, "call", parts, 1, Optional.empty(), moment));
  }

  private void settle() {
    pipeline.loads.reconcile(SALES);
    pipeline.settle();
  }

  private List<String> partitions() {
    return pipeline.warehouse.jobs().stream()
        .map(pipeline.warehouse::request)
        .map(JobRequest.Load.class::cast)
        .map(load -> load.partition().orElse("all"))
        .toList();
  }

  private static LandingTable dropped(Optional<String> marker) {
    return table(
        new Origin.Dropped(new Format.Ndjson()),
        Optional.of(new PartitionFiles("dt={year}-{month}-{day}", marker)));
  }

  private static LandingTable snapshots() {
    return table(new Origin.Extracted("public.sales", new ReadMode.Snapshot()), Optional.empty());
  }

  private static LandingTable table(Origin origin, Optional<PartitionFiles> files) {
    return new LandingTable(
        SALES,
        "partner",
        origin,
        WriteMode.REPLACE_PARTITION,
        List.of(Column.of("id", ColumnType.STRING)),
        new Layout(
            Optional.of(new Partitioning("_extracted_at", Partitioning.Granularity.DAY)),
            List.of()),
        About.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        files,
        List.of());
  }
}
