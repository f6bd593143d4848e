package sluice.testing.sim;

import java.util.List;

/** The reasons with which BigQuery's jobs fail, from its table of error messages. */
final class Reason {

  /** Those that pass by themselves. */
  static final List<String> PASSING =
      List.of(
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

  /** Those that somebody has to mend: a permission, a table, a bill. */
  static final List<String> FOR_PEOPLE =
      List.of(
          "accessDenied",
          "billingNotEnabled",
          "blocked",
          "duplicate",
          "notFound",
          "notImplemented",
          "resourceInUse",
          "responseTooLarge");

  /** Those that lie in what a job reads, when no file is named; a job of one file is spared. */
  static final List<String> OF_INPUT = List.of("invalid", "resourcesExceeded");

  private Reason() {}
}
