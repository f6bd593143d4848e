package sluice.transform;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.governor.Governor;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.state.TableStates;
import sluice.status.TableStatus;
import sluice.status.TableStatus.Stage;
import sluice.store.ObjectStore;

/** Where transforms stand. */
public final class TransformStages {

  private final TableStates states;

  public TransformStages(ObjectStore store) {
    this.states = new TableStates(store);
  }

  /** Where a transform stands, from its state and its inputs' versions; jobs are not looked at. */
  public TableStatus status(Transform transform, Instant now) {
    TableState state = states.read(transform.id()).state();
    Map<String, String> inputs = new TreeMap<>();
    for (TableId input : transform.inputs()) {
      states.version(input).ifPresent(version -> inputs.put(input.toString(), version));
    }
    TransformSnapshot snapshot =
        new TransformSnapshot(transform, state, Governor.MOST_A_DAY, inputs, Optional.empty());
    boolean open = state.building().open().isPresent();
    TransformStep next = TransformPlanner.plan(snapshot, now);
    Optional<String> reason = state.building().failed().map(TableState.FailedBuild::reason);
    Stage stage;
    if (open || next instanceof TransformStep.Open || next instanceof TransformStep.HoldBack) {
      stage = Stage.MOVING;
    } else if (reason.isPresent()) {
      stage = Stage.FAILED;
    } else {
      stage = inputs.size() < transform.inputs().size() ? Stage.WAITING : Stage.CURRENT;
    }
    return new TableStatus(transform.id(), stage, state.changedAt(), 0, reason);
  }
}
