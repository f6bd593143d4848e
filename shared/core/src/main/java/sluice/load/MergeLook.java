package sluice.load;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.plan.LandingTable;
import sluice.plan.MergeRule;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.warehouse.Attempts;
import sluice.warehouse.JobRequest.Survey.Reach;
import sluice.warehouse.Labels;
import sluice.warehouse.MergeSql;
import sluice.warehouse.Warehouse;

/** Looks at what became of the jobs of an open batch. */
final class MergeLook {

  private final Ledger ledger;
  private final Warehouse warehouse;

  MergeLook(Ledger ledger, Warehouse warehouse) {
    this.ledger = ledger;
    this.warehouse = warehouse;
  }

  /** The batch, and how far it has come. */
  LoadSnapshot.OpenBatch at(Batch batch, LandingTable table, TableState state, Instant now) {
    Optional<MergeRule> rule = batch.writing(table).merge();
    int earlier = 0;
    for (int round = 0; ; round++) {
      Attempts loading = attempts(batch, table, Labels.Step.LOAD, round);
      if (rule.isEmpty() || !loading.succeeded()) {
        return new LoadSnapshot.OpenBatch(batch, loading, Optional.empty(), earlier, false);
      }
      Attempts shaping = attempts(batch, table, Labels.Step.SHAPE, round);
      Attempts surveying = attempts(batch, table, Labels.Step.SURVEY, round);
      Attempts merging = attempts(batch, table, Labels.Step.MERGE, round);
      TableId staging = batch.staging(table.id());
      boolean lost = Merging.lost(staging, shaping, surveying, merging, now);
      if (!lost || attempts(batch, table, Labels.Step.LOAD, round + 1).job().isEmpty()) {
        Merging bare = Merging.bare(staging, round, shaping, surveying, merging);
        boolean over = lost || merging.succeeded() || merging.running();
        Optional<List<Column>> staged = over ? Optional.empty() : warehouse.columns(staging);
        if (!over && staged.isEmpty()) {
          return gone(batch, table, loading, bare, earlier);
        }
        Merging known =
            staged.map(columns -> more(bare, table, rule.get(), state, columns)).orElse(bare);
        return new LoadSnapshot.OpenBatch(batch, loading, Optional.of(known), earlier, lost);
      }
      earlier += loading.made() + shaping.made();
    }
  }

  /**
   * The staging table is not there: whoever closes a batch drops it, once it is merged, or refused;
   * else it has to be staged anew.
   */
  private LoadSnapshot.OpenBatch gone(
      Batch batch, LandingTable table, Attempts loading, Merging bare, int earlier) {
    Attempts merging = attempts(batch, table, Labels.Step.MERGE, bare.round());
    boolean refused =
        !batch.objects().isEmpty()
            && bare.surveying().failure().filter(failure -> !failure.passing()).isPresent();
    Merging now =
        Merging.bare(bare.staging(), bare.round(), bare.shaping(), bare.surveying(), merging);
    boolean lost = !merging.succeeded() && !merging.running() && !refused;
    return new LoadSnapshot.OpenBatch(batch, loading, Optional.of(now), earlier, lost);
  }

  /** What the next job of a merge has to know. */
  private Merging more(
      Merging bare, LandingTable table, MergeRule rule, TableState state, List<Column> staged) {
    return bare.surveying().succeeded()
        ? bare.surveyed(staged, partitions(bare.surveying().id()))
        : bare.staged(
            staged, fits(staged, warehouse.columns(table.id())), reach(table, rule, state));
  }

  /**
   * The rows that are there are looked at where a key may have moved to another partition, and
   * where nobody has made sure yet that no two of them share a key.
   */
  private Reach reach(LandingTable table, MergeRule rule, TableState state) {
    boolean fixed =
        table
            .layout()
            .partitioning()
            .filter(by -> rule.key().stream().anyMatch(by.column()::equalsIgnoreCase))
            .isPresent();
    boolean unique =
        state
            .version()
            .flatMap(version -> Batch.mergedIn(version, table.id()))
            .flatMap(before -> ledger.find(table.id(), before))
            .flatMap(Batch::writing)
            .flatMap(Writing::merge)
            .filter(before -> before.key().equals(rule.key()))
            .isPresent();
    return fixed && unique ? Reach.STAGED : Reach.TARGET;
  }

  private List<String> partitions(String surveyId) {
    return warehouse.rows(surveyId).stream()
        .map(row -> Optional.ofNullable(row.get(MergeSql.PARTITION)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whether a table has every column, and takes NULL wherever one may come. */
  private static Merging.Fit fits(List<Column> staged, Optional<List<Column>> target) {
    boolean fits = target.filter(there -> fits(staged, there)).isPresent();
    return fits ? Merging.Fit.FITS : Merging.Fit.LACKS_COLUMNS;
  }

  private static boolean fits(List<Column> staged, List<Column> target) {
    return staged.stream()
            .allMatch(column -> find(target, column).filter(has -> takes(has, column)).isPresent())
        && target.stream()
            .allMatch(has -> has.mode() != Column.Mode.REQUIRED || find(staged, has).isPresent());
  }

  private static boolean takes(Column has, Column comes) {
    boolean modes = has.mode() != Column.Mode.REQUIRED || comes.mode() == Column.Mode.REQUIRED;
    return modes && fits(comes.fields(), has.fields());
  }

  private static Optional<Column> find(List<Column> columns, Column like) {
    return columns.stream()
        .filter(column -> column.name().equalsIgnoreCase(like.name()))
        .findFirst();
  }

  private Attempts attempts(Batch batch, LandingTable table, Labels.Step step, int round) {
    return Attempts.of(batch.jobs(table.id(), step, round), warehouse);
  }
}
