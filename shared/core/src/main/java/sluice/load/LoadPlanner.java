package sluice.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.extract.Commit;
import sluice.plan.WriteMode;
import sluice.state.TableState;
import sluice.state.TableState.Loading;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;

/** Decides what is done next for a landing table, from what is. */
final class LoadPlanner {

  /** The most bytes that BigQuery takes in one load job: 15 TB. */
  private static final long MOST_BYTES = 15_000_000_000_000L;

  private LoadPlanner() {}

  static LoadStep plan(LoadSnapshot snapshot, Instant now) {
    if (snapshot.open().isPresent()) {
      LoadSnapshot.OpenBatch open = snapshot.open().get();
      return next(open.batch(), open.attempts(), now);
    }
    if (!snapshot.commits().isEmpty()) {
      return takeCommits(snapshot, now);
    }
    if (!snapshot.files().isEmpty()) {
      return new LoadStep.OpenBatch(takeFiles(snapshot, now));
    }
    return new LoadStep.Rest();
  }

  private static LoadStep next(Batch batch, Attempts attempts, Instant now) {
    Optional<Job> job = attempts.job();
    if (job.isEmpty()) {
      return new LoadStep.Submit(batch, attempts.nextId());
    }
    if (attempts.running()) {
      return new LoadStep.AwaitJob(batch, attempts.id());
    }
    if (attempts.succeeded()) {
      return new LoadStep.Close(batch, job.get());
    }
    Job.Failure failure = attempts.failure().orElseThrow();
    if (failure.ofInput() && !batch.objects().isEmpty()) {
      return batch.objects().size() == 1
          ? new LoadStep.Quarantine(batch, failure)
          : new LoadStep.Split(batch, failure);
    }
    // An extract's rows are never put aside, nor is a file when it is the table that is wrong:
    // whoever mends that lets the next attempt through.
    return now.isBefore(attempts.notBefore())
        ? new LoadStep.Pause(batch, failure, attempts.notBefore())
        : new LoadStep.Submit(batch, attempts.nextId());
  }

  private static LoadStep takeCommits(LoadSnapshot snapshot, Instant now) {
    boolean replace = snapshot.table().writeMode() == WriteMode.REPLACE;
    List<Commit> commits = snapshot.commits();
    List<Commit> wanted = replace ? commits.subList(commits.size() - 1, commits.size()) : commits;
    List<String> parts = new ArrayList<>();
    long commit = 0;
    for (Commit next : wanted) {
      if (!parts.isEmpty() && parts.size() + next.parts().size() > Loading.MOST_OBJECTS) {
        break;
      }
      next.parts().forEach(part -> parts.add(part.name()));
      commit = next.sequence();
    }
    if (parts.isEmpty()) {
      return new LoadStep.SkipEmpty(commit);
    }
    TableState state = snapshot.state();
    return new LoadStep.OpenBatch(
        Batch.ofParts(
            snapshot.table().id(),
            state.loading().sequence() + 1,
            state.version(),
            parts,
            commit,
            now));
  }

  private static Batch takeFiles(LoadSnapshot snapshot, Instant now) {
    List<LandingObject> all = List.copyOf(snapshot.files());
    TableState state = snapshot.state();
    boolean replace = snapshot.table().writeMode() == WriteMode.REPLACE;
    int last = all.size() - 1;
    return Batch.ofFiles(
        snapshot.table().id(),
        state.loading().sequence() + 1,
        state.version(),
        replace ? all.subList(last, last + 1) : firstOf(all, state.loading().objectsAtMost()),
        replace ? all.subList(0, last) : List.of(),
        state.loading().commit(),
        now);
  }

  private static List<LandingObject> firstOf(List<LandingObject> all, int most) {
    long bytes = 0;
    int taken = 0;
    while (taken < all.size() && taken < most) {
      bytes += all.get(taken).size();
      if (taken > 0 && bytes > MOST_BYTES) {
        break;
      }
      taken++;
    }
    return all.subList(0, taken);
  }
}
