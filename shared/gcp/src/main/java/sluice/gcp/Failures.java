package sluice.gcp;

import com.google.cloud.BaseServiceException;
import java.util.Set;
import sluice.RejectedException;
import sluice.UnavailableException;

/** Turns what a client throws into one of the two ways in which a step ends badly. */
final class Failures {

  private Failures() {}

  /**
   * The reasons with which BigQuery answers 403 when it is asked too often: they are no lack of a
   * role.
   */
  private static final Set<String> TOO_OFTEN = Set.of("quotaExceeded", "rateLimitExceeded");

  /**
   * @param doing what was being done, to begin the message with: {@code reading gs://b/state/x}
   */
  static RuntimeException of(BaseServiceException failure, String doing) {
    int code = failure.getCode();
    if (passes(failure, code)) {
      return new UnavailableException(
          "%s failed: %s. It will be tried again.".formatted(doing, failure.getMessage()), failure);
    }
    String remedy =
        switch (code) {
          case 401, 403 -> "Give the function's service account the role it lacks.";
          case 404 -> "Create what is missing; deploy.sh does.";
          default -> "The message says what Google Cloud refuses.";
        };
    return new RejectedException(
        "%s was refused (%d): %s. %s".formatted(doing, code, failure.getMessage(), remedy),
        failure);
  }

  private static boolean passes(BaseServiceException failure, int code) {
    return failure.isRetryable()
        || code == 0
        || code == 408
        || code == 429
        || code >= 500
        || TOO_OFTEN.contains(String.valueOf(failure.getReason()));
  }
}
