package sluice.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.plan.LandingTable;
import sluice.warehouse.Job;

/**
 * A file that made a load job fail.
 *
 * @param reason BigQuery's
 * @param message BigQuery's own about this file
 */
record BadFile(LandingObject object, String reason, String message) {

  /**
   * The files of a batch that are bad for certain: those that the job's errors name, and the only
   * one of its batch. None when it takes smaller batches to tell.
   */
  static List<BadFile> of(LandingTable table, Batch batch, Job.Failure failure) {
    List<BadFile> named = named(table, batch, failure);
    return named.isEmpty() && batch.objects().size() == 1
        ? List.of(new BadFile(batch.objects().get(0), failure.reason(), failure.message()))
        : named;
  }

  private static List<BadFile> named(LandingTable table, Batch batch, Job.Failure failure) {
    List<BadFile> named = new ArrayList<>();
    Set<LandingObject> seen = new HashSet<>();
    for (Job.Problem problem : mostExactFirst(failure.problems())) {
      object(table, batch, problem)
          .filter(seen::add)
          .ifPresent(object -> named.add(new BadFile(object, problem.reason(), problem.message())));
    }
    return named;
  }

  /** The summary of a failure names a file too; the errors behind it also say where in the file. */
  private static List<Job.Problem> mostExactFirst(List<Job.Problem> problems) {
    return problems.stream()
        .sorted(Comparator.comparing(problem -> Spot.in(problem.message()).equals(Spot.UNKNOWN)))
        .toList();
  }

  /** The longest name that the error holds: a shorter one may be the beginning of another's. */
  private static Optional<LandingObject> object(
      LandingTable table, Batch batch, Job.Problem problem) {
    String text = problem.location().orElse("") + "\n" + problem.message();
    return batch.objects().stream()
        .filter(
            object ->
                text.contains(table.landingName() + "/")
                    && text.contains("/" + object.immutablePath()))
        .max(Comparator.comparingInt(object -> object.path().length()));
  }
}
