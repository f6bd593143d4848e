package sluice.extract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.RejectedException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.ReadSettings;
import sluice.store.ObjectStore;

/**
 * Finds rows that are gone from a source, which a cursor cannot see: it compares the keys that a
 * table holds with those that the source has, and lands the difference.
 *
 * <p>What the table holds comes from commits before this one, each read from an earlier moment of
 * the source. So a key that the source lacks now was deleted after it was read, and a row that
 * comes back lands with a later commit.
 */
final class Reconciliations {

  private final ObjectStore store;
  private final CommitWriter commits;
  private final LoadedKeys keys;
  private final InstantSource clock;
  private final Supplier<String> calls;

  Reconciliations(
      ObjectStore store,
      CommitWriter commits,
      LoadedKeys keys,
      InstantSource clock,
      Supplier<String> calls) {
    this.store = store;
    this.commits = commits;
    this.keys = keys;
    this.clock = clock;
    this.calls = calls;
  }

  /** Whether that long has passed since the last comparison, or since the first extract. */
  boolean isDue(LandingTable table, Optional<Commit> last, Instant slot) {
    Optional<Duration> every = settings(table).flatMap(ReadSettings::reconcile);
    Optional<Instant> before = last.flatMap(commit -> commit.trail().reconciled());
    return every.isPresent() && before.isPresent() && !before.get().plus(every.get()).isAfter(slot);
  }

  /** Compares, and commits the difference, even if there is none. */
  boolean commit(LandingTable table, Instant slot, Optional<Commit> last, SourceReader reader) {
    if (!isDue(table, last, slot)) {
      return true;
    }
    if (!(reader instanceof SourceReader.Rereading source)) {
      throw new RejectedException(
          "%s cannot be reconciled: source %s tells no keys. Remove reconcile."
              .formatted(table.id(), table.source()));
    }
    Instant began = clock.instant();
    Commit before = last.orElseThrow();
    String call = calls.get();
    Parts parts = new Parts(store, LandingPaths.parts(table, slot, call));
    SourceReader.Reading gone =
        source.gone(table, keys.of(table, settings(table).orElseThrow().key()), parts);
    Commit commit =
        new Commit(
            before.sequence() + 1,
            before.slot(),
            call,
            parts.all(),
            gone.rows(),
            before.watermark(),
            gone.extractedAt(),
            new Commit.Trail(
                before.trail().columns(),
                Optional.of(slot),
                Optional.empty(),
                before.trail().calls()));
    return commits.write(table, commit, last, gone, parts, began);
  }

  private static Optional<ReadSettings> settings(LandingTable table) {
    return table.origin() instanceof Origin.Extracted extracted
        ? Optional.of(extracted.settings())
        : Optional.empty();
  }
}
