package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.avro.AvroField;
import sluice.avro.AvroSchema;
import sluice.avro.AvroType;
import sluice.contract.AvroUnion;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.load.Quarantine;
import sluice.plan.Contract;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;
import sluice.warehouse.JobRequest;

final class ContractTest {
  private static final List<Column> COLUMNS =
      List.of(Column.of("id", ColumnType.STRING), Column.of("amount", ColumnType.NUMERIC));
  private static final Column NOTE = Column.of("note", ColumnType.STRING);

  private static final LandingTable OPEN = table("lake.open", Contract.EVOLVE);
  private static final LandingTable FROZEN = table("lake.frozen", Contract.FREEZE);
  private static final LandingTable USERS =
      PlanBuilder.holding(
          PlanBuilder.incremental("lake.users"),
          Contract.EVOLVE,
          List.of(Column.of("id", ColumnType.INT64).as(Mode.REQUIRED)));

  private static final byte[] RIGHT_ID =
      avro(new AvroField("id", AvroType.LONG, Mode.REQUIRED, Optional.empty()));
  private static final byte[] WRONG_ID =
      avro(new AvroField("id", AvroType.STRING, Mode.REQUIRED, Optional.empty()));

  private final Pipeline pipeline =
      new Pipeline(new PlanBuilder().with(OPEN).with(FROZEN).with(USERS).build());

  @Test
  void addsANewColumnAndSaysOnceWhatToWriteDown() {
    try (Logs logs = new Logs()) {
      drop(OPEN, "a.json", "{\"id\": \"1\", \"amount\": 2, \"note\": \"n\"}");
      drop(OPEN, "b.json", "{\"id\": \"2\", \"amount\": 2.5}");
      load(OPEN);
      drop(OPEN, "c.json", "{\"id\": \"3\", \"note\": \"m\"}");
      load(OPEN);

      assertThat(logs.of("table.evolved"))
          .containsExactly(
              "WARN lake.open has columns that its pipeline does not say: note: STRING. Write them"
                  + " so into its columns, in sources/partner.yaml or"
                  + " sources/partner.columns.yaml.");
    }
    assertThat(pipeline.ids("lake.open")).containsExactly("1", "2", "3");
    assertThat(columns(0)).isEqualTo(List.of(COLUMNS.get(0), COLUMNS.get(1), NOTE));
    assertThat(columns(1)).as("what was added stays").isEqualTo(columns(0));
  }

  @Test
  void saysNothingOnceThePlanSaysIt() {
    drop(OPEN, "a.json", "{\"id\": \"1\", \"note\": \"n\"}");
    load(OPEN);

    Column described = NOTE.describedAs("What the shop wrote.");
    LandingTable next =
        PlanBuilder.holding(
            OPEN, Contract.EVOLVE, List.of(COLUMNS.get(0), COLUMNS.get(1), described));
    pipeline.plans.publish(new PlanBuilder().with(next).build());
    try (Logs logs = new Logs()) {
      drop(OPEN, "b.json", "{\"id\": \"2\", \"note\": \"n\"}");
      load(OPEN);
      assertThat(logs.of("table.evolved")).isEmpty();
    }
    assertThat(columns(1)).contains(described);
    assertThat(pipeline.state("lake.open").evolved()).isEmpty();
  }

  @Test
  void putsAFileAsideWhoseTypeChangedAndLoadsTheOthersInTheSameJob() {
    drop(OPEN, "a.json", "{\"id\": \"1\", \"amount\": 2}");
    drop(OPEN, "b.json", "{\"id\": \"2\", \"amount\": [2]}");
    drop(OPEN, "c.json", "{\"id\": \"3\", \"amount\": 2}");
    try (Logs logs = new Logs()) {
      load(OPEN);
      assertThat(logs.of("load.quarantined"))
          .singleElement()
          .asString()
          .startsWith(
              "WARN b.json cannot be loaded into lake.open: column amount: is an array, expected"
                  + " NUMERIC. It is kept as quarantine/partner.open/");
    }
    assertThat(pipeline.ids("lake.open")).containsExactly("1", "3");
    assertThat(pipeline.jobs("load")).isEqualTo(1);
    assertThat(pipeline.store.names("landing/")).isEmpty();
    assertThat(pipeline.store.texts(LandingPaths.quarantine(OPEN)))
        .hasSize(2)
        .anySatisfy(
            (name, text) ->
                assertThat(text).contains("column amount: is an array, expected NUMERIC."));
  }

  @Test
  void changesNothingOfATableThatIsFrozen() {
    drop(FROZEN, "a.json", "{\"id\": \"1\", \"amount\": 2}");
    drop(FROZEN, "b.json", "{\"id\": {}, \"amount\": 2, \"note\": \"n\"}");
    try (Logs logs = new Logs()) {
      load(FROZEN);
      assertThat(logs.of("load.quarantined"))
          .singleElement()
          .asString()
          .startsWith(
              "WARN b.json cannot be loaded into lake.frozen: column id: is an object, expected"
                  + " STRING; column note: not in the contract. It is kept as");
    }
    assertThat(pipeline.ids("lake.frozen")).containsExactly("1");
    assertThat(columns(0)).isEqualTo(COLUMNS);
  }

  @Test
  void closesABatchOfWhichNothingIsLeft() {
    drop(FROZEN, "b.json", "{\"note\": \"n\"}");
    load(FROZEN);
    drop(FROZEN, "c.json", "{\"id\": \"3\"}");
    load(FROZEN);

    assertThat(pipeline.ids("lake.frozen")).containsExactly("3");
    assertThat(pipeline.jobs("load")).isEqualTo(1);
  }

  @Test
  void putsAnExtractAsideWholeThatBreaksItAndLoadsTheNextOne() {
    commit(1, WRONG_ID);
    commit(2, RIGHT_ID);
    try (Logs logs = new Logs()) {
      pipeline.loads.reconcile(USERS.id());
      assertThat(logs.of("load.refused"))
          .containsExactly(
              "ERROR An extract of lake.users is not loaded: column id: is STRING, expected INT64."
                  + " It is kept under quarantine/shop.users/. Change the table's columns in"
                  + " sources/shop.columns.yaml, or its contract; the next extract loads, and"
                  + " `sluice backfill` reads again what this one had read.");
    }
    assertThat(loaded(0)).singleElement().asString().contains("/c2/part-00001.avro");
    assertThat(pipeline.store.texts(LandingPaths.quarantine(USERS)))
        .hasSize(2)
        .anySatisfy(
            (name, text) ->
                assertThat(text).contains("column id: is STRING, expected INT64.", "backfill"));
  }

  @Test
  void putsAnExtractAsideWholeWhicheverOfItsCallsBrokeIt() {
    commit(1, RIGHT_ID, WRONG_ID);
    pipeline.loads.reconcile(USERS.id());

    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.quarantine(USERS))).hasSize(4);
  }

  @Test
  void keepsNoBatchOpenOfWhichNoExtractIsLeft() {
    commit(1, WRONG_ID);
    pipeline.loads.reconcile(USERS.id());
    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.state("lake.users").loading().sequence()).isEqualTo(1);

    commit(2, RIGHT_ID);
    pipeline.loads.reconcile(USERS.id());
    assertThat(loaded(0)).singleElement().asString().contains("/c2/part-00001.avro");
  }

  @Test
  void putsTheRestOfAnExtractAsideOfWhichAPartWasPutAsideBefore() {
    // Whoever put the first part aside was killed before the second one, which is right by itself.
    commit(1, WRONG_ID, RIGHT_ID);
    String first = pipeline.store.names("landing/_parts/").get(0);
    pipeline.store.remove(first);
    pipeline.loads.reconcile(USERS.id());

    assertThat(pipeline.warehouse.jobs()).isEmpty();
    assertThat(pipeline.store.names("landing/_parts/")).isEmpty();
    assertThat(pipeline.store.names(LandingPaths.quarantine(USERS))).hasSize(2);
  }

  @Test
  void letsNoPartOfAnExtractLandAgain() {
    commit(1, WRONG_ID);
    pipeline.loads.reconcile(USERS.id());
    Quarantine quarantine = new Quarantine(pipeline.store);
    Quarantine.Kept kept = quarantine.list(USERS).get(0);

    assertThatThrownBy(() -> quarantine.replay(USERS, kept))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "lake.users is extracted, and what is put aside of it is not loaded again. Its next"
                + " extract loads; `sluice backfill` reads a stretch of the past again.");
  }

  @Test
  void letsExtractsAddColumnsAndRelaxRequiredOnes() {
    AvroField id = new AvroField("id", AvroType.LONG, Mode.NULLABLE, Optional.empty());
    AvroField at = new AvroField("at", AvroType.TIMESTAMP, Mode.REQUIRED, Optional.empty());
    commit(1, avro(id, at));
    commit(2, avro(id));
    try (Logs logs = new Logs()) {
      pipeline.loads.reconcile(USERS.id());
      assertThat(logs.of("table.evolved"))
          .containsExactly(
              "WARN lake.users has columns that its pipeline does not say: id: INT64, at:"
                  + " TIMESTAMP. Write them so into its columns, in sources/shop.yaml or"
                  + " sources/shop.columns.yaml.");
    }
    JobRequest.Load load =
        (JobRequest.Load) pipeline.warehouse.request(pipeline.warehouse.jobs().get(0));
    assertThat(load.uris()).hasSize(2);
    String schema = pipeline.store.names(LandingPaths.schemas(USERS)).get(0);
    assertThat(load.schemaUri()).contains(pipeline.store.uri(schema));
    assertThat(pipeline.store.read(schema).orElseThrow().text())
        .contains(
            "{\"name\":\"at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}]}");
  }

  private static LandingTable table(String id, Contract contract) {
    return PlanBuilder.holding(PlanBuilder.dropped(id, WriteMode.APPEND), contract, COLUMNS);
  }

  private static byte[] avro(AvroField... fields) {
    java.io.ByteArrayOutputStream file = new java.io.ByteArrayOutputStream();
    try {
      AvroUnion.write(new AvroSchema("row", List.of(fields)).json(), file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private void commit(long sequence, byte[]... contents) {
    Instant slot = pipeline.clock.instant();
    List<Commit.Part> parts = new ArrayList<>();
    for (byte[] content : contents) {
      // An extract that takes several calls has a folder for each of them below the first one's.
      String first = LandingPaths.parts(USERS, slot, "c" + sequence);
      String folder =
          parts.isEmpty() ? first : LandingPaths.further(first, "further" + parts.size());
      String name = folder + "part-00001.avro";
      pipeline.store.put(name, content);
      parts.add(new Commit.Part(name, 1, content.length));
    }
    Commit commit =
        new Commit(sequence, slot, "c" + sequence, parts, parts.size(), Optional.empty(), slot);
    assertThat(new Commits(pipeline.store).create(USERS, commit)).isTrue();
  }

  private void drop(LandingTable table, String path, String rows) {
    pipeline.store.put(LandingPaths.files(table) + path, rows + "\n");
  }

  private void load(LandingTable table) {
    pipeline.loads.reconcile(table.id());
    pipeline.settle();
  }

  private List<String> loaded(int job) {
    return ((JobRequest.Load) pipeline.warehouse.request(pipeline.warehouse.jobs().get(job)))
        .uris();
  }

  private List<Column> columns(int job) {
    return ((JobRequest.Load) pipeline.warehouse.request(pipeline.warehouse.jobs().get(job)))
        .columns();
  }
}
