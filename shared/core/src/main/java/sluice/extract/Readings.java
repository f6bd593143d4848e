package sluice.extract;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/** Reads a table for its next commit, over as many calls as that takes. */
final class Readings {

  private static final Logger log = LoggerFactory.getLogger(Readings.class);

  private final Continuations continuations;
  private final InstantSource clock;

  Readings(ObjectStore store, InstantSource clock) {
    this.continuations = new Continuations(store);
    this.clock = clock;
  }

  /** Where an extract stands before this call reads. */
  record Begun(LandingTable table, Optional<Commit> last, Continuations.Seen seen) {

    /** Where the call's parts go. */
    String folder(Instant slot, String call) {
      return seen.continuation()
          .map(before -> LandingPaths.further(before.folder(), call))
          .orElseGet(() -> LandingPaths.parts(table, slot, call));
    }

    private long behind() {
      return last.map(Commit::sequence).orElse(0L);
    }
  }

  /** Looks where an extract stands that follows a commit. */
  Begun begin(LandingTable table, Optional<Commit> last) {
    long behind = last.map(Commit::sequence).orElse(0L);
    return new Begun(table, last, continuations.find(table, behind, clock.instant()));
  }

  /**
   * All that there is to commit.
   *
   * @param calls how many it took, if more than one
   * @param over what is to be forgotten once it is committed
   */
  record Whole(SourceReader.Reading reading, Optional<Integer> calls, Continuations.Seen over) {}

  /**
   * Reads on, to the end. The parts of earlier calls are put before those of this one.
   *
   * @return empty if another call read on meanwhile: look again
   * @throws TimeOverException if the call's time was over before the end
   */
  Optional<Whole> read(Begun begun, SourceReader reader, Parts parts, Call call) {
    LandingTable table = begun.table;
    Optional<Commit> last = begun.last;
    Optional<String> watermark = last.flatMap(Commit::watermark);
    Continuations.Seen seen = begun.seen;
    if (!(reader instanceof SourceReader.Continuing continuing)) {
      return Optional.of(new Whole(reader.read(table, watermark, parts), Optional.empty(), seen));
    }
    boolean takesLong = last.flatMap(before -> before.trail().calls()).isPresent();
    Optional<String> place = seen.continuation().map(Continuation::place);
    SourceReader.Stretch stretch;
    try {
      stretch =
          continuing.read(table, new SourceReader.Asked(watermark, place, takesLong, call), parts);
    } catch (PlaceLostException lost) {
      return restarted(begun, parts, "another key");
    }
    if (seen.continuation().filter(before -> isOther(before, stretch)).isPresent()) {
      return restarted(begun, parts, "other columns");
    }
    return stretch.place().isPresent()
        ? interrupted(begun, stretch, parts)
        : Optional.of(whole(seen, stretch.reading(), parts));
  }

  /** Forgets what is committed now. */
  void committed(LandingTable table, Whole whole) {
    continuations.remove(table, whole.over);
  }

  private static boolean isOther(Continuation before, SourceReader.Stretch stretch) {
    return !before.columns().isEmpty()
        && !before.columns().equals(CommitWriter.columns(stretch.reading()));
  }

  private Optional<Whole> interrupted(Begun begun, SourceReader.Stretch stretch, Parts parts) {
    LandingTable table = begun.table;
    Continuations.Seen seen = begun.seen;
    SourceReader.Reading reading = stretch.reading();
    Optional<Continuation> before = seen.continuation();
    List<Commit.Part> all = new ArrayList<>(before.map(Continuation::parts).orElseGet(List::of));
    all.addAll(parts.all());
    Continuation next =
        new Continuation(
            before.map(Continuation::folder).orElse(parts.prefix()),
            begun.behind(),
            Continuations.asked(table),
            reading.rows() == 0 ? List.of() : CommitWriter.columns(reading),
            before.map(Continuation::began).orElseGet(clock::instant),
            before.map(Continuation::extractedAt).orElse(reading.extractedAt()),
            stretch.place().orElseThrow(),
            all,
            before.map(Continuation::rows).orElse(0L) + reading.rows(),
            before.map(Continuation::calls).orElse(0) + 1);
    if (!continuations.replace(table, seen, next)) {
      parts.discard();
      return Optional.empty();
    }
    CommitWriter.tellNotes(table, reading);
    log.atInfo()
        .addKeyValue("event", "extract.continued")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("rows", next.rows())
        .log(
            "{} rows of {} are read in {} calls, each from a moment of its own; the next call reads on.",
            next.rows(),
            table.id(),
            next.calls());
    throw TimeOverException.within(table);
  }

  private static Whole whole(Continuations.Seen seen, SourceReader.Reading reading, Parts parts) {
    if (seen.continuation().isEmpty()) {
      return new Whole(reading, Optional.empty(), seen);
    }
    Continuation earlier = seen.continuation().get();
    long rows = earlier.rows() + reading.rows();
    parts.follow(earlier.parts());
    return new Whole(
        new SourceReader.Reading(
            rows,
            reading.watermark().filter(upTo -> rows > 0),
            earlier.extractedAt(),
            reading.notes(),
            reading.columns()),
        Optional.of(earlier.calls() + 1),
        seen);
  }

  /** Throws away what calls before have read. */
  private Optional<Whole> restarted(Begun begun, Parts parts, String got) {
    LandingTable table = begun.table;
    log.atWarn()
        .addKeyValue("event", "extract.restarted")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .log(
            "{} got {} in the source while calls read it. It is read from the start.",
            table.id(),
            got);
    continuations.remove(table, begun.seen);
    parts.discard();
    return Optional.empty();
  }
}
