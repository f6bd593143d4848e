package sluice.testing;

import org.jspecify.annotations.Nullable;
import sluice.warehouse.Job;

/** A job ends as failed. */
final class JobFailedException extends Exception {
  private final transient Job.Failure failure;

  JobFailedException(Job.Failure failure, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  JobFailedException(String reason, String message) {
    this(new Job.Failure(reason, message), null);
  }

  Job.Failure failure() {
    return failure;
  }
}
