package sluice.functions.extract.database;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import sluice.RejectedException;
import sluice.extract.Backfills;
import sluice.gcp.SourceCall;

/**
 * Reads what a call asks for: a source's slot, or with {@code table}, {@code from} and {@code to} a
 * stretch of the past instead, once for each {@code request}.
 */
final class ExtractRequests {

  private final InstantSource clock;

  ExtractRequests(InstantSource clock) {
    this.clock = clock;
  }

  /** What a call asks for. */
  sealed interface Wanted {
    /** One source's slot. */
    record Slot(String source, Instant slot) implements Wanted {}

    /** A stretch of a table's past. */
    record Past(Backfills.Wanted stretch) implements Wanted {}
  }

  Wanted of(SourceCall call) {
    Optional<String> from = call.text("from");
    Optional<String> to = call.text("to");
    return from.isPresent() || to.isPresent()
        ? past(call, from, to)
        : new Wanted.Slot(call.source(), call.slot(clock));
  }

  /** A request without a word of its own is told from others by what it asks for. */
  private static Wanted past(SourceCall call, Optional<String> from, Optional<String> to) {
    Optional<String> table = call.text("table");
    if (from.isEmpty() || to.isEmpty() || table.isEmpty()) {
      throw new RejectedException(
          "A stretch of the past needs table, from and to."
              + " Send {\"source\": ..., \"table\": ..., \"from\": ..., \"to\": ...}.");
    }
    String request = call.text("request").orElseGet(() -> "%s..%s".formatted(from.get(), to.get()));
    return new Wanted.Past(
        new Backfills.Wanted(call.source(), table.get(), from.get(), to.get(), request));
  }
}
