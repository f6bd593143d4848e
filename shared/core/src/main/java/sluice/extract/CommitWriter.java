package sluice.extract;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import sluice.RejectedException;
import sluice.plan.LandingTable;
import sluice.schema.Column;
import sluice.state.TableState.Loading;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/** Puts extracts into their tables' chains of commits, and says so. */
final class CommitWriter {

  private static final Logger log = LoggerFactory.getLogger(CommitWriter.class);

  private final Commits commits;
  private final TableStates states;
  private final InstantSource clock;

  CommitWriter(ObjectStore store, InstantSource clock) {
    this.commits = new Commits(store);
    this.states = new TableStates(store);
    this.clock = clock;
  }

  /** The last commit of a table. */
  Optional<Commit> last(LandingTable table) {
    return commits.last(table, states.read(table.id()).state().loading().commit());
  }

  /** The commits of a table that are not loaded yet, and the last ones that are. */
  List<Commit> recent(LandingTable table, int loaded) {
    long known = states.read(table.id()).state().loading().commit();
    return commits.after(table, Math.max(0, known - loaded));
  }

  /** Creates a commit, unless another call's took its number: then its parts go. */
  boolean write(
      LandingTable table,
      Commit commit,
      Optional<Commit> last,
      SourceReader.Reading reading,
      Parts parts,
      Instant began) {
    refuseMoreThanOneJobTakes(table, parts);
    // A create whose answer was lost is seen by reading back who got the number.
    boolean ours =
        commits.create(table, commit)
            || commits
                .find(table, commit.sequence())
                .filter(now -> now.call().equals(commit.call()))
                .isPresent();
    if (ours) {
      last.ifPresent(before -> tellChanges(table, before.trail(), commit.trail()));
      told(table, commit, reading, began);
    } else {
      parts.discard();
    }
    return ours;
  }

  /** Columns as a trail holds them. */
  static List<String> columns(SourceReader.Reading reading) {
    return reading.columns().stream().map(CommitWriter::text).toList();
  }

  private static String text(Column column) {
    return "%s %s %s".formatted(column.name(), column.type(), column.mode());
  }

  /** A commit is loaded by one job, so that a snapshot takes the table's place whole. */
  private static void refuseMoreThanOneJobTakes(LandingTable table, Parts parts) {
    List<Commit.Part> all = parts.all();
    long bytes = all.stream().mapToLong(Commit.Part::bytes).sum();
    if (all.size() > Loading.MOST_OBJECTS || bytes > Loading.MOST_BYTES) {
      parts.discard();
      throw new RejectedException(
          ("The extract of %s has %d parts of %d bytes, more than the %d and %d of one load job."
                  + " Extract it incrementally, or in several tables.")
              .formatted(table.id(), all.size(), bytes, Loading.MOST_OBJECTS, Loading.MOST_BYTES));
    }
  }

  private static void tellChanges(LandingTable table, Commit.Trail before, Commit.Trail now) {
    if (before.columns().isEmpty() || now.columns().isEmpty()) {
      return;
    }
    List<String> changes = new ArrayList<>();
    now.columns().stream()
        .filter(column -> !before.columns().contains(column))
        .forEach(column -> changes.add("now has " + column));
    before.columns().stream()
        .filter(column -> !now.columns().contains(column))
        .forEach(column -> changes.add("no longer has " + column));
    if (!changes.isEmpty()) {
      event(Level.WARN, "extract.schema-changed", table)
          .log("{} {} in the source.", table.id(), String.join(", ", changes));
    }
  }

  private void told(
      LandingTable table, Commit commit, SourceReader.Reading reading, Instant began) {
    event(Level.INFO, "extract.committed", table)
        .addKeyValue("slot", commit.slot().toString())
        .addKeyValue("objects", commit.parts().size())
        .addKeyValue("rows", commit.rows())
        .addKeyValue("bytes", commit.bytes())
        .addKeyValue("millis", clock.instant().toEpochMilli() - began.toEpochMilli())
        .log("{} rows of {} have landed.", commit.rows(), table.id());
    tellNotes(table, reading);
  }

  /** Tells what stated rules changed. */
  static void tellNotes(LandingTable table, SourceReader.Reading reading) {
    reading
        .notes()
        .forEach(
            (note, count) ->
                event(Level.WARN, "extract.changed-values", table)
                    .log("{} values of {}: {}.", count, table.id(), note));
  }

  private static LoggingEventBuilder event(Level level, String name, LandingTable table) {
    return log.atLevel(level)
        .addKeyValue("event", name)
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source());
  }
}
