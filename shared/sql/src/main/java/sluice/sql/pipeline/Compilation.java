package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.RejectedException;
import sluice.plan.Plan;

/**
 * What became of a pipeline: a plan, or every problem that is in the way of one.
 *
 * @param problems by file and line; empty when there is a plan
 */
public record Compilation(Optional<Plan> plan, List<Problem> problems) {

  public Compilation {
    problems = List.copyOf(problems);
  }

  /**
   * The plan.
   *
   * @throws RejectedException with all problems, one a line, when there is none
   */
  public Plan orThrow() {
    return plan.orElseThrow(
        () ->
            new RejectedException(
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))));
  }
}
