package sluice.load;

import java.util.List;
import sluice.UnavailableException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/** Makes copies that a commit names pending files, in the order of their originals. */
final class Releases {

  private final ObjectStore store;
  private final Crew crew;

  Releases(ObjectStore store, Crew crew) {
    this.store = store;
    this.crew = crew;
  }

  /** Releases what was not: a part that is gone was, since it is moved once, whoever does it. */
  void release(LandingTable table, List<String> parts) {
    crew.each(
        parts,
        part -> {
          store.find(part).ifPresent(entry -> release(table, entry));
          return part;
        });
  }

  private void release(LandingTable table, ObjectStore.Entry part) {
    LandingObject object =
        LandingObject.ofImmutablePath(LandingPaths.withinCall(part.name()), part.size());
    for (long number = object.generation(); ; number++) {
      LandingObject numbered = new LandingObject(object.path(), number, object.size());
      String to = Landing.claimedName(table, numbered);
      if (store.move(part.name(), part.generation(), to) || store.find(part.name()).isEmpty()) {
        return;
      }
      if (store.find(to).isEmpty()) {
        throw new UnavailableException(
            "'%s' could not be moved to '%s'. It will be tried again.".formatted(part.name(), to));
      }
      // Two contents of one key within a thousandth of a second: the next number is free.
    }
  }
}
