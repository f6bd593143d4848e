package sluice.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import sluice.load.LandingObject;
import sluice.load.Leftovers;
import sluice.store.ObjectStore;

/**
 * An object outside of every table's landing prefix.
 *
 * @param path below {@code landing/}
 */
record Dropped(String path, ObjectStore.Entry entry) {

  /** The order in which they landed. */
  static final Comparator<Dropped> BY_GENERATION =
      Comparator.comparingLong((Dropped dropped) -> dropped.entry().generation())
          .thenComparing(Dropped::path);

  /** Whether it may be loaded, as far as its name and size say. */
  boolean isFile() {
    return Leftovers.isFile(path, entry);
  }

  Duration age(Instant now) {
    return Duration.between(entry.updated(), now);
  }

  /** Its path with its generation, which no other content ever has. */
  String immutablePath() {
    return new LandingObject(path, entry.generation(), entry.size()).immutablePath();
  }

  /** The folder that people look for it in. */
  String folder() {
    String name = entry.name();
    return name.substring(0, name.lastIndexOf('/') + 1);
  }
}
