package sluice.load;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.governor.Governor;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;

/** What is done next for a landing table. */
sealed interface LoadStep {

  /** Nothing waits. */
  record Rest() implements LoadStep {}

  /** Puts what is no file out of the files' way. */
  record SetAside(List<ObjectStore.Entry> leftovers) implements LoadStep {
    public SetAside {
      leftovers = List.copyOf(leftovers);
    }
  }

  /** A job runs; its end wakes us. */
  record AwaitJob(Batch batch, String jobId) implements LoadStep {}

  /** The last attempt failed, and it is too early for the next one. */
  record Pause(Batch batch, Job.Failure failure, Instant until) implements LoadStep {}

  /** Writes the next batch into the ledger. */
  record OpenBatch(Batch batch) implements LoadStep {}

  /** The table was modified so often that its next job has to wait. */
  record HoldBack(Governor.Hold hold) implements LoadStep {}

  /**
   * Claims the batch's files and submits its job.
   *
   * @param made how many jobs were made for the batch before
   * @param failure why the attempt before failed, if there was one
   */
  record Submit(Batch batch, String jobId, int made, Optional<Job.Failure> failure)
      implements LoadStep {}

  /**
   * Submits one of the jobs that merge a batch whose rows are staged.
   *
   * @param failure why the attempt before failed, if there was one
   */
  record Press(
      Batch batch, Labels.Step step, String jobId, Merging merging, Optional<Job.Failure> failure)
      implements LoadStep {}

  /**
   * What the batch holds cannot be merged, and the plan asks for something else since: the batch is
   * closed unloaded, and one that does what the plan says follows.
   *
   * @param made how many jobs were made for the batch
   */
  record Abandon(Batch batch, int made) implements LoadStep {}

  /**
   * The job did its work: the files leave, the table has a new version.
   *
   * @param made how many jobs were made for the batch
   */
  record Close(Batch batch, Job job, int made) implements LoadStep {}

  /**
   * One of several files is bad: the batch is closed unloaded, and smaller ones follow.
   *
   * @param made how many jobs were made for the batch
   */
  record Split(Batch batch, Job.Failure failure, int made) implements LoadStep {}

  /**
   * Files of the batch are bad: they are put aside, and the batch is closed unloaded.
   *
   * @param made how many jobs were made for the batch
   */
  record Quarantine(Batch batch, List<BadFile> files, int made) implements LoadStep {
    public Quarantine {
      files = List.copyOf(files);
    }
  }

  /**
   * The extracts up to that commit found no row.
   *
   * @param supersededParts those of older snapshots; they are deleted
   */
  record SkipEmpty(long commit, List<String> supersededParts) implements LoadStep {}

  /**
   * Files that were handed over together become pending.
   *
   * @param commit the last one that named any of them
   */
  record Release(long commit, List<String> parts) implements LoadStep {
    public Release {
      parts = List.copyOf(parts);
    }
  }
}
