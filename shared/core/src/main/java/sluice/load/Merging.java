package sluice.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest.Survey.Reach;
import sluice.warehouse.MergeSql;

/**
 * How far a batch that is merged has come, once its rows are staged.
 *
 * @param round how often it was staged anew
 * @param shaping the jobs that give the table the columns of the staged rows
 * @param surveying the jobs that look at what the merge will do
 * @param merging the jobs that merge
 * @param staged the columns of the staged rows, while they are still needed
 * @param fits whether the table has all of them
 * @param reach what a survey has to read
 * @param partitions that the merge touches, as the survey answered
 */
record Merging(
    TableId staging,
    int round,
    Attempts shaping,
    Attempts surveying,
    Attempts merging,
    List<Column> staged,
    Fit fits,
    Reach reach,
    List<String> partitions) {

  /** Whether a table can take the staged rows as they are. */
  enum Fit {
    FITS,
    LACKS_COLUMNS
  }

  /**
   * How long a survey's answer is good for: BigQuery keeps the rows of a query for about 24 hours.
   */
  private static final Duration SURVEY_LASTS = Duration.ofHours(20);

  /** Nothing but its jobs. */
  static Merging bare(
      TableId staging, int round, Attempts shaping, Attempts surveying, Attempts merging) {
    return new Merging(
        staging, round, shaping, surveying, merging, List.of(), Fit.FITS, Reach.STAGED, List.of());
  }

  /** The same, with what a survey has to know. */
  Merging staged(List<Column> columns, Fit fit, Reach far) {
    return new Merging(staging, round, shaping, surveying, merging, columns, fit, far, partitions);
  }

  /** The same, with what the merge has to know. */
  Merging surveyed(List<Column> columns, List<String> touched) {
    return new Merging(staging, round, shaping, surveying, merging, columns, fits, reach, touched);
  }

  Merging {
    staged = List.copyOf(staged);
    partitions = List.copyOf(partitions);
  }

  /** Whether the staged rows, or the survey's answer, are gone: then all begins anew. */
  static boolean lost(
      TableId staging, Attempts shaping, Attempts surveying, Attempts merging, Instant now) {
    if (merging.succeeded() || merging.running()) {
      return false;
    }
    Stream<Job.Failure> failures =
        Stream.of(shaping, surveying, merging).flatMap(attempts -> attempts.failure().stream());
    Optional<Instant> surveyed = surveying.job().filter(Job::succeeded).flatMap(Job::endedAt);
    return failures.anyMatch(failure -> isAbout(staging, failure))
        || surveyed.filter(at -> at.plus(SURVEY_LASTS).isBefore(now)).isPresent();
  }

  /** Why the last of its jobs failed, if it did. */
  Optional<Job.Failure> failure() {
    return Stream.of(merging, surveying, shaping)
        .filter(attempts -> attempts.job().isPresent())
        .findFirst()
        .flatMap(Attempts::failure);
  }

  private static boolean isAbout(TableId staging, Job.Failure failure) {
    return failure.reason().equals("notFound") && failure.message().contains(staging.table());
  }

  /** Whether a survey found rows without a key. */
  static boolean isNullKey(Job.Failure failure) {
    return failure.message().contains(MergeSql.NULL_KEY);
  }

  /** How many of its jobs modified the table, or tried to; DML counts for no limit. */
  int modifications() {
    return shaping.made();
  }
}
