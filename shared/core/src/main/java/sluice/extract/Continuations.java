package sluice.extract;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sluice.json.Json;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/** The extracts that take several calls: an object each, replaced only by who saw what it was. */
final class Continuations {

  /** Parts that no commit names are swept away; this is well before that. */
  private static final Duration KEPT = Duration.ofDays(3);

  private final ObjectStore store;

  Continuations(ObjectStore store) {
    this.store = store;
  }

  /**
   * What was seen.
   *
   * @param generation of the object; 0 where there is none
   * @param continuation empty where there is none, or a void one
   */
  record Seen(long generation, Optional<Continuation> continuation) {
    static final Seen NOTHING = new Seen(0, Optional.empty());
  }

  /** What goes on behind that commit. */
  Seen find(LandingTable table, long behind, Instant now) {
    return store
        .read(LandingPaths.continuation(table))
        .map(
            content ->
                new Seen(
                    content.generation(),
                    Optional.of(Json.read(content.text(), Continuation.class))
                        .filter(found -> found.behind() == behind)
                        .filter(found -> found.asked().equals(asked(table)))
                        .filter(found -> found.began().plus(KEPT).isAfter(now))))
        .orElse(Seen.NOTHING);
  }

  /** What a table's extracts read, as text. */
  static String asked(LandingTable table) {
    return Json.write(table.origin());
  }

  /**
   * Replaces it unless somebody else did; whether it did. A write whose answer was lost is seen by
   * reading back: no two calls' parts have the same names.
   */
  boolean replace(LandingTable table, Seen seen, Continuation next) {
    String name = LandingPaths.continuation(table);
    String text = Json.write(next);
    boolean written =
        seen.generation == 0
            ? store.create(name, text)
            : store.replace(name, seen.generation, text);
    return written || store.read(name).filter(now -> now.text().equals(text)).isPresent();
  }

  /** Removes it, unless somebody else has changed it. */
  void remove(LandingTable table, Seen seen) {
    if (seen.generation != 0) {
      store.delete(LandingPaths.continuation(table), seen.generation);
    }
  }
}
