package sluice.transform;

import java.time.Instant;
import java.util.Optional;
import sluice.governor.Governor;
import sluice.state.TableState.Build;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;

/** What is done next for a transform. */
sealed interface TransformStep {

  /** It is up to date, or something it needs is not there yet. */
  record Rest() implements TransformStep {}

  /** A job runs; its end wakes us. */
  record AwaitJob(Build build, String jobId) implements TransformStep {}

  /** The last attempt failed, and it is too early for the next one. */
  record Pause(Build build, Job.Failure failure, Instant until) implements TransformStep {}

  /** The table was published so often that it has to wait. */
  record HoldBack(Governor.Hold hold) implements TransformStep {}

  /** Notes what the next build consumes. */
  record Open(Build build) implements TransformStep {}

  /**
   * Submits one of a build's jobs.
   *
   * @param failure why the attempt before failed, if there was one
   */
  record Submit(Build build, Labels.Step step, String jobId, Optional<Job.Failure> failure)
      implements TransformStep {}

  /**
   * The table is published: it has a new version.
   *
   * @param made how many jobs published, or tried to
   */
  record Finish(Build build, Job job, int made) implements TransformStep {}

  /**
   * The build ends unpublished; readers keep what they have.
   *
   * @param made how many jobs tried to publish
   */
  record Fail(Build build, String event, String reason, int made) implements TransformStep {}

  /** The transform was changed while its build was under way. */
  record Abandon(Build build) implements TransformStep {}
}
