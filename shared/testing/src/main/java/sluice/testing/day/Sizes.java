package sluice.testing.day;

import java.util.List;
import sluice.store.ObjectStore;

/**
 * How large the files of a day are: up to 3 GB, so that a batch meets the limit of bytes as well as
 * that of files. In memory they hold nothing, so that their size follows from their name.
 */
final class Sizes {

  private static final long LARGEST = 3_000_000_000L;
  private static final int STEPS = 1_009;

  private Sizes() {}

  /** In bytes, by the last part of a file's name. */
  static long of(String name) {
    int step = Math.floorMod(name.substring(name.lastIndexOf('/') + 1).hashCode(), STEPS);
    return LARGEST / STEPS * (step + 1);
  }

  /** A listing as it would be if the files were as large. */
  static List<ObjectStore.Entry> of(String prefix, List<ObjectStore.Entry> entries) {
    return prefix.startsWith("landing/")
        ? entries.stream()
            .map(
                entry ->
                    new ObjectStore.Entry(
                        entry.name(), entry.generation(), of(entry.name()), entry.updated()))
            .toList()
        : entries;
  }
}
