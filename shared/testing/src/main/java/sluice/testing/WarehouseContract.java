package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Labels;
import sluice.warehouse.Warehouse;

/** What every warehouse promises. Each test works on tables and jobs of its own. */
public abstract class WarehouseContract {

  private final String own = UUID.randomUUID().toString().replace("-", "");

  /** The warehouse that is held to the contract. */
  protected abstract Warehouse warehouse();

  /** A bucket that the warehouse loads from. */
  protected abstract ObjectStore store();

  /** A dataset that is there. */
  protected abstract String dataset();

  /** Waits until a job is done; the job. */
  protected abstract Job ended(String jobId);

  @Test
  void knowsNoJobThatWasNeverSubmitted() {
    assertThat(warehouse().find(job("never"))).isEmpty();
  }

  @Test
  void knowsAJobFromItsSubmitOn() {
    warehouse().submit(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));

    assertThat(warehouse().find(job("a")).orElseThrow().id()).isEqualTo(job("a"));
    ended(job("a"));
  }

  @Test
  void loadsTheRowsOfSeveralObjects() {
    warehouse()
        .submit(load("a", table("t"), WriteMode.APPEND, landed("1", "x", "y"), landed("2", "z")));

    Job ended = ended(job("a"));

    assertThat(ended.succeeded()).isTrue();
    assertThat(ended.endedAt()).isPresent();
    assertThat(ended.rows()).contains(3L);
    assertThat(ids(table("t"))).containsExactly("x", "y", "z");
  }

  @Test
  void addsToATableThatIsAppendedTo() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));
    carryOut(load("b", table("t"), WriteMode.APPEND, landed("2", "y")));

    assertThat(ids(table("t"))).containsExactly("x", "y");
  }

  @Test
  void putsRowsInPlaceOfThoseOfATableThatIsReplaced() {
    carryOut(load("a", table("t"), WriteMode.REPLACE, landed("1", "x", "y")));
    carryOut(load("b", table("t"), WriteMode.REPLACE, landed("2", "z")));

    assertThat(ids(table("t"))).containsExactly("z");
  }

  @Test
  void emptiesATableThatIsReplacedByAnObjectWithoutRows() {
    carryOut(load("a", table("t"), WriteMode.REPLACE, landed("1", "x", "y")));
    carryOut(load("b", table("t"), WriteMode.REPLACE, landed("2")));

    assertThat(ids(table("t"))).isEmpty();
    assertThat(warehouse().columns(table("t")).orElseThrow()).hasSize(1);
  }

  @Test
  void leavesAJobAloneThatIsThereAlready() {
    JobRequest request = load("a", table("t"), WriteMode.APPEND, landed("1", "x"));
    carryOut(request);

    warehouse().submit(request);
    warehouse().submit(load("a", table("t"), WriteMode.APPEND, landed("2", "other")));

    assertThat(ended(job("a")).succeeded()).isTrue();
    assertThat(ids(table("t"))).containsExactly("x");
  }

  @Test
  void loadsNothingOfAJobWithOneBadObject() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));
    store().create(name("bad"), Rows.bad());

    warehouse()
        .submit(
            load("b", table("t"), WriteMode.APPEND, landed("2", "y"), store().uri(name("bad"))));
    Job.Failure failure = ended(job("b")).failure().orElseThrow();

    assertThat(failure.reason()).isEqualTo("invalid");
    assertThat(failure.message()).isNotBlank();
    assertThat(failure.passing()).isFalse();
    assertThat(ids(table("t"))).containsExactly("x");
  }

  @Test
  void namesSeveralBadObjectsInOneJob() {
    List<String> bad = List.of("bad1", "bad2", "bad3");
    bad.forEach(last -> store().create(name(last), Rows.bad()));
    List<String> uris = bad.stream().map(last -> store().uri(name(last))).toList();
    List<String> all = Stream.concat(Stream.of(landed("1", "x")), uris.stream()).toList();

    warehouse().submit(load("a", table("t"), WriteMode.APPEND, all.toArray(String[]::new)));
    Job.Failure failure = ended(job("a")).failure().orElseThrow();

    assertThat(failure.problems())
        .flatExtracting(problem -> problem.location().stream().toList())
        .containsAll(uris)
        .doesNotContain(store().uri(name("1")));
  }

  @Test
  void leavesBadRowsOutWithinTheirBound() {
    store().create(name("some"), Rows.ofIds("x") + Rows.bad() + Rows.ofIds("y"));

    warehouse().submit(lenientLoad("a", table("t"), 1, store().uri(name("some"))));
    warehouse().submit(lenientLoad("b", table("u"), 0, store().uri(name("some"))));

    Job ended = ended(job("a"));
    assertThat(ended.failure()).isEmpty();
    assertThat(ended.rows()).contains(2L);
    assertThat(ended.badRows()).isEqualTo(1);
    assertThat(ids(table("t"))).containsExactly("x", "y");
    assertThat(ended(job("b")).failure()).isPresent();
  }

  @Test
  void keepsAFailedJobAsItIs() {
    store().create(name("bad"), Rows.bad());
    warehouse().submit(load("a", table("t"), WriteMode.APPEND, store().uri(name("bad"))));
    Job failed = ended(job("a"));

    warehouse().submit(load("a", table("t"), WriteMode.APPEND, landed("2", "y")));

    assertThat(ended(job("a"))).isEqualTo(failed);
  }

  @Test
  void failsAJobWhoseObjectIsNotThere() {
    warehouse().submit(load("a", table("t"), WriteMode.APPEND, store().uri(name("absent"))));

    assertThat(ended(job("a")).failure().orElseThrow().reason()).isEqualTo("notFound");
  }

  @Test
  void refusesMoreAddressesThanOneLoadTakes() {
    List<String> many =
        IntStream.rangeClosed(0, 10_000).mapToObj(i -> store().uri(name("x" + i))).toList();
    JobRequest request = load("a", table("t"), WriteMode.APPEND, many.toArray(String[]::new));

    assertThatThrownBy(() -> warehouse().submit(request)).isInstanceOf(RejectedException.class);
  }

  @Test
  void buildsATableFromAQuery() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x", "y")));

    carryOut(query("b", selectFrom(table("t")), Optional.of(table("built"))));
    carryOut(query("c", selectFrom(table("t")), Optional.of(table("built"))));

    assertThat(ids(table("built"))).containsExactly("x", "y");
  }

  @Test
  void answersWithTheRowsOfAQuery() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "y", "x")));
    carryOut(query("b", selectFrom(table("t")), Optional.empty()));

    assertThat(warehouse().rows(job("b"))).containsExactly(Map.of("id", "x"), Map.of("id", "y"));
  }

  @Test
  void failsAStatementThatIsWrong() {
    warehouse().submit(query("a", "SELEKT 1", Optional.empty()));
    Job.Failure failure = ended(job("a")).failure().orElseThrow();

    assertThat(failure.reason()).isEqualTo("invalidQuery");
    assertThat(failure.passing()).isFalse();
  }

  @Test
  void failsAStatementOverATableThatIsNotThere() {
    warehouse().submit(query("a", selectFrom(table("absent")), Optional.empty()));

    assertThat(ended(job("a")).failure().orElseThrow().reason()).isEqualTo("notFound");
  }

  @Test
  void copiesATableInPlaceOfAnother() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));
    carryOut(load("b", table("u"), WriteMode.APPEND, landed("2", "old")));

    carryOut(new JobRequest.Copy(job("c"), labels("t"), table("t"), table("u")));

    assertThat(ids(table("u"))).containsExactly("x");
    assertThat(ids(table("t"))).containsExactly("x");
  }

  @Test
  void readsAViewAsItsTableIsNow() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));
    String view =
        "CREATE OR REPLACE VIEW `%s` AS\n%s".formatted(table("v"), selectFrom(table("t")));
    carryOut(query("b", view, Optional.empty()));
    carryOut(load("c", table("t"), WriteMode.APPEND, landed("2", "y")));

    assertThat(ids(table("v"))).containsExactly("x", "y");
  }

  @Test
  void dropsATableOrAViewOrNothing() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));

    warehouse().drop(table("t"));
    warehouse().drop(table("t"));

    warehouse().submit(query("b", selectFrom(table("t")), Optional.empty()));
    assertThat(ended(job("b")).failure().orElseThrow().reason()).isEqualTo("notFound");
  }

  @Test
  void describesATableWithoutAChangeToItsRows() {
    carryOut(load("a", table("t"), WriteMode.APPEND, landed("1", "x")));

    warehouse().describe(table("t"), "One row for each order.", Map.of("id", "The order."));

    assertThat(ids(table("t"))).containsExactly("x");
  }

  private TableId table(String last) {
    return new TableId(dataset(), last + "_" + own);
  }

  private String job(String last) {
    return "contract_" + own + "_" + last;
  }

  private String name(String last) {
    return "contract/" + own + "/" + last;
  }

  private Map<String, String> labels(String table) {
    return new Labels("contract", Labels.Step.LOAD, table(table)).map();
  }

  private String landed(String last, String... ids) {
    store().create(name(last), Rows.ofIds(ids));
    return store().uri(name(last));
  }

  private JobRequest load(String job, TableId table, WriteMode mode, String... uris) {
    return new JobRequest.Load(
        job(job),
        labels("t"),
        table,
        Arrays.asList(uris),
        new Format.Ndjson(),
        mode,
        List.of(Column.of("id", ColumnType.STRING)),
        Layout.PLAIN);
  }

  private JobRequest lenientLoad(String job, TableId table, int maxBadRows, String uri) {
    JobRequest.Load strict = (JobRequest.Load) load(job, table, WriteMode.APPEND, uri);
    return new JobRequest.Load(
        strict.id(),
        strict.labels(),
        table,
        strict.uris(),
        new Format.Ndjson(new Format.Text("UTF-8", maxBadRows)),
        strict.writeMode(),
        strict.columns(),
        strict.layout());
  }

  private JobRequest query(String job, String sql, Optional<TableId> destination) {
    return new JobRequest.Query(job(job), labels("t"), sql, destination, Layout.PLAIN);
  }

  private static String selectFrom(TableId table) {
    return "SELECT id FROM `%s` ORDER BY id".formatted(table);
  }

  private void carryOut(JobRequest request) {
    warehouse().submit(request);
    assertThat(ended(request.id()).failure()).isEmpty();
  }

  private List<String> ids(TableId table) {
    String id = "rows_" + UUID.randomUUID().toString().replace("-", "");
    carryOut(query(id, selectFrom(table), Optional.empty()));
    return warehouse().rows(job(id)).stream().map(row -> row.getOrDefault("id", "")).toList();
  }
}
