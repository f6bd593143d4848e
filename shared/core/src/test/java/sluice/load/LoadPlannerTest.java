package sluice.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.extract.Commit;
import sluice.governor.Governor;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.state.TableState.Loading;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;

final class LoadPlannerTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final TableId ORDERS = TableId.parse("lake.orders");
  private static final Job.Failure PASSING = new Job.Failure("backendError", "Try again.");
  private static final Job.Failure BAD = new Job.Failure("invalid", "Not a row.");
  private static final Job.Failure TABLE = new Job.Failure("notFound", "No dataset.");

  @Test
  void restsWhenNothingWaits() {
    assertThat(plan(WriteMode.APPEND)).isEqualTo(new LoadStep.Rest());
  }

  @Test
  void takesWhatWaitsInTheOrderInWhichItLanded() {
    LandingObject first = new LandingObject("b", 1, 10);
    LandingObject second = new LandingObject("a", 2, 10);

    assertThat(plan(WriteMode.APPEND, second, first))
        .isEqualTo(new LoadStep.OpenBatch(batch(List.of(first, second), List.of())));
  }

  @Test
  void takesTheLastFileOfATableThatIsReplaced() {
    LandingObject first = new LandingObject("b", 1, 10);
    LandingObject second = new LandingObject("a", 2, 10);

    assertThat(plan(WriteMode.REPLACE, second, first))
        .isEqualTo(
            new LoadStep.OpenBatch(
                batch(List.of(second), List.of(first)).as(Writing.of(table(WriteMode.REPLACE)))));
  }

  @Test
  void takesNoMoreFilesThanOneJobDoes() {
    LandingObject[] many =
        IntStream.rangeClosed(0, Loading.MOST_OBJECTS)
            .mapToObj(i -> new LandingObject("f" + i, i, 1))
            .toArray(LandingObject[]::new);

    LoadStep.OpenBatch step = (LoadStep.OpenBatch) plan(WriteMode.APPEND, many);

    assertThat(step.batch().objects())
        .isEqualTo(Arrays.asList(many).subList(0, Loading.MOST_OBJECTS));
  }

  @Test
  void takesNoMoreBytesThanOneJobDoesButAtLeastOneFile() {
    LandingObject huge = new LandingObject("a", 1, 16_000_000_000_000L);
    LandingObject small = new LandingObject("b", 2, 1);

    assertThat(plan(WriteMode.APPEND, huge, small))
        .isEqualTo(new LoadStep.OpenBatch(batch(List.of(huge), List.of())));
  }

  @Test
  void submitsWaitsAndClosesAsTheJobGoes() {
    Batch batch = batch(List.of(new LandingObject("a", 1, 1)), List.of());
    Job running = new Job("j_0", Job.State.RUNNING, Optional.empty(), Optional.empty(), 0);
    Job done = new Job("j_0", Job.State.DONE, Optional.empty(), Optional.of(NOON), 3);

    assertThat(plan(batch, Optional.empty(), NOON))
        .isEqualTo(new LoadStep.Submit(batch, "j_0", 0, Optional.empty()));
    assertThat(plan(batch, Optional.of(running), NOON))
        .isEqualTo(new LoadStep.AwaitJob(batch, "j_0"));
    assertThat(plan(batch, Optional.of(done), NOON)).isEqualTo(new LoadStep.Close(batch, done, 1));
  }

  @Test
  void triesAgainUnderANewIdOnceThePauseIsOver() {
    Batch batch = batch(List.of(new LandingObject("a", 1, 1)), List.of());
    Instant later = NOON.plusSeconds(5);

    assertThat(plan(batch, Optional.of(failed(PASSING)), NOON))
        .isEqualTo(new LoadStep.Pause(batch, PASSING, later));
    assertThat(plan(batch, Optional.of(failed(PASSING)), later))
        .isEqualTo(new LoadStep.Submit(batch, "j_1", 1, Optional.of(PASSING)));
  }

  @Test
  void splitsABatchWithABadFileAndQuarantinesABadFileAlone() {
    LandingObject a = new LandingObject("a", 1, 1);
    Batch two = batch(List.of(a, new LandingObject("b", 2, 1)), List.of());
    Batch one = batch(List.of(a), List.of());

    assertThat(plan(two, Optional.of(failed(BAD)), NOON))
        .isEqualTo(new LoadStep.Split(two, BAD, 1));
    assertThat(plan(one, Optional.of(failed(BAD)), NOON))
        .isEqualTo(
            new LoadStep.Quarantine(one, List.of(new BadFile(a, "invalid", "Not a row.")), 1));
  }

  @Test
  void putsOnlyTheFilesAsideThatTheErrorsName() {
    LandingObject a = new LandingObject("a", 1, 1);
    LandingObject longer = new LandingObject("a.csv", 1, 1);
    LandingObject b = new LandingObject("b", 2, 1);
    Batch batch = batch(List.of(a, longer, b), List.of());
    String claimed = "gs://x/landing/_claimed/partner.orders/0000000000000000000";
    Job.Problem summary =
        new Job.Problem("invalid", Optional.of(claimed + "1/a.csv"), "Too many errors.");
    Job.Problem exact =
        new Job.Problem(
            "invalid", Optional.empty(), "Bad; line_number: 3 File: " + claimed + "1/a.csv");
    Job.Problem other =
        new Job.Problem("invalid", Optional.of(claimed + "2/b"), "Bad; line_number: 7");
    Job.Failure failure =
        new Job.Failure("invalid", "Too many errors.", List.of(summary, exact, other));

    assertThat(plan(batch, Optional.of(failed(failure)), NOON))
        .isEqualTo(
            new LoadStep.Quarantine(
                batch,
                List.of(
                    new BadFile(longer, "invalid", exact.message()),
                    new BadFile(b, "invalid", other.message())),
                1));
  }

  @Test
  void putsNoFileAsideForAFaultOfTheTable() {
    Batch one = batch(List.of(new LandingObject("a", 1, 1)), List.of());

    assertThat(plan(one, Optional.of(failed(TABLE)), NOON))
        .isEqualTo(new LoadStep.Pause(one, TABLE, NOON.plusSeconds(5)));
  }

  @Test
  void putsNoRowsOfAnExtractAside() {
    Batch parts = batch(List.of("p1"), List.of(), 1, WriteMode.APPEND);

    assertThat(plan(parts, Optional.of(failed(BAD)), NOON))
        .isEqualTo(new LoadStep.Pause(parts, BAD, NOON.plusSeconds(5)));
  }

  @Test
  void loadsTheCommitsThatWaitTogether() {
    assertThat(commits(WriteMode.APPEND, commit(1, "p1"), commit(2), commit(3, "p2", "p3")))
        .isEqualTo(
            new LoadStep.OpenBatch(
                batch(List.of("p1", "p2", "p3"), List.of(), 3, WriteMode.APPEND)));
  }

  @Test
  void loadsOnlyTheLastSnapshot() {
    assertThat(commits(WriteMode.REPLACE, commit(1, "p1"), commit(2, "p2")))
        .isEqualTo(
            new LoadStep.OpenBatch(batch(List.of("p2"), List.of("p1"), 2, WriteMode.REPLACE)));
  }

  @Test
  void skipsCommitsWithoutRows() {
    assertThat(commits(WriteMode.APPEND, commit(1), commit(2)))
        .isEqualTo(new LoadStep.SkipEmpty(2, List.of()));
  }

  @Test
  void emptiesATableWhoseNewestSnapshotHasNoRow() {
    List<Column> columns = List.of(Column.of("id", ColumnType.STRING));
    LandingTable stock = table(WriteMode.REPLACE).having(columns);

    assertThat(commits(stock, commit(1, "p1"), commit(2)))
        .isEqualTo(new LoadStep.OpenBatch(batch(List.of(), List.of("p1"), 2, WriteMode.REPLACE)));
  }

  @Test
  void skipsAnEmptySnapshotOfATableOfWhichNoColumnIsKnown() {
    assertThat(commits(WriteMode.REPLACE, commit(1, "p1"), commit(2)))
        .isEqualTo(new LoadStep.SkipEmpty(2, List.of("p1")));
  }

  @Test
  void namesABatchAfterItsFilesItsPlaceAndTheVersionBefore() {
    List<LandingObject> a = List.of(new LandingObject("a", 1, 1));
    List<LandingObject> again = List.of(new LandingObject("a", 2, 1));
    Optional<String> version = Optional.of("v");

    assertThat(
            List.of(
                Batch.ofFiles(ORDERS, 1, Optional.empty(), a, List.of(), 0, NOON).cause(),
                Batch.ofFiles(ORDERS, 1, Optional.empty(), again, List.of(), 0, NOON).cause(),
                Batch.ofFiles(ORDERS, 2, Optional.empty(), a, List.of(), 0, NOON).cause(),
                Batch.ofFiles(ORDERS, 1, version, a, List.of(), 0, NOON).cause()))
        .doesNotHaveDuplicates();
  }

  private static LoadStep plan(WriteMode mode, LandingObject... files) {
    return LoadPlanner.plan(
        new LoadSnapshot(
            table(mode),
            TableState.NEW,
            Governor.MOST_A_DAY,
            Optional.empty(),
            new TreeSet<>(List.of(files)),
            List.of(),
            List.of(),
            List.of()),
        NOON);
  }

  private static LoadStep plan(Batch batch, Optional<Job> job, Instant now) {
    Attempts attempts = new Attempts("j", 0, job);
    return LoadPlanner.plan(
        new LoadSnapshot(
            table(WriteMode.APPEND),
            TableState.NEW,
            Governor.MOST_A_DAY,
            Optional.of(new LoadSnapshot.OpenBatch(batch, attempts)),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of()),
        now);
  }

  private static LoadStep commits(WriteMode mode, Commit... commits) {
    return commits(table(mode), commits);
  }

  private static LoadStep commits(LandingTable table, Commit... commits) {
    return LoadPlanner.plan(
        new LoadSnapshot(
            table,
            TableState.NEW,
            Governor.MOST_A_DAY,
            Optional.empty(),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of(commits)),
        NOON);
  }

  private static Commit commit(long sequence, String... parts) {
    List<Commit.Part> named =
        Arrays.stream(parts).map(part -> new Commit.Part(part, 1, 1)).toList();
    return new Commit(sequence, NOON, "call", named, parts.length, Optional.empty(), NOON);
  }

  private static Batch batch(List<LandingObject> objects, List<LandingObject> superseded) {
    return Batch.ofFiles(ORDERS, 1, Optional.empty(), objects, superseded, 0, NOON)
        .as(Writing.of(table(WriteMode.APPEND)));
  }

  private static Batch batch(
      List<String> parts, List<String> superseded, long commit, WriteMode mode) {
    return Batch.ofParts(ORDERS, 1, Optional.empty(), parts, superseded, commit, NOON)
        .as(Writing.of(table(mode)));
  }

  private static Job failed(Job.Failure failure) {
    return new Job("j_0", Job.State.DONE, Optional.of(failure), Optional.of(NOON), 0);
  }

  private static LandingTable table(WriteMode mode) {
    return new LandingTable(
        ORDERS,
        "partner",
        new Origin.Dropped(new Format.Ndjson()),
        mode,
        List.of(),
        Layout.PLAIN,
        About.NOTHING,
        Optional.empty());
  }
}
