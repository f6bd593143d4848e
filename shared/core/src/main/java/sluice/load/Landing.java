package sluice.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import sluice.UnavailableException;
import sluice.json.Json;
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

  Landing(ObjectStore store) {
    this.store = store;
  }

  /** Why an object is in quarantine; lies beside it. */
  record Reason(
      String object,
      String table,
      String reason,
      String message,
      Optional<Long> line,
      Optional<String> column,
      String remedy) {}

  /**
   * The files of a table that are not loaded, in the order in which they landed. While no batch is
   * open, these are its pending ones.
   */
  SortedSet<LandingObject> files(LandingTable table) {
    // The landing prefix first: a file that is claimed meanwhile is then seen twice, never missed.
    SortedSet<LandingObject> files = new TreeSet<>();
    String prefix = LandingPaths.files(table);
    for (ObjectStore.Entry entry : store.list(prefix, Optional.empty())) {
      String path = entry.name().substring(prefix.length());
      boolean marker = table.partitionFiles().filter(rule -> rule.isMarker(path)).isPresent();
      if (marker || (entry.size() > 0 && !hidden(path))) {
        files.add(new LandingObject(path, entry.generation(), entry.size()));
      }
    }
    String claimed = LandingPaths.claimed(table);
    for (ObjectStore.Entry entry : store.list(claimed, Optional.empty())) {
      String path = entry.name().substring(claimed.length());
      files.add(LandingObject.ofImmutablePath(path, entry.size()));
    }
    return files;
  }

  /**
   * Moves files out of their writers' reach; the addresses of those that are there. A file that was
   * overwritten or deleted before is left out: nobody can claim it any more.
   */
  List<String> claim(LandingTable table, List<LandingObject> objects) {
    List<String> uris = new ArrayList<>();
    Map<String, Long> claimed = objects.isEmpty() ? Map.of() : claimed(table);
    for (LandingObject object : objects) {
      String name = claimedName(table, object);
      if (claimed.containsKey(name) || claim(table, object)) {
        uris.add(store.uri(name));
      }
    }
    return uris;
  }

  /** The files that batches took, by their names, with their generations there. */
  private Map<String, Long> claimed(LandingTable table) {
    Map<String, Long> claimed = new HashMap<>();
    store
        .list(LandingPaths.claimed(table), Optional.empty())
        .forEach(entry -> claimed.put(entry.name(), entry.generation()));
    return claimed;
  }

  private boolean claim(LandingTable table, LandingObject object) {
    String from = LandingPaths.files(table) + object.path();
    String to = claimedName(table, object);
    if (store.move(from, object.generation(), to)) {
      return true;
    }
    // The source first, then the target: once the source has another generation nobody can claim
    // the old one any more, so that an absent target is final.
    boolean stillThere =
        store.find(from).filter(entry -> entry.generation() == object.generation()).isPresent();
    boolean claimed = store.find(to).isPresent();
    if (stillThere && !claimed) {
      throw new UnavailableException(
          "'%s' could not be moved to '%s'. It will be tried again.".formatted(from, to));
    }
    return claimed;
  }

  /** The addresses of the parts of commits. */
  List<String> uris(List<String> parts) {
    return parts.stream().map(store::uri).toList();
  }

  /** Moves files that are loaded, or superseded, to the archive. */
  void archive(LandingTable table, List<LandingObject> objects) {
    moveClaimed(table, objects, LandingPaths.archive(table));
  }

  /** Moves a file to quarantine, with the reason beside it; the name it has there. */
  String quarantine(LandingTable table, BadFile file) {
    LandingObject object = file.object();
    Spot spot = Spot.in(file.message());
    String name = LandingPaths.quarantine(table) + object.immutablePath();
    Reason reason =
        new Reason(
            object.path(),
            table.id().toString(),
            file.reason(),
            file.message(),
            spot.line(),
            spot.column(),
            "Mend the file and put it under %s again, under any name."
                .formatted(LandingPaths.files(table)));
    store.create(name + ".reason.json", Json.write(reason));
    moveClaimed(table, List.of(object), LandingPaths.quarantine(table));
    return name;
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

  private void moveClaimed(LandingTable table, List<LandingObject> objects, String place) {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, Long> generations = claimed(table);
    for (LandingObject object : objects) {
      String from = claimedName(table, object);
      Long generation = generations.get(from);
      if (generation != null) {
        store.move(from, generation, place + object.immutablePath());
      }
    }
  }

  /** The address of the folder of the files that batches took. */
  String claimedUri(LandingTable table) {
    return store.uri(LandingPaths.claimed(table));
  }

  static String claimedName(LandingTable table, LandingObject object) {
    return LandingPaths.claimed(table) + object.immutablePath();
  }

  /** Files that writers keep for themselves: {@code _SUCCESS}, {@code .part.crc}. */
  private static boolean hidden(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() || name.startsWith("_") || name.startsWith(".");
  }
}
