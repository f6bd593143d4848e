package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.json.Json;
import sluice.load.LoadReconciler;
import sluice.load.Quarantine;
import sluice.load.Reason;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.store.ObjectStore;

/** What becomes of files that a load job would read wrongly. */
final class FilesTest {
  private static final Charset WINDOWS_31J = Charset.forName("windows-31j");
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", ColumnType.STRING), Column.of("name", ColumnType.STRING).asSensitive());
  private static final LandingTable PLAIN = table("lake.plain", "UTF-8", 0, WriteMode.APPEND);
  private static final LandingTable JAPANESE =
      table("lake.japanese", "windows-31j", 0, WriteMode.APPEND);
  private static final LandingTable LENIENT = table("lake.lenient", "UTF-8", 2, WriteMode.APPEND);
  private static final LandingTable NEWEST = table("lake.newest", "UTF-8", 0, WriteMode.REPLACE);

  private final Pipeline pipeline =
      new Pipeline(new PlanBuilder().with(PLAIN).with(JAPANESE).with(LENIENT).with(NEWEST).build());
  private final Quarantine quarantine = new Quarantine(pipeline.store);

  @Test
  void loadsAFileWhoseColumnsStandInAnotherOrder() {
    land(PLAIN, "a.csv", "id,name\n1,Tanaka\n");
    land(PLAIN, "b.csv", "Name,ID\nSato,2\n");

    load(PLAIN);

    assertThat(rows(PLAIN))
        .containsExactly(Map.of("id", "1", "name", "Tanaka"), Map.of("id", "2", "name", "Sato"));
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.texts(LandingPaths.archive(PLAIN)).values())
        .contains("Name,ID\nSato,2\n");
  }

  @Test
  void putsAFileAsideWhoseHeaderIsNotTheTables() {
    land(PLAIN, "a.csv", "id,nmae\n1,Tanaka\n");
    land(PLAIN, "b.csv", "id,name\n2,Sato\n");

    try (Logs logs = new Logs()) {
      load(PLAIN);

      assertThat(logs.of("load.quarantined"))
          .singleElement()
          .asString()
          .startsWith(
              "WARN a.csv cannot be loaded into lake.plain: The header lacks name, and has names,"
                  + " 1, which the table has not. It is kept as quarantine/partner.plain/")
          .doesNotContain("nmae");
    }
    assertThat(pipeline.ids("lake.plain")).containsExactly("2");
    assertThat(pipeline.warehouse.jobs()).hasSize(1);
    assertThat(reason(PLAIN))
        .isEqualTo(
            new Reason(
                "a.csv",
                "lake.plain",
                "header",
                "The header lacks name, and has names, 1, which the table has not.",
                Optional.empty(),
                Optional.of(1L),
                Optional.empty(),
                Optional.of("(masked: 7 characters)"),
                "Mend the header, or the table's columns; `header: NAME` at a column says how files"
                    + " call it. Then put it under landing/partner.plain/, under any name; or, if"
                    + " it is the plan that was mended, run `sluice replay lake.plain`."));
  }

  @Test
  void closesABatchOfWhichNothingIsLeft() {
    land(PLAIN, "a.csv", "other\n1\n");

    load(PLAIN);

    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.quarantine(PLAIN))).hasSize(2);
    land(PLAIN, "b.csv", "id,name\n2,Sato\n");
    load(PLAIN);
    assertThat(pipeline.ids("lake.plain")).containsExactly("2");
  }

  @Test
  void writesFilesInAnotherEncodingAnewForTheJob() {
    pipeline.store.put(
        LandingPaths.files(JAPANESE) + "a.csv", "id,name\n1,①髙\n".getBytes(WINDOWS_31J));

    load(JAPANESE);

    assertThat(rows(JAPANESE)).containsExactly(Map.of("id", "1", "name", "①髙"));
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.archive(JAPANESE))).hasSize(1);
  }

  @Test
  void putsBytesAsideThatAreNotInTheEncoding() {
    pipeline.store.put(
        LandingPaths.files(PLAIN) + "a.csv", "id,name\n1,①髙\n".getBytes(WINDOWS_31J));
    pipeline.store.put(
        LandingPaths.files(JAPANESE) + "b.csv", new byte[] {'i', 'd', ',', (byte) 0xfd, '\n'});

    load(PLAIN);
    load(JAPANESE);

    assertThat(reason(PLAIN).problem()).isEqualTo("Line 2 holds bytes that are not UTF-8: 0x87.");
    assertThat(reason(JAPANESE).problem())
        .startsWith("Line 1 holds bytes that are not windows-31j");
    assertThat(pipeline.warehouse.jobs()).isEmpty();
  }

  @Test
  void endsAlikeWhereverItIsKilled() {
    int calls = run(Integer.MAX_VALUE, new Pipeline(pipeline.plans.current()));
    assertThat(calls).isGreaterThan(20);

    for (int call = 1; call < calls; call++) {
      Pipeline killed = new Pipeline(pipeline.plans.current());
      run(call, killed);
      load(killed, JAPANESE);

      assertThat(killed.warehouse.ids(JAPANESE.id()))
          .as("killed at call %d", call)
          .containsExactly("1", "2", "3");
      assertThat(killed.store.names("landing/")).as("killed at call %d", call).isEmpty();
      assertThat(killed.store.names(LandingPaths.archive(JAPANESE))).hasSize(3);
      assertThat(killed.store.names(LandingPaths.quarantine(JAPANESE))).hasSize(2);
    }
  }

  private static int run(int killedAt, Pipeline pipeline) {
    for (String id : List.of("1", "2", "3")) {
      pipeline.store.put(
          LandingPaths.files(JAPANESE) + id, ("name,id\n髙," + id + "\n").getBytes(WINDOWS_31J));
    }
    pipeline.store.put(LandingPaths.files(JAPANESE) + "bad", new byte[] {(byte) 0xfd, '\n'});
    KilledStore store = new KilledStore(pipeline.store, killedAt);
    LoadReconciler loads =
        new LoadReconciler(pipeline.plans, store.store(), pipeline.warehouse, pipeline.clock);
    try {
      loads.reconcile(JAPANESE.id());
      pipeline.warehouse.unfinished().forEach(pipeline.warehouse::run);
      loads.reconcile(JAPANESE.id());
    } catch (KilledStore.Killed e) {
      return killedAt;
    }
    return store.calls();
  }

  @Test
  void lookAgainAtFilesThatAreClaimedWhenThePlanHasChanged() {
    land(PLAIN, "a.csv", "id,name\n1,Tanaka\n");
    pipeline.loads.reconcile(PLAIN.id());
    String job = pipeline.warehouse.jobs().get(0);
    pipeline.deliver(pipeline.warehouse.fail(job, "notFound", "Not found: Dataset lake"));

    List<Column> turned = List.of(COLUMNS.get(1), COLUMNS.get(0));
    pipeline.plans.publish(
        new PlanBuilder()
            .with(PlanBuilder.dropped("lake.plain", WriteMode.APPEND, csv("UTF-8", 0), turned))
            .build());
    pipeline.clock.advance(java.time.Duration.ofMinutes(1));
    load(PLAIN);

    assertThat(rows(PLAIN)).containsExactly(Map.of("id", "1", "name", "Tanaka"));
    assertThat(pipeline.store.names("landing/")).isEmpty();
  }

  @Test
  void countsTheRowsThatMayBeLeftOut() {
    land(LENIENT, "a.csv", "id,name\n1,Tanaka\n2\n3,Sato,x\n4,Abe\n");

    try (Logs logs = new Logs()) {
      load(LENIENT);

      assertThat(logs.of("load.rows-skipped"))
          .containsExactly(
              "WARN 2 rows of batch 1 of lake.lenient are bad and were left out; max_bad_rows"
                  + " allows 2.");
    }
    assertThat(pipeline.ids("lake.lenient")).containsExactly("1", "4");
    assertThat(pipeline.state("lake.lenient").skipped().orElseThrow().rows()).isEqualTo(2);

    land(LENIENT, "b.csv", "id,name\n5\n6\n7\n");
    load(LENIENT);
    assertThat(reason(LENIENT).problem())
        .isEqualTo("Line 2 has more values than the table has columns.");
    assertThat(reason(LENIENT).text()).contains("(masked: 1 characters)");
  }

  @Test
  void loadsTheGoodSnapshotBeforeAnUnfitOne() {
    land(NEWEST, "a.csv", "id,name\n1,Tanaka\n");
    land(NEWEST, "b.csv", "id\n2\n");

    load(NEWEST);

    assertThat(pipeline.ids("lake.newest")).containsExactly("1");
    assertThat(pipeline.store.names(LandingPaths.quarantine(NEWEST))).hasSize(2);
  }

  @Test
  void looksIntoASnapshotThatWasToBeSuperseded() {
    land(NEWEST, "a.csv", "id\n1\n");
    land(NEWEST, "b.csv", "id\n2\n");

    load(NEWEST);

    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(quarantine.list(NEWEST)).hasSize(2);
  }

  @Test
  void takesZippedAndUnzippedFilesInJobsOfTheirOwn() {
    land(PLAIN, "a.csv", "id,name\n1,Tanaka\n");
    land(PLAIN, "b.csv.gz", "id,name\n2,Sato\n");
    land(PLAIN, "c.csv", "id,name\n3,Abe\n");

    load(PLAIN);

    assertThat(pipeline.warehouse.jobs()).hasSize(2);
    assertThat(pipeline.ids("lake.plain")).containsExactly("1", "2", "3");
  }

  @Test
  void letsAnObjectLandAgainOnce() {
    land(PLAIN, "2026/a.csv", "other\n1\n");
    load(PLAIN);
    Quarantine.Kept kept = quarantine.list(PLAIN).get(0);
    assertThat(kept.path()).isEqualTo("2026/a.csv");
    assertThat(kept.reason()).map(Reason::reason).contains("header");

    land(PLAIN, "2026/a.csv", "id,name\n2,Sato\n");
    assertThat(quarantine.replay(PLAIN, kept)).isEqualTo(Quarantine.Replay.NAME_IS_TAKEN);
    assertThat(quarantine.list(PLAIN)).containsExactly(kept);

    load(PLAIN);
    assertThat(quarantine.replay(PLAIN, kept)).isEqualTo(Quarantine.Replay.LANDED);
    assertThat(quarantine.replay(PLAIN, kept)).isEqualTo(Quarantine.Replay.GONE);
    assertThat(quarantine.list(PLAIN)).isEmpty();
    assertThat(pipeline.store.names("quarantine/")).isEmpty();

    publishWithColumn("other");
    load(PLAIN);
    assertThat(pipeline.warehouse.table(PLAIN.id())).contains(Map.of("other", "1"));
    assertThat(quarantine.list(PLAIN)).isEmpty();
  }

  @Test
  void replaysAlikeWhereverItIsKilled() {
    for (int call = 1; call <= 5; call++) {
      Pipeline killed = new Pipeline(pipeline.plans.current());
      killed.store.put(LandingPaths.files(PLAIN) + "a.csv", "other\n1\n");
      load(killed, PLAIN);
      KilledStore store = new KilledStore(killed.store, call);
      try {
        Quarantine some = new Quarantine(store.store());
        some.list(PLAIN).forEach(kept -> some.replay(PLAIN, kept));
      } catch (KilledStore.Killed e) {
        Quarantine rest = new Quarantine(killed.store);
        rest.list(PLAIN).forEach(kept -> rest.replay(PLAIN, kept));
      }

      assertThat(killed.store.names("quarantine/")).as("killed at call %d", call).isEmpty();
      assertThat(killed.store.names("landing/"))
          .containsExactly(LandingPaths.files(PLAIN) + "a.csv");
    }
  }

  private void publishWithColumn(String name) {
    List<Column> columns = List.of(Column.of(name, ColumnType.STRING));
    pipeline.plans.publish(
        new PlanBuilder()
            .with(PlanBuilder.dropped("lake.plain", WriteMode.APPEND, csv("UTF-8", 0), columns))
            .build());
  }

  private void land(LandingTable table, String path, String text) {
    pipeline.store.put(LandingPaths.files(table) + path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void load(LandingTable table) {
    load(pipeline, table);
  }

  private static void load(Pipeline pipeline, LandingTable table) {
    pipeline.loads.reconcile(table.id());
    pipeline.settle();
  }

  private List<Map<String, String>> rows(LandingTable table) {
    return pipeline.warehouse.table(table.id());
  }

  private Reason reason(LandingTable table) {
    List<ObjectStore.Entry> reasons =
        pipeline.store.list(LandingPaths.quarantine(table), Optional.empty()).stream()
            .filter(entry -> entry.name().endsWith(".reason.json"))
            .toList();
    assertThat(reasons).hasSize(1);
    return Json.read(pipeline.store.read(reasons.get(0).name()).orElseThrow().text(), Reason.class);
  }

  private static LandingTable table(String id, String encoding, int maxBadRows, WriteMode mode) {
    return PlanBuilder.dropped(id, mode, csv(encoding, maxBadRows), COLUMNS);
  }

  private static Format.Csv csv(String encoding, int maxBadRows) {
    return new Format.Csv(
        ",",
        "\"",
        1,
        Format.HeaderRow.MATCHED,
        Map.of(),
        "",
        Format.ShortRows.BAD,
        new Format.Text(encoding, maxBadRows));
  }
}
