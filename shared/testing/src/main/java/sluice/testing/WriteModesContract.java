package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.LineageColumn;
import sluice.plan.MergeRule;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.store.ObjectStore;
import sluice.warehouse.Cut;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.JobRequest.Survey.Reach;
import sluice.warehouse.Labels;
import sluice.warehouse.MergeSql;
import sluice.warehouse.Warehouse;

/**
 * What every warehouse promises of merges and of partitions. The rows have a key, {@code k}, a day,
 * an order, {@code at}, a tombstone, {@code gone}, and a value, {@code id}.
 */
public abstract class WriteModesContract {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("k", ColumnType.INT64),
          Column.of("day", ColumnType.DATE),
          Column.of("at", ColumnType.INT64),
          Column.of("gone", ColumnType.BOOL),
          Column.of("id", ColumnType.STRING));
  private static final Layout BY_DAY =
      new Layout(Optional.of(new Partitioning("day", Partitioning.Granularity.DAY)), List.of());
  private static final Optional<Cut> CUT = Cut.of(BY_DAY, COLUMNS);
  private static final MergeRule RULE =
      new MergeRule(List.of("k"), Optional.of("at"), Optional.of("gone"));

  private static final String FIRST = "00000000000000000001/x";
  private static final String SECOND = "00000000000000000002/店 y";

  private final String own = UUID.randomUUID().toString().replace("-", "");
  private int jobs;

  /** The warehouse that is held to the contract. */
  protected abstract Warehouse warehouse();

  /** A bucket that the warehouse loads from. */
  protected abstract ObjectStore store();

  /** A dataset that is there. */
  protected abstract String dataset();

  /** Waits until a job is done; the job. */
  protected abstract Job ended(String jobId);

  @Test
  void knowsTheColumnsOfATableThatIsThere() {
    assertThat(warehouse().columns(table("t"))).isEmpty();

    load("t", row(1, "2026-01-01", 1, "a"));

    assertThat(warehouse().columns(table("t"))).contains(COLUMNS);
  }

  @Test
  void shapesATableAfterAnotherWithoutItsRows() {
    load("staged", row(1, "2026-01-01", 1, "a"));

    shape();
    shape();

    assertThat(warehouse().columns(table("t"))).contains(COLUMNS);
    assertThat(ids()).isEmpty();
  }

  @Test
  void givesATableTheColumnsThatItLacksAndLeavesItsRows() {
    store().create(name("x"), "{\"id\":\"old\"}\n");
    carryOut(
        new JobRequest.Load(
            job(),
            labels(),
            table("t"),
            List.of(store().uri(name("x"))),
            new Format.Ndjson(),
            WriteMode.APPEND,
            List.of(Column.of("id", ColumnType.STRING)),
            Layout.PLAIN));
    load("staged", row(1, "2026-01-01", 1, "a"));

    carryOut(new JobRequest.Shape(job(), labels(), table("staged"), table("t"), Layout.PLAIN));

    assertThat(warehouse().columns(table("t")).orElseThrow())
        .extracting(Column::name)
        .containsExactlyInAnyOrder("k", "day", "at", "gone", "id");
    assertThat(ids()).containsExactly("old");
  }

  @Test
  void mergesTheNewestRowOfEachKey() {
    merged(row(1, "2026-01-01", 5, "one"), row(2, "2026-01-01", 5, "two"));

    merged(
        row(1, "2026-01-01", 6, "one, newer"),
        row(1, "2026-01-01", 4, "one, older"),
        row(2, "2026-01-01", 4, "two, older"),
        row(3, "2026-01-02", 1, "three"));

    assertThat(ids()).containsExactly("one, newer", "three", "two");
  }

  @Test
  void takesTheLaterOfTwoRowsThatAreEquallyNew() {
    merged(row(1, "2026-01-01", 5, "one"));
    merged(row(1, "2026-01-01", 5, "one again"));

    assertThat(ids()).containsExactly("one again");
  }

  @Test
  void countsARowWithoutAnOrderAsTheOldest() {
    merged(row(1, "2026-01-01", null, "one"));
    merged(row(1, "2026-01-01", 1, "one, ordered"), row(1, "2026-01-01", null, "one, not"));
    merged(row(1, "2026-01-01", null, "one, not"));

    assertThat(ids()).containsExactly("one, ordered");
  }

  @Test
  void takesRowsAwayByTheirTombstones() {
    merged(row(1, "2026-01-01", 5, "one"), row(2, "2026-01-01", 5, "two"));

    merged(gone(1, "2026-01-01", 6), gone(2, "2026-01-01", 4), gone(3, "2026-01-01", 9));

    assertThat(ids()).containsExactly("two");
  }

  @Test
  void changesNothingWhenItMergesAgain() {
    merged(row(1, "2026-01-01", 5, "one"), row(2, "2026-01-01", 5, "two"));
    String[] second = {row(1, "2026-01-01", 6, "one, newer"), gone(2, "2026-01-01", 6)};
    merged(second);
    merged(second);

    assertThat(ids()).containsExactly("one, newer");
  }

  @Test
  void namesThePartitionsOfTheNewRowsAndOfThoseTheyReplace() {
    merged(row(1, "2026-01-01", 5, "one"), row(2, "2026-01-03", 5, "two"), row(4, null, 5, "four"));
    load("staged", row(1, "2026-01-02", 6, "one, moved"), row(3, "2026-01-05", 1, "three"));

    assertThat(survey(Reach.TARGET)).containsExactly("20260101", "20260102", "20260105");
    assertThat(survey(Reach.STAGED)).containsExactly("20260102", "20260105");

    load("staged", row(4, "2026-01-02", 6, "four, moved"), row(5, null, 6, "five"));
    assertThat(survey(Reach.TARGET)).containsExactly("20260102", "__NULL__");
  }

  @Test
  void leavesNoRowBehindWhoseKeyMovesToAnotherPartition() {
    merged(row(1, "2026-01-01", 5, "one"), row(2, null, 5, "two"));

    merged(row(1, "2026-01-02", 6, "one, moved"), row(2, "2026-02-01", 6, "two, moved"));
    merged(row(1, null, 7, "one, nowhere"));

    assertThat(ids()).containsExactly("one, nowhere", "two, moved");
  }

  @Test
  void touchesNoPartitionThatTheMergeDoesNotName() {
    merged(row(1, "2026-01-01", 5, "there"), row(2, "2026-01-03", 5, "other"));
    load("staged", row(1, "2026-01-02", 6, "new"), row(2, "2026-01-03", 6, "other, newer"));

    carryOut(merge("20260102", "20260103"));

    assertThat(ids()).containsExactly("new", "other, newer", "there");
  }

  @Test
  void refusesRowsWithoutAKeyAndSaysHowMany() {
    load("t");
    load("staged", row(1, "2026-01-01", 5, "x"), row(null, "2026-01-01", 5, "y"));

    Job.Failure failure =
        failed(
            new JobRequest.Survey(
                job(),
                labels(),
                table("staged"),
                table("t"),
                List.of("k", "id"),
                CUT,
                Reach.TARGET));

    assertThat(failure.reason()).isEqualTo("invalidQuery");
    assertThat(failure.message()).contains("NULL in the key (k, id): 1 of 2 rows.");
  }

  @Test
  void refusesATableThatHoldsAKeyTwice() {
    load("t", row(1, "2026-01-01", 5, "x"), row(1, "2026-01-02", 5, "y"));
    load("staged", row(1, "2026-01-01", 6, "z"));

    Job.Failure failure = failed(survey("staged", Reach.TARGET));

    assertThat(failure.message())
        .contains("More than one row of a key (k) is in %s: 1 keys.".formatted(table("t")));
  }

  @Test
  void saysThatTheStagedRowsAreGone() {
    load("t", row(1, "2026-01-01", 5, "x"));

    Job.Failure failure = failed(survey("nowhere", Reach.TARGET));

    assertThat(failure.reason()).isEqualTo("notFound");
    assertThat(failure.message()).contains(table("nowhere").table());
  }

  @Test
  void replacesThePartitionThatALoadNames() {
    replace("20260101", row(1, "2026-01-01", 1, "a"), row(2, "2026-01-01", 1, "b"));
    replace("20260102", row(3, "2026-01-02", 1, "c"));

    replace("20260101", row(4, "2026-01-01", 1, "d"));

    assertThat(ids()).containsExactly("c", "d");
  }

  @Test
  void saysOfEachRowWhichFileAndBatchItCameWith() {
    store().create(name(FIRST), "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
    store().create(name(SECOND), "{\"id\":\"c\"}\n");
    carryOut(traced(WriteMode.APPEND, FIRST, SECOND));
    carryOut(traced(WriteMode.APPEND, FIRST));

    assertThat(warehouse().columns(table("t")).orElseThrow())
        .extracting(Column::name)
        .containsExactly("id", "_object", "_batch");
    assertThat(
            rows(
                "SELECT CONCAT(id, ' ', _object, ' ', CAST(_batch AS STRING)) AS id FROM `%s`"
                    + " ORDER BY id"))
        .containsExactly(
            "a " + FIRST + " 7",
            "a " + FIRST + " 7",
            "b " + FIRST + " 7",
            "b " + FIRST + " 7",
            "c " + SECOND + " 7");
  }

  @Test
  void saysNoNumberOfRowsThatATracedLoadWrote() {
    store().create(name(FIRST), "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
    JobRequest load = traced(WriteMode.APPEND, FIRST);
    warehouse().submit(load);

    assertThat(ended(load.id()).rows()).isEmpty();
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void failsATracedLoadForTheFileThatIsBad() {
    store().create(name("good"), "{\"id\":\"a\"}\n");
    store().create(name("bad"), Rows.bad());

    Job.Failure failure = failed(traced(WriteMode.APPEND, "good", "bad"));

    assertThat(failure.ofInput()).isTrue();
    assertThat(failure.problems())
        .anySatisfy(
            problem ->
                assertThat(problem.message() + problem.location().orElse(""))
                    .contains(name("bad")));
    assertThat(warehouse().columns(table("t"))).isEmpty();
  }

  private JobRequest traced(WriteMode mode, String... names) {
    return new JobRequest.Load(
        job(),
        labels(),
        table("t"),
        Arrays.stream(names).map(last -> store().uri(name(last))).toList(),
        new Format.Ndjson(),
        mode,
        List.of(Column.of("id", ColumnType.STRING)),
        Layout.PLAIN,
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new JobRequest.Load.Trace(List.of(LineageColumn.OBJECT, LineageColumn.BATCH), 7)));
  }

  private void merged(String... rows) {
    load("staged", rows);
    shape();
    carryOut(merge(survey(Reach.TARGET).toArray(String[]::new)));
  }

  private void shape() {
    carryOut(new JobRequest.Shape(job(), labels(), table("staged"), table("t"), BY_DAY));
  }

  private JobRequest survey(String staging, Reach reach) {
    return new JobRequest.Survey(
        job(), labels(), table(staging), table("t"), RULE.key(), CUT, reach);
  }

  private List<String> survey(Reach reach) {
    JobRequest survey = survey("staged", reach);
    carryOut(survey);
    return warehouse().rows(survey.id()).stream()
        .map(row -> row.getOrDefault(MergeSql.PARTITION, ""))
        .toList();
  }

  private JobRequest merge(String... partitions) {
    return new JobRequest.Merge(
        job(),
        labels(),
        table("staged"),
        table("t"),
        COLUMNS,
        RULE,
        CUT,
        Arrays.asList(partitions));
  }

  private void load(String table, String... rows) {
    carryOut(load(table, WriteMode.REPLACE, Optional.empty(), rows));
  }

  private void replace(String partition, String... rows) {
    carryOut(load("t", WriteMode.REPLACE_PARTITION, Optional.of(partition), rows));
  }

  private JobRequest load(
      String table, WriteMode mode, Optional<String> partition, String... rows) {
    String job = job();
    store().create(name(job), String.join("", rows));
    return new JobRequest.Load(
        job,
        labels(),
        table(table),
        List.of(store().uri(name(job))),
        new Format.Ndjson(),
        mode,
        COLUMNS,
        partition.isPresent() ? BY_DAY : Layout.PLAIN,
        Optional.empty(),
        partition,
        Optional.empty());
  }

  private static String row(
      @Nullable Integer k, @Nullable String day, @Nullable Integer at, String id) {
    String on = day == null ? "null" : "\"" + day + "\"";
    return "{\"k\":%s,\"day\":%s,\"at\":%s,\"gone\":false,\"id\":\"%s\"}\n"
        .formatted(k, on, at, id);
  }

  private static String gone(int k, String day, int at) {
    return "{\"k\":%d,\"day\":\"%s\",\"at\":%d,\"gone\":true,\"id\":\"gone\"}\n"
        .formatted(k, day, at);
  }

  private TableId table(String last) {
    return new TableId(dataset(), last + "_" + own);
  }

  private String job() {
    return "contract_" + own + "_" + ++jobs;
  }

  private String name(String last) {
    return "contract/" + own + "/" + last;
  }

  private Map<String, String> labels() {
    return new Labels("contract", Labels.Step.LOAD, table("t")).map();
  }

  private Job.Failure failed(JobRequest request) {
    warehouse().submit(request);
    return ended(request.id()).failure().orElseThrow();
  }

  private void carryOut(JobRequest request) {
    warehouse().submit(request);
    assertThat(ended(request.id()).failure()).isEmpty();
  }

  private List<String> ids() {
    return rows("SELECT id FROM `%s` ORDER BY id");
  }

  private List<String> rows(String select) {
    String sql = select.formatted(table("t"));
    JobRequest query = new JobRequest.Query(job(), labels(), sql, Optional.empty(), Layout.PLAIN);
    carryOut(query);
    return warehouse().rows(query.id()).stream().map(row -> row.getOrDefault("id", "")).toList();
  }
}
