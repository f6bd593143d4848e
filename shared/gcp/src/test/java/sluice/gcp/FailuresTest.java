package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;
import sluice.UnavailableException;

final class FailuresTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 408, 429, 500, 502, 503, 504})
  void comesBackForWhatPasses(int code) {
    assertThat(Failures.of(new BigQueryException(code, "No."), "submitting job j"))
        .isInstanceOf(UnavailableException.class);
    assertThat(Failures.of(new StorageException(code, "No."), "reading gs://b/x"))
        .isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rateLimitExceeded", "quotaExceeded"})
  void comesBackWhenBigQueryWasAskedTooOftenThoughItSays403(String reason) {
    BigQueryError error = new BigQueryError(reason, "", "Exceeded rate limits: too many requests.");

    assertThat(
            Failures.of(
                new BigQueryException(403, "Exceeded rate limits: too many requests.", error),
                "submitting job j"))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void saysWhatIsMissingWhenARoleIsLacking() {
    BigQueryError error = new BigQueryError("accessDenied", "", "Access Denied.");

    assertThat(Failures.of(new BigQueryException(403, "Access Denied", error), "submitting job j"))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "submitting job j was refused (403): Access Denied. Give the function's service account"
                + " the role it lacks.");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 413})
  void refusesWhatWouldFailAgain(int code) {
    assertThat(Failures.of(new StorageException(code, "No."), "reading gs://b/x"))
        .isInstanceOf(RejectedException.class);
  }
}
