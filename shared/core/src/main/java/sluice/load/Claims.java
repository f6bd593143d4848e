package sluice.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.UnavailableException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/**
 * Takes a batch's files out of their writers' reach, each as a load job reads it rightly: as it is,
 * or written anew; and puts those aside that no job reads rightly. Whoever does it twice, or at the
 * same time as others, finds it done.
 */
final class Claims {

  private final ObjectStore store;
  private final Crew crew;

  Claims(ObjectStore store, Crew crew) {
    this.store = store;
    this.crew = crew;
  }

  /**
   * What became of a batch's files. Those are in neither list that were overwritten or deleted
   * before: nobody can claim them any more.
   *
   * @param uris what a load job is to read
   * @param putAside what is in quarantine by this call
   */
  record Claimed(List<String> uris, List<PutAside> putAside) {
    Claimed {
      uris = List.copyOf(uris);
      putAside = List.copyOf(putAside);
    }
  }

  /** A file that is in quarantine, under a name. */
  record PutAside(LandingObject object, String name, Reason reason) {}

  /** What became of one file. */
  sealed interface Fate {}

  record Taken(String uri) implements Fate {}

  record Aside(PutAside file) implements Fate {}

  record Gone() implements Fate {}

  /** Claims files, and looks into them. */
  Claimed claim(LandingTable table, List<LandingObject> objects) {
    if (objects.isEmpty()) {
      return new Claimed(List.of(), List.of());
    }
    Arrivals arrivals = new Arrivals(this, store, table, objects, claimed(table));
    List<Fate> fates = crew.each(objects, arrivals::settle);
    return new Claimed(
        fates.stream().flatMap(fate -> of(fate, Taken.class)).map(Taken::uri).toList(),
        fates.stream().flatMap(fate -> of(fate, Aside.class)).map(Aside::file).toList());
  }

  private static <T extends Fate> Stream<T> of(Fate fate, Class<T> kind) {
    return kind.isInstance(fate) ? Stream.of(kind.cast(fate)) : Stream.empty();
  }

  /** Claims files that are not to be loaded, without a look into them. */
  void take(LandingTable table, List<LandingObject> objects) {
    if (!objects.isEmpty()) {
      Map<String, ObjectStore.Entry> claimed = claimed(table);
      List<LandingObject> left =
          objects.stream()
              .filter(object -> !claimed.containsKey(Landing.claimedName(table, object)))
              .toList();
      crew.each(left, object -> claim(table, object));
    }
  }

  /** The files that batches took, by their names there. */
  Map<String, ObjectStore.Entry> claimed(LandingTable table) {
    Map<String, ObjectStore.Entry> claimed = new HashMap<>();
    store
        .list(LandingPaths.claimed(table), Optional.empty())
        .forEach(entry -> claimed.put(entry.name(), entry));
    return claimed;
  }

  /** Claims one file; whether it is claimed, by whomever. */
  boolean claim(LandingTable table, LandingObject object) {
    String from = LandingPaths.files(table) + object.path();
    String to = Landing.claimedName(table, object);
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
}
