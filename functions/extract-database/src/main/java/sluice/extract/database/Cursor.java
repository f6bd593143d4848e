package sluice.extract.database;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import sluice.RejectedException;
import sluice.plan.ReadMode;

/** The column that an incremental extract goes by, and how far it has come. */
record Cursor(SourceColumn column, CursorKind kind, Duration overlap, ZoneId zone) {

  /**
   * The cursor of a table.
   *
   * @throws RejectedException if there is no such column, its values are no times, or they are
   *     times of no known zone
   */
  static Cursor of(SourceTable table, ReadMode.Incremental mode, Optional<String> zone) {
    SourceColumn column = table.cursor(mode.cursor());
    CursorKind kind =
        column
            .kind()
            .cursor()
            .orElseThrow(
                () ->
                    new RejectedException(
                        "The cursor %s of %s is a %s. Name a timestamp or date column."
                            .formatted(column.name(), table.qualifiedName(), column.type())));
    if (kind != CursorKind.INSTANT && zone.isEmpty()) {
      throw new RejectedException(
          "The cursor %s of %s is a %s, which says no time zone. %s"
              .formatted(
                  column.name(),
                  table.qualifiedName(),
                  column.type(),
                  "Write the one that the source's programs use, like `cursor_zone: Asia/Tokyo`."));
    }
    return new Cursor(column, kind, mode.overlap(), zone.map(ZoneId::of).orElse(ZoneOffset.UTC));
  }

  /** From behind the watermark up to what is safe; empty if that leaves nothing to read. */
  Optional<CursorRange> next(Optional<String> watermark, Instant safe) {
    String to = kind.at(safe, zone);
    Optional<String> from = watermark.map(text -> kind.behind(text, overlap));
    boolean forward = watermark.isEmpty() || kind.isAfter(to, watermark.get());
    return forward ? Optional.of(new CursorRange(column.name(), from, to)) : Optional.empty();
  }

  /** From a value on, up to but without another. */
  CursorRange between(String from, String to) {
    if (!kind.isAfter(to, from)) {
      throw new RejectedException(
          "The stretch from '%s' to '%s' holds nothing. Write a later end.".formatted(from, to));
    }
    return new CursorRange(column.name(), Optional.of(kind.before(from)), kind.before(to));
  }
}
