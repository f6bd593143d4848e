package sluice.transform;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.plan.Transform;
import sluice.state.TableState;
import sluice.warehouse.Attempts;

/**
 * What is, for a transform: its state, the versions of its inputs, and the jobs of its open build.
 *
 * @param jobsPerDay how many may publish it in any 24 hours
 * @param inputs the version of each input that has one, by the input's name
 */
record TransformSnapshot(
    Transform transform,
    TableState state,
    int jobsPerDay,
    Map<String, String> inputs,
    Optional<OpenBuild> open) {

  /**
   * The build under way.
   *
   * @param failedChecks what the checks' query answered, once it has: one sentence each
   */
  record OpenBuild(
      TableState.Build build,
      Attempts building,
      Attempts checking,
      Attempts publishing,
      List<String> failedChecks) {
    OpenBuild {
      failedChecks = List.copyOf(failedChecks);
    }
  }

  TransformSnapshot {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
  }
}
