package sluice.load;

import java.util.Optional;
import sluice.extract.Commits;
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
  private final Landing landing;
  private final Commits commits;

  public LoadStages(ObjectStore store) {
    this.states = new TableStates(store);
    this.ledger = new Ledger(store);
    this.landing = new Landing(store);
    this.commits = new Commits(store);
  }

  /** Where a landing table stands, from its state and what waits; jobs are not looked at. */
  public TableStatus status(LandingTable table) {
    TableState state = states.read(table.id()).state();
    Optional<Batch> open = ledger.open(table.id(), state.loading().sequence());
    int files = table.takesFiles() ? landing.files(table).size() : 0;
    boolean committed = !(table.origin() instanceof Origin.Dropped);
    int waiting = files + (committed ? commits.after(table, state.loading().commit()).size() : 0);
    boolean never = state.version().isEmpty() && state.loading().freshAt().isEmpty();
    Stage stage = never ? Stage.WAITING : Stage.CURRENT;
    return new TableStatus(
        table.id(),
        open.isPresent() || waiting > 0 ? Stage.MOVING : stage,
        state.changedAt(),
        waiting,
        Optional.empty());
  }
}
