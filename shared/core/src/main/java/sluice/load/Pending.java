package sluice.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import sluice.load.FileSets.Waiting;
import sluice.plan.Arrival;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/** Looks at what waits for a table of files: two listings, whatever its history. */
final class Pending {

  private final ObjectStore store;

  Pending(ObjectStore store) {
    this.store = store;
  }

  /**
   * What lies for a table.
   *
   * @param files those that are not loaded and may be, in the order in which they landed; while no
   *     batch is open, these are its pending ones
   * @param markers of the sets that the files belong to
   * @param incomplete the sets that wait for more
   * @param leftovers what is no file and has been there for long
   * @param waiting how many files there are, those of incomplete sets included
   */
  record Look(
      TreeSet<LandingObject> files,
      List<LandingObject> markers,
      List<IncompleteSet> incomplete,
      List<ObjectStore.Entry> leftovers,
      int waiting) {

    static final Look NOTHING = new Look(new TreeSet<>(), List.of(), List.of(), List.of(), 0);

    Look {
      files = new TreeSet<>(files);
      markers = List.copyOf(markers);
      incomplete = List.copyOf(incomplete);
      leftovers = List.copyOf(leftovers);
    }
  }

  /** What lies for a table that may be taken by then. */
  Look look(LandingTable table, Instant now) {
    Arrival arrival = table.arrival().orElse(Arrival.PLAIN);
    Landed landed = landed(table, arrival, now);
    List<Waiting> waiting = new ArrayList<>();
    landed.files().forEach((object, entry) -> waiting.add(new Waiting(object, entry)));
    FileSets.Found found = FileSets.of(arrival, waiting, marker -> text(table, marker));
    List<ObjectStore.Entry> leftovers = new ArrayList<>(landed.leftovers());
    found.idle().stream().filter(entry -> Leftovers.isLate(entry, now)).forEach(leftovers::add);
    long files = waiting.stream().filter(file -> !arrival.isMarker(file.object().path())).count();
    return new Look(found.ready(), found.markers(), found.incomplete(), leftovers, (int) files);
  }

  /** What lies there, markers included. */
  private record Landed(
      TreeMap<LandingObject, ObjectStore.Entry> files, List<ObjectStore.Entry> leftovers) {}

  private Landed landed(LandingTable table, Arrival arrival, Instant now) {
    // The landing prefix first: a file that is claimed meanwhile is then seen twice, never missed.
    TreeMap<LandingObject, ObjectStore.Entry> files = new TreeMap<>();
    List<ObjectStore.Entry> leftovers = new ArrayList<>();
    TreeSet<LandingObject> unsettled = new TreeSet<>();
    String prefix = LandingPaths.files(table);
    for (ObjectStore.Entry entry : store.list(prefix, Optional.empty())) {
      String path = entry.name().substring(prefix.length());
      LandingObject object = new LandingObject(path, entry.generation(), entry.size());
      boolean marker =
          arrival.isMarker(path)
              || table.partitionFiles().filter(rule -> rule.isMarker(path)).isPresent();
      if (!marker && !Leftovers.isFile(path, entry)) {
        if (Leftovers.isLate(entry, now)) {
          leftovers.add(entry);
        }
      } else {
        files.put(object, entry);
        if (!settled(arrival, entry, now)) {
          unsettled.add(object);
        }
      }
    }
    if (!unsettled.isEmpty()) {
      // What landed after a file waits with it, so that files load in their order.
      files = new TreeMap<>(files.headMap(unsettled.first()));
    }
    for (ObjectStore.Entry entry : store.list(LandingPaths.claimed(table), Optional.empty())) {
      String path = entry.name().substring(LandingPaths.claimed(table).length());
      files.put(LandingObject.ofImmutablePath(path, entry.size()), entry);
    }
    return new Landed(files, leftovers);
  }

  private static boolean settled(Arrival arrival, ObjectStore.Entry entry, Instant now) {
    return arrival.settle().filter(settle -> entry.updated().isAfter(now.minus(settle))).isEmpty();
  }

  /** The text of a marker, wherever it lies. */
  private Optional<String> text(LandingTable table, LandingObject marker) {
    return store
        .read(Landing.claimedName(table, marker))
        .or(() -> store.read(LandingPaths.files(table) + marker.path()))
        .map(ObjectStore.Content::text);
  }
}
