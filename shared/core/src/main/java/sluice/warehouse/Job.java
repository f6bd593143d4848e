package sluice.warehouse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job as the warehouse knows it.
 *
 * @param endedAt for a job that is done
 * @param rows written, where the job says it: a load does, and a change by DML, but a query into a
 *     table does not
 * @param badRows left out, because they were bad and the job might leave them out
 */
public record Job(
    String id,
    State state,
    Optional<Failure> failure,
    Optional<Instant> endedAt,
    Optional<Long> rows,
    long badRows) {

  /** A job that left no row out. */
  public Job(
      String id, State state, Optional<Failure> failure, Optional<Instant> endedAt, long rows) {
    this(id, state, failure, endedAt, Optional.of(rows), 0);
  }

  /** Where a job stands. {@code DONE} is not success: look at the failure. */
  public enum State {
    PENDING,
    RUNNING,
    DONE
  }

  /**
   * One error of a job.
   *
   * @param location what it is about, where the warehouse says it: for a file {@code
   *     gs://bucket/name}
   */
  public record Problem(String reason, Optional<String> location, String message) {}

  /**
   * Why a job failed: BigQuery's reason and message.
   *
   * @param problems the single errors that led to it; not all of them, BigQuery stops counting
   */
  public record Failure(String reason, String message, List<Problem> problems) {

    public Failure {
      problems = List.copyOf(problems);
    }

    /** A failure without further errors. */
    public Failure(String reason, String message) {
      this(reason, message, List.of(new Problem(reason, Optional.empty(), message)));
    }

    /**
     * The reasons that pass by themselves. The failed id is burned: the next try needs a new one.
     * From BigQuery's table of error messages.
     */
    private static final Set<String> PASSING =
        Set.of(
            "backendError",
            "internalError",
            "jobBackendError",
            "jobInternalError",
            "jobRateLimitExceeded",
            "quotaExceeded",
            "rateLimitExceeded",
            "stopped",
            "tableUnavailable",
            "timeout");

    /** The reasons that lie in what a job reads: bad rows, and more of them than it can take. */
    private static final Set<String> OF_INPUT = Set.of("invalid", "resourcesExceeded");

    /** How a query's failure begins that lies in what an external table reads. */
    private static final String OF_EXTERNAL_TABLE = "Error while reading table";

    /** Whether what the job reads is why it failed, and not the table or a permission. */
    public boolean ofInput() {
      return OF_INPUT.contains(reason) || message.contains(OF_EXTERNAL_TABLE);
    }

    /** Whether the same job, under a new id, may succeed. */
    public boolean passing() {
      return PASSING.contains(reason);
    }
  }

  /** Whether it has ended and did what it was asked. */
  public boolean succeeded() {
    return state == State.DONE && failure.isEmpty();
  }
}
