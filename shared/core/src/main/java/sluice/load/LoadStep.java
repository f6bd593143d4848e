package sluice.load;

import java.time.Instant;
import sluice.warehouse.Job;

/** What is done next for a landing table. */
sealed interface LoadStep {

  /** Nothing waits. */
  record Rest() implements LoadStep {}

  /** A job runs; its end wakes us. */
  record AwaitJob(Batch batch, String jobId) implements LoadStep {}

  /** The last attempt failed, and it is too early for the next one. */
  record Pause(Batch batch, Job.Failure failure, Instant until) implements LoadStep {}

  /** Writes the next batch into the ledger. */
  record OpenBatch(Batch batch) implements LoadStep {}

  /** Claims the batch's files and submits its job. */
  record Submit(Batch batch, String jobId) implements LoadStep {}

  /** The job did its work: the files leave, the table has a new version. */
  record Close(Batch batch, Job job) implements LoadStep {}

  /** One of several files is bad: the batch is closed unloaded, and smaller ones follow. */
  record Split(Batch batch, Job.Failure failure) implements LoadStep {}

  /** The one file of the batch is bad. */
  record Quarantine(Batch batch, Job.Failure failure) implements LoadStep {}

  /** The extracts up to that commit found no row. */
  record SkipEmpty(long commit) implements LoadStep {}
}
