package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Labels;

/** What must hold once arrivals have stopped, the world is healthy, and sweeps have come by. */
final class Promises {

  private static final int MOST_A_DAY = 1_500;

  /** What is wrong, where. What to do. */
  private static final Pattern SENTENCES =
      Pattern.compile("\\S.*\\S[.:!?] .*\\S\\.", Pattern.DOTALL);

  /** A job that stages a batch anew: the batch's part of its id, and how often it was done. */
  private static final Pattern AGAIN = Pattern.compile("sluice_load_(.+)_again(\\d+)_\\d+");

  private static final Pattern UNFINISHED = Pattern.compile("\\{\\}|\\bnull\\b|Optional[\\[.]");

  private final World world;

  Promises(World world) {
    this.world = world;
  }

  void check() {
    everyRowIsThereOnce();
    world.arrivals.watched().forEach(Watched::check);
    everyBadFileIsAside();
    everythingIsPublished();
    noLimitIsExceeded();
    everyFailureIsSaid();
  }

  private void everyRowIsThereOnce() {
    holds(Tables.ORDERS, world.arrivals.orders.ids());
    holds(Tables.SHOPS, world.arrivals.shops.lastIds());
    holds(Tables.USERS, world.arrivals.source.ids());
    holds(Tables.STOCK, world.arrivals.source.stock());
    assertThat(world.arrivals.orders.left()).as("files left of %s", Tables.ORDERS).isEmpty();
    assertThat(world.arrivals.shops.left()).as("files left of %s", Tables.SHOPS).isEmpty();
  }

  private void everyBadFileIsAside() {
    assertThat(world.arrivals.orders.quarantined())
        .as("quarantine")
        .isEqualTo(world.arrivals.orders.badNames());
    assertThat(world.arrivals.orders.reasons())
        .as("reasons in quarantine")
        .hasSize(world.arrivals.orders.quarantined().size())
        .allSatisfy(reason -> assertThat(reason).contains("\"message\"", "\"remedy\""));
    // A bad snapshot that a newer one superseded before anybody met it is archived.
    assertThat(world.arrivals.shops.badNames())
        .as("bad")
        .containsAll(world.arrivals.shops.quarantined());
  }

  private void everythingIsPublished() {
    List<String> sales =
        Tables.union(world.arrivals.orders.ids(), world.arrivals.shops.lastIds()).stream()
            .map(id -> id + world.suffix())
            .sorted()
            .toList();
    List<String> report = Tables.union(sales, world.arrivals.source.ids());
    holds(Tables.SALES, sales);
    holds(Tables.REPORT, report);
    holds(Tables.LATEST, report);
    assertThat(world.warehouse.exists(Tables.BROKEN)).as("%s exists", Tables.BROKEN).isFalse();
  }

  private void holds(TableId table, List<String> ids) {
    assertThat(world.warehouse.ids(table)).as("rows of %s", table).isEqualTo(ids);
  }

  private void noLimitIsExceeded() {
    for (TableId table : Tables.all()) {
      int limit =
          table.equals(Tables.ORDERS) ? world.setting.jobsPerDay().orElse(MOST_A_DAY) : MOST_A_DAY;
      assertThat(world.modified.mostADay(table))
          .as("jobs that modified %s in 24 hours", table)
          .isLessThanOrEqualTo(limit);
    }
  }

  private void everyFailureIsSaid() {
    for (Hearing.Line line : world.hearing.lines()) {
      assertThat(line.fields()).as("fields of %s", line).containsKey("event");
      // Where: a table, or, of what no table has yet, the object.
      assertThat(line.fields().keySet()).as("fields of %s", line).containsAnyOf("table", "object");
      assertThat(line.message())
          .as("message of %s", line)
          .matches(SENTENCES)
          .doesNotContainPattern(UNFINISHED);
    }
    for (String id : world.warehouse.jobs()) {
      world.warehouse.find(id).flatMap(Job::failure).ifPresent(failure -> isSaid(id, failure));
    }
    for (String name : world.arrivals.orders.quarantined()) {
      assertThat(world.hearing.lines())
          .as("lines about %s", name)
          .anyMatch(line -> line.is("event", "load.quarantined") && line.is("object", name));
    }
  }

  /** Whether a batch was merged as it was staged before that job staged it anew. */
  private boolean isOvertaken(String id) {
    Matcher again = AGAIN.matcher(id);
    return again.matches()
        && IntStream.range(0, Integer.parseInt(again.group(2)))
            .mapToObj(round -> again.group(1) + (round == 0 ? "" : "_again" + round) + "_\\d+")
            .anyMatch(
                merge ->
                    world.warehouse.jobs().stream()
                        .filter(job -> job.matches("sluice_merge_" + merge))
                        .anyMatch(
                            job -> world.warehouse.find(job).filter(Job::succeeded).isPresent()));
  }

  /** A failed load is said by its batch, a failed step of a build by its cause. */
  private void isSaid(String id, Job.Failure failure) {
    JobRequest request = world.warehouse.request(id);
    TableId table = Labels.table(request.labels()).orElseThrow();
    boolean load = request instanceof JobRequest.Load || table.equals(Members.ID);
    if (!load && world.tally.counts().containsKey("event: plan changed")) {
      return; // Of a build that is abandoned nobody needs to know.
    }
    if (load && isOvertaken(id)) {
      return; // Nor of rows that were staged anew while somebody else merged the batch.
    }
    assertThat(world.hearing.lines())
        .as("lines about job %s, which failed as %s", id, failure.reason())
        .anyMatch(
            line ->
                line.is("table", table.toString())
                    && (load
                        ? line.is("reason", failure.reason()) && isOf(line, "batch", id)
                        : isOf(line, "cause", id)));
  }

  private static boolean isOf(Hearing.Line line, String field, String id) {
    String value = line.field(field);
    return !value.isEmpty() && id.contains("_" + value + "_");
  }

  /** One sweep more makes no job and writes nothing. */
  void checkThatNothingIsLeftToDo(Runnable sweep) {
    List<String> jobs = world.warehouse.jobs();
    Map<String, String> objects = world.store.texts("state/");
    sweep.run();
    assertThat(world.warehouse.jobs()).as("jobs, after one more sweep").isEqualTo(jobs);
    assertThat(world.store.texts("state/")).as("state, after one more sweep").isEqualTo(objects);
  }
}
