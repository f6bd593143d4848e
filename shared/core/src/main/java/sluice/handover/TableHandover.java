package sluice.handover;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.UnavailableException;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.handover.ForeignBucket.Entry;
import sluice.plan.Handover;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/** Takes over what is new for one table. */
final class TableHandover {

  private static final Logger log = LoggerFactory.getLogger(TableHandover.class);

  /** A commit holds so much that a killed call loses little, and is no more than a batch takes. */
  private static final int MOST_OBJECTS = 1_000;

  private static final long MOST_BYTES = 16L << 30;

  private final LandingTable table;
  private final Handover handover;
  private final ObjectStore store;
  private final Copier copier;
  private final ExecutorService threads;
  private final InstantSource clock;
  private final Supplier<String> calls;
  private final Commits commits;

  /** What failed in this call, and is left for the next one. */
  private final Map<String, UnavailableException> failed = new HashMap<>();

  TableHandover(
      LandingTable table,
      Handover handover,
      ObjectStore store,
      Copier copier,
      ExecutorService threads,
      InstantSource clock,
      Supplier<String> calls) {
    this.table = table;
    this.handover = handover;
    this.store = store;
    this.copier = copier;
    this.threads = threads;
    this.clock = clock;
    this.calls = calls;
    this.commits = new Commits(store);
  }

  /** An object that was copied. */
  private record Copy(Entry entry, Commit.Part part, Proof proof) {}

  /**
   * Looks, and takes the first commit's worth; whether there may be more to take.
   *
   * @throws UnavailableException when all was taken that could be, and some could not
   */
  boolean takeNext(ForeignBucket bucket, Instant slot) {
    Optional<Commit> last =
        commits.last(table, new TableStates(store).read(table.id()).state().loading().commit());
    Selection selection =
        new Selection(
            handover, Taken.read(store, last.flatMap(Commit::watermark)), failed.keySet());
    bucket.list(Selection.prefix(handover), selection::see);
    List<List<Entry>> rounds = selection.rounds(MOST_OBJECTS, MOST_BYTES);
    if (rounds.isEmpty()) {
      nothing(selection.incomplete());
      failed.values().stream()
          .findFirst()
          .ifPresent(
              first -> {
                throw first;
              });
      return false;
    }
    Instant began = clock.instant();
    String call = calls.get();
    List<Copy> copies = copy(rounds.get(0), slot, call);
    if (!copies.isEmpty()) {
      commit(copies, selection, last, slot, call, began);
    }
    // Again, for what is left, for what went or came meanwhile, and when another call was first.
    return true;
  }

  private List<Copy> copy(List<Entry> round, Instant slot, String call) {
    Map<Entry, Future<Optional<Proof>>> small = new HashMap<>();
    for (Entry entry : round) {
      if (Copier.isSmall(entry)) {
        small.put(entry, threads.submit(() -> copier.copy(entry, name(entry, slot, call))));
      }
    }
    List<Copy> copies = new ArrayList<>();
    for (Entry entry : round) {
      String name = name(entry, slot, call);
      try {
        Optional<Proof> proof =
            small.containsKey(entry)
                ? Copier.ended(small.get(entry))
                : copier.copyLarge(entry, name, stretches(entry, call));
        proof.ifPresent(
            known -> copies.add(new Copy(entry, new Commit.Part(name, 0, entry.size()), known)));
      } catch (UnavailableException e) {
        failed.put(Taken.identity(entry), e);
      }
    }
    return copies;
  }

  private void commit(
      List<Copy> copies,
      Selection selection,
      Optional<Commit> last,
      Instant slot,
      String call,
      Instant began) {
    Set<String> taken = new HashSet<>(selection.seenAgain());
    copies.forEach(copy -> taken.add(Taken.identity(copy.entry())));
    String current = write(taken, call);
    Commit commit =
        new Commit(
            last.map(Commit::sequence).orElse(0L) + 1,
            slot,
            call,
            copies.stream().map(Copy::part).toList(),
            0,
            Optional.of(current),
            began);
    // A create whose answer was lost is seen by reading back who got the number.
    boolean ours =
        commits.create(table, commit)
            || commits
                .find(table, commit.sequence())
                .filter(now -> now.call().equals(call))
                .isPresent();
    if (ours) {
      told(commit, copies, began);
      copies.forEach(copy -> discardStretches(copy.entry(), call));
      Taken.sweep(store, table, current, clock.instant());
    } else {
      commit.parts().forEach(part -> discard(part.name()));
      discard(current);
    }
  }

  private String write(Set<String> taken, String call) {
    try {
      return Taken.write(store, table, call, taken);
    } catch (IOException e) {
      throw new UnavailableException(
          "What %s has taken could not be written. It will be tried again.".formatted(table.id()),
          e);
    }
  }

  private void discard(String name) {
    store.find(name).ifPresent(entry -> store.delete(entry.name(), entry.generation()));
  }

  private void discardStretches(Entry entry, String call) {
    if (!Copier.isSmall(entry)) {
      stretches(entry, call).discard();
    }
  }

  private Stretches stretches(Entry entry, String call) {
    String prefix = LandingPaths.stretches(table) + Taken.identity(entry) + "/";
    return new Stretches(store, prefix, call);
  }

  /** The name carries the order: the time, and below a thousandth of a second the content. */
  private String name(Entry entry, Instant slot, String call) {
    Instant modified = entry.modified().truncatedTo(ChronoUnit.MILLIS);
    long order = modified.toEpochMilli() * 1_000 + Math.floorMod(entry.tag().hashCode(), 1_000);
    String key = entry.key().substring(handover.prefix().length());
    return LandingPaths.parts(table, slot, call) + "%020d/%s".formatted(order, key);
  }

  private void nothing(long incomplete) {
    log.atInfo()
        .addKeyValue("event", "handover.nothing")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .log(
            "Nothing new for {} in {}; {} objects wait until their folder is complete.",
            table.id(),
            handover.uri(),
            incomplete);
  }

  private void told(Commit commit, List<Copy> copies, Instant began) {
    long unproven = copies.stream().filter(copy -> copy.proof() instanceof Proof.Nothing).count();
    log.atInfo()
        .addKeyValue("event", "handover.committed")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("slot", commit.slot().toString())
        .addKeyValue("objects", commit.parts().size())
        .addKeyValue("bytes", commit.bytes())
        .addKeyValue("millis", clock.instant().toEpochMilli() - began.toEpochMilli())
        .log(
            "{} objects of {} have landed for {}; {} of them have no checksum at their owner's.",
            commit.parts().size(),
            handover.uri(),
            table.id(),
            unproven);
  }
}
