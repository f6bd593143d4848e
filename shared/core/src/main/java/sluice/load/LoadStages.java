package sluice.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.extract.Commits;
import sluice.plan.Arrival;
import sluice.plan.Completeness;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.state.TableState;
import sluice.state.TableStates;
import sluice.status.TableStatus;
import sluice.status.TableStatus.Stage;
import sluice.store.ObjectStore;

/** Where landing tables stand. */
public final class LoadStages {

  private final TableStates states;
  private final Ledger ledger;
  private final Pending pending;
  private final Quarantine quarantine;
  private final Commits commits;

  public LoadStages(ObjectStore store) {
    this.states = new TableStates(store);
    this.ledger = new Ledger(store);
    this.pending = new Pending(store);
    this.quarantine = new Quarantine(store);
    this.commits = new Commits(store);
  }

  /** Where a landing table stands, from its state and what waits; jobs are not looked at. */
  public TableStatus status(LandingTable table) {
    TableState state = states.read(table.id()).state();
    Optional<Batch> open = ledger.open(table.id(), state.loading().sequence());
    Pending.Look look =
        table.takesFiles() ? pending.look(table, Instant.MAX) : Pending.Look.NOTHING;
    boolean committed = !(table.origin() instanceof Origin.Dropped);
    int commitsWaiting = committed ? commits.after(table, state.loading().commit()).size() : 0;
    int waiting = look.waiting() + commitsWaiting;
    boolean moving =
        open.isPresent()
            || commitsWaiting > 0
            || !look.files().isEmpty()
            || (waiting > 0 && look.incomplete().isEmpty());
    boolean never = state.version().isEmpty() && state.loading().freshAt().isEmpty();
    Stage stage = never ? Stage.WAITING : Stage.CURRENT;
    return new TableStatus(
        table.id(),
        moving ? Stage.MOVING : stage,
        state.changedAt(),
        waiting,
        look.incomplete().stream()
            .map(IncompleteSet::toString)
            .reduce((one, next) -> one + "; " + next),
        quarantine.count(table),
        state.skipped().map(TableState.Skipped::rows).orElse(0L));
  }

  /** The sets that should be complete by now, and are not. */
  public List<IncompleteSet> overdue(LandingTable table, Instant now) {
    Optional<Duration> due = table.arrival().flatMap(Arrival::complete).flatMap(Completeness::due);
    if (due.isEmpty()) {
      return List.of();
    }
    return pending.look(table, Instant.MAX).incomplete().stream()
        .filter(set -> set.since().plus(due.get()).isBefore(now))
        .toList();
  }
}
