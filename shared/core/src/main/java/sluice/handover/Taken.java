package sluice.handover;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sluice.UnavailableException;
import sluice.handover.ForeignBucket.Entry;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.state.Hashes;
import sluice.store.ObjectStore;

/**
 * What a table has taken of a bucket, as far as it is still there: the identities, a line each, in
 * an object that the last commit names. So both change in one atomic step.
 */
final class Taken {

  /** How long one that no commit names is kept: its call may still be under way. */
  private static final Duration GRACE = Duration.ofDays(1);

  private final Set<String> identities;

  private Taken(Set<String> identities) {
    this.identities = identities;
  }

  /** An object as it is now; replaced by the same content, it is another one. */
  static String identity(Entry entry) {
    return Hashes.of(
        List.of(
            entry.key(), entry.tag(), entry.modified().toString(), String.valueOf(entry.size())));
  }

  /**
   * Reads what was taken.
   *
   * @param name of the object that the last commit names; nothing before the first one
   * @throws UnavailableException when a newer commit has taken its place meanwhile
   */
  static Taken read(ObjectStore store, Optional<String> name) {
    Set<String> identities = new HashSet<>();
    if (name.isPresent()) {
      ObjectStore.Content content =
          store
              .read(name.get())
              .orElseThrow(
                  () ->
                      new UnavailableException(
                          "'%s' is gone: another call went on. It will be looked at again."
                              .formatted(name.get())));
      content.text().lines().forEach(identities::add);
    }
    return new Taken(identities);
  }

  boolean has(String identity) {
    return identities.contains(identity);
  }

  /** Writes what is taken from now on; the name to put into the commit. */
  static String write(ObjectStore store, LandingTable table, String call, Set<String> identities)
      throws IOException {
    String name = LandingPaths.taken(table) + call;
    try (OutputStream out = store.upload(name)) {
      for (String identity : new TreeSet<>(identities)) {
        out.write((identity + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
    return name;
  }

  /** Deletes those that no commit needs any more. */
  static void sweep(ObjectStore store, LandingTable table, String current, Instant now) {
    for (ObjectStore.Entry entry : store.list(LandingPaths.taken(table), Optional.empty())) {
      if (!entry.name().equals(current) && entry.updated().isBefore(now.minus(GRACE))) {
        store.delete(entry.name(), entry.generation());
      }
    }
  }
}
