package sluice.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.extract.Commit;
import sluice.governor.Governor;
import sluice.plan.Arrival;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.WriteMode;
import sluice.state.Modifications;
import sluice.state.TableState;
import sluice.state.TableState.Loading;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;

/** Decides what is done next for a landing table, from what is. */
final class LoadPlanner {

  private LoadPlanner() {}

  static LoadStep plan(LoadSnapshot snapshot, Instant now) {
    if (snapshot.open().isPresent()) {
      return next(snapshot, snapshot.open().get(), now);
    }
    if (!snapshot.leftovers().isEmpty()) {
      return new LoadStep.SetAside(snapshot.leftovers());
    }
    if (!snapshot.commits().isEmpty() && snapshot.table().origin() instanceof Origin.HandedOver) {
      return release(snapshot.commits());
    }
    if (!snapshot.commits().isEmpty()) {
      return paced(takeCommits(snapshot, now), snapshot, now);
    }
    return takeFiles(snapshot, now)
        .map(batch -> paced(new LoadStep.OpenBatch(batch), snapshot, now))
        .orElseGet(LoadStep.Rest::new);
  }

  /** Whether the next batch is held back, and people were told: then nothing else matters. */
  static boolean isHeldBack(TableState state, int jobsPerDay, Instant now) {
    Modifications noted = state.modifications();
    return noted.isHeldBack(now) && Governor.beforeNew(noted, jobsPerDay, now).isPresent();
  }

  private static LoadStep paced(LoadStep step, LoadSnapshot snapshot, Instant now) {
    if (!(step instanceof LoadStep.OpenBatch)) {
      return step;
    }
    return Governor.beforeNew(snapshot.state().modifications(), snapshot.jobsPerDay(), now)
        .<LoadStep>map(LoadStep.HoldBack::new)
        .orElse(step);
  }

  private static LoadStep next(LoadSnapshot snapshot, LoadSnapshot.OpenBatch open, Instant now) {
    Batch batch = open.batch();
    Attempts attempts = open.attempts();
    Optional<Job> job = attempts.job();
    if (attempts.running()) {
      return new LoadStep.AwaitJob(batch, attempts.id());
    }
    if (attempts.succeeded()) {
      return open.merging()
          .map(merging -> MergePlanner.plan(snapshot, open, merging, now))
          .orElseGet(() -> new LoadStep.Close(batch, job.orElseThrow(), open.made()));
    }
    Writing writing = batch.writing(snapshot.table());
    Optional<Job.Failure> refusal = PartitionSets.refusal(snapshot.table(), batch);
    boolean whole = refusal.isPresent() || writing.mode() == WriteMode.REPLACE_PARTITION;
    Optional<Job.Failure> failure = refusal.or(attempts::failure);
    if (failure.filter(Job.Failure::ofInput).isPresent() && !batch.objects().isEmpty()) {
      List<BadFile> bad =
          whole
              ? PartitionSets.bad(snapshot.table(), batch, failure.get())
              : BadFile.of(snapshot.table(), batch, failure.get());
      return bad.isEmpty()
          ? new LoadStep.Split(batch, failure.get(), open.made())
          : new LoadStep.Quarantine(batch, bad, open.made());
    }
    // An extract's rows are never put aside, nor is a file when it is the table that is wrong:
    // whoever mends that lets the next attempt through.
    if (failure.isPresent() && now.isBefore(attempts.notBefore())) {
      return new LoadStep.Pause(batch, failure.get(), attempts.notBefore());
    }
    Modifications noted = snapshot.state().modifications();
    return Governor.beforeAttempt(noted, attempts, snapshot.jobsPerDay(), now)
        .<LoadStep>map(LoadStep.HoldBack::new)
        .orElseGet(() -> new LoadStep.Submit(batch, attempts.nextId(), open.made(), failure));
  }

  private static LoadStep release(List<Commit> commits) {
    return new LoadStep.Release(commits.get(commits.size() - 1).sequence(), parts(commits));
  }

  private static LoadStep takeCommits(LoadSnapshot snapshot, Instant now) {
    LandingTable table = snapshot.table();
    boolean part = table.writeMode() == WriteMode.REPLACE_PARTITION;
    boolean replace = part || table.writeMode() == WriteMode.REPLACE;
    List<Commit> commits =
        part ? PartitionSets.ofOnePartition(table, snapshot.commits()) : snapshot.commits();
    int last = commits.size() - 1;
    List<Commit> wanted = replace ? commits.subList(last, last + 1) : firstOf(commits);
    List<String> parts = parts(wanted);
    List<String> superseded = replace ? parts(commits.subList(0, last)) : List.of();
    long commit = wanted.get(wanted.size() - 1).sequence();
    TableState state = snapshot.state();
    // A snapshot without a row empties what it replaces; of new rows there are just none.
    boolean empties = replace && !Columns.of(table.columns(), state.evolved()).isEmpty();
    if (parts.isEmpty() && !empties) {
      return new LoadStep.SkipEmpty(commit, superseded);
    }
    Batch batch =
        Batch.ofParts(
            table.id(),
            state.loading().sequence() + 1,
            state.version(),
            parts,
            superseded,
            commit,
            now);
    Writing writing = Writing.of(table);
    return new LoadStep.OpenBatch(
        batch.as(part ? writing.into(PartitionSets.partition(table, wanted.get(0))) : writing));
  }

  /** As many whole commits as one job takes. */
  private static List<Commit> firstOf(List<Commit> commits) {
    int taken = 0;
    long parts = 0;
    long bytes = 0;
    for (Commit next : commits) {
      parts += next.parts().size();
      bytes += next.bytes();
      if (taken > 0 && (parts > Loading.MOST_OBJECTS || bytes > Loading.MOST_BYTES)) {
        break;
      }
      taken++;
    }
    return commits.subList(0, taken);
  }

  private static List<String> parts(List<Commit> commits) {
    return commits.stream()
        .flatMap(commit -> commit.parts().stream())
        .map(Commit.Part::name)
        .toList();
  }

  private static Optional<Batch> takeFiles(LoadSnapshot snapshot, Instant now) {
    List<LandingObject> all = List.copyOf(snapshot.files());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    LandingTable table = snapshot.table();
    Writing writing = Writing.of(table);
    return switch (table.writeMode()) {
      case REPLACE -> {
        List<LandingObject> wanted = lastSet(table, all);
        List<LandingObject> superseded = new ArrayList<>(all);
        superseded.removeAll(new HashSet<>(wanted));
        yield Optional.of(batch(snapshot, wanted, superseded, writing, now));
      }
      case REPLACE_PARTITION ->
          PartitionSets.next(table, all)
              .map(
                  set ->
                      batch(
                          snapshot,
                          set.files(),
                          set.superseded(),
                          set.partition().map(writing::into).orElse(writing),
                          now));
      case APPEND, MERGE -> {
        int most = snapshot.state().loading().objectsAtMost();
        yield Optional.of(batch(snapshot, firstOf(alike(all), most), List.of(), writing, now));
      }
    };
  }

  private static Batch batch(
      LoadSnapshot snapshot,
      List<LandingObject> objects,
      List<LandingObject> superseded,
      Writing writing,
      Instant now) {
    TableState state = snapshot.state();
    List<LandingObject> leaving = new ArrayList<>(superseded);
    leaving.addAll(spent(snapshot, objects));
    return Batch.ofFiles(
            snapshot.table().id(),
            state.loading().sequence() + 1,
            state.version(),
            objects,
            leaving,
            state.loading().commit(),
            now)
        .as(writing);
  }

  /** The newest file, with all that belong to its set. */
  private static List<LandingObject> lastSet(LandingTable table, List<LandingObject> all) {
    Arrival arrival = table.arrival().orElse(Arrival.PLAIN);
    LandingObject last = all.get(all.size() - 1);
    return arrival.complete().isEmpty()
        ? List.of(last)
        : all.stream()
            .filter(file -> arrival.set(file.path()).equals(arrival.set(last.path())))
            .toList();
  }

  /** The markers of sets of which nothing is left behind. */
  private static List<LandingObject> spent(LoadSnapshot snapshot, List<LandingObject> wanted) {
    if (snapshot.markers().isEmpty()) {
      return List.of();
    }
    Arrival arrival = snapshot.table().arrival().orElse(Arrival.PLAIN);
    Set<String> left = new HashSet<>();
    if (snapshot.table().writeMode() != WriteMode.REPLACE) {
      Set<LandingObject> taken = new HashSet<>(wanted);
      snapshot.files().stream()
          .filter(file -> !taken.contains(file))
          .forEach(file -> left.add(arrival.set(file.path())));
    }
    return snapshot.markers().stream()
        .filter(marker -> !left.contains(arrival.set(marker.path())))
        .toList();
  }

  /** Those that are zipped, or are not, as the first one: one load job does not take both. */
  private static List<LandingObject> alike(List<LandingObject> all) {
    return all.stream().filter(object -> object.isZipped() == all.get(0).isZipped()).toList();
  }

  private static List<LandingObject> firstOf(List<LandingObject> all, int most) {
    long bytes = 0;
    int taken = 0;
    while (taken < all.size() && taken < most) {
      bytes += all.get(taken).size();
      if (taken > 0 && bytes > Loading.MOST_BYTES) {
        break;
      }
      taken++;
    }
    return all.subList(0, taken);
  }
}
