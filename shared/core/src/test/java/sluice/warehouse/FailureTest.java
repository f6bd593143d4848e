package sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason of BigQuery's table of error messages that a job can end with. */
final class FailureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backendError",
        "internalError",
        "jobBackendError",
        "jobInternalError",
        "jobRateLimitExceeded",
        "quotaExceeded",
        "rateLimitExceeded",
        "stopped",
        "tableUnavailable",
        "timeout"
      })
  void passesByItself(String reason) {
    assertThat(failure(reason).passing()).isTrue();
    assertThat(failure(reason).ofInput()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid", "resourcesExceeded"})
  void liesInWhatTheJobReads(String reason) {
    assertThat(failure(reason).passing()).isFalse();
    assertThat(failure(reason).ofInput()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accessDenied",
        "attributeError",
        "badRequest",
        "billingNotEnabled",
        "billingTierLimitExceeded",
        "blocked",
        "duplicate",
        "invalidQuery",
        "invalidUser",
        "notFound",
        "notImplemented",
        "proxyAuthenticationRequired",
        "resourceInUse",
        "responseTooLarge",
        "aReasonOfTomorrow"
      })
  void isForPeople(String reason) {
    assertThat(failure(reason).passing()).isFalse();
    assertThat(failure(reason).ofInput()).isFalse();
  }

  private static Job.Failure failure(String reason) {
    return new Job.Failure(reason, "It failed.");
  }
}
