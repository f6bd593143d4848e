package sluice.load;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import sluice.files.Encodings;
import sluice.files.Inspection;
import sluice.plan.Arrival;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/**
 * The files that have landed for a table, and where they go: claimed when a batch takes them, since
 * a load job's URI carries no generation; archived when they are loaded; quarantined when they
 * cannot be.
 */
final class Landing {

  private final ObjectStore store;
  private final Crew crew;
  private final Claims claims;
  private final Quarantine quarantine;

  Landing(ObjectStore store) {
    this(store, Crew.ALONE);
  }

  Landing(ObjectStore store, Crew crew) {
    this.store = store;
    this.crew = crew;
    this.claims = new Claims(store, crew);
    this.quarantine = new Quarantine(store);
  }

  /**
   * What lies for a table.
   *
   * @param files those that are not loaded, in the order in which they landed; while no batch is
   *     open, these are its pending ones
   * @param leftovers what is no file and has been there for long
   */
  record Look(SortedSet<LandingObject> files, List<ObjectStore.Entry> leftovers) {}

  /** The files of a table that are not loaded, those included that have not settled. */
  SortedSet<LandingObject> files(LandingTable table) {
    return look(table, Instant.MAX).files();
  }

  /** What lies for a table that may be taken by then. */
  Look look(LandingTable table, Instant now) {
    // The landing prefix first: a file that is claimed meanwhile is then seen twice, never missed.
    SortedSet<LandingObject> files = new TreeSet<>();
    List<ObjectStore.Entry> leftovers = new ArrayList<>();
    SortedSet<LandingObject> unsettled = new TreeSet<>();
    String prefix = LandingPaths.files(table);
    for (ObjectStore.Entry entry : store.list(prefix, Optional.empty())) {
      String path = entry.name().substring(prefix.length());
      LandingObject object = new LandingObject(path, entry.generation(), entry.size());
      boolean marker = table.partitionFiles().filter(rule -> rule.isMarker(path)).isPresent();
      if (!marker && !Leftovers.isFile(path, entry)) {
        if (Leftovers.isLate(entry, now)) {
          leftovers.add(entry);
        }
      } else if (settled(table, entry, now)) {
        files.add(object);
      } else {
        unsettled.add(object);
      }
    }
    if (!unsettled.isEmpty()) {
      // What landed after a file waits with it, so that files load in their order.
      files = new TreeSet<>(files.headSet(unsettled.first()));
    }
    files.addAll(claimedFiles(table));
    return new Look(files, leftovers);
  }

  private static boolean settled(LandingTable table, ObjectStore.Entry entry, Instant now) {
    return table
        .arrival()
        .flatMap(Arrival::settle)
        .filter(settle -> entry.updated().isAfter(now.minus(settle)))
        .isEmpty();
  }

  private List<LandingObject> claimedFiles(LandingTable table) {
    String claimed = LandingPaths.claimed(table);
    return store.list(claimed, Optional.empty()).stream()
        .map(
            entry ->
                LandingObject.ofImmutablePath(
                    entry.name().substring(claimed.length()), entry.size()))
        .toList();
  }

  /** Moves files out of their writers' reach, each as a load job reads it rightly. */
  Claims.Claimed claim(LandingTable table, List<LandingObject> objects) {
    return claims.claim(table, objects);
  }

  /** Moves files out of their writers' reach that are not to be loaded. */
  void claimSuperseded(LandingTable table, List<LandingObject> objects) {
    claims.take(table, objects);
  }

  /** The addresses of the parts of commits. */
  List<String> uris(List<String> parts) {
    return parts.stream().map(store::uri).toList();
  }

  /** Moves files that are loaded, or superseded, to the archive. */
  void archive(LandingTable table, List<LandingObject> objects) {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, ObjectStore.Entry> claimed = claims.claimed(table);
    String archive = LandingPaths.archive(table);
    crew.each(
        objects,
        object -> {
          ObjectStore.Entry entry = claimed.get(claimedName(table, object));
          return entry != null
              && store.move(entry.name(), entry.generation(), archive + object.immutablePath());
        });
    deleteRewritten(table, objects);
  }

  /** Moves a file that made a job fail to quarantine, with the reason beside it. */
  Claims.PutAside quarantine(LandingTable table, BadFile file) {
    LandingObject object = file.object();
    String name = LandingPaths.quarantine(table) + object.immutablePath();
    Format format = table.format();
    Optional<ObjectStore.Entry> lies = store.find(claimedName(table, object));
    String copy = new Rewritten(store, table).name(object);
    Optional<ObjectStore.Entry> copied = store.find(copy);
    Charset charset = copied.isPresent() ? Encodings.ofLoads(format) : Encodings.ofFiles(format);
    Reason reason = new Reasons(store, table, format).of(file, copied.or(() -> lies), charset);
    lies.ifPresent(entry -> quarantine.put(table, object, reason, entry));
    deleteRewritten(table, List.of(object));
    return new Claims.PutAside(object, name, reason);
  }

  private void deleteRewritten(LandingTable table, List<LandingObject> objects) {
    if (Inspection.of(table.format(), table.columns()).isPresent()) {
      new Rewritten(store, table).delete(objects);
    }
  }

  /** Deletes the parts of commits that are loaded, or superseded. */
  void deleteParts(List<String> parts) {
    Set<String> wanted = new HashSet<>(parts);
    Set<String> calls = new TreeSet<>();
    parts.forEach(part -> calls.add(part.substring(0, part.lastIndexOf('/') + 1)));
    for (String call : calls) {
      for (ObjectStore.Entry entry : store.list(call, Optional.empty())) {
        if (wanted.contains(entry.name())) {
          store.delete(entry.name(), entry.generation());
        }
      }
    }
  }

  static String claimedName(LandingTable table, LandingObject object) {
    return LandingPaths.claimed(table) + object.immutablePath();
  }
}
