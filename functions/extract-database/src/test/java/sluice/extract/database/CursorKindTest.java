package sluice.extract.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;

final class CursorKindTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aWallClockShowsItsOwnZone() {
    assertThat(CursorKind.WALL_CLOCK.at(Instant.parse("2026-01-01T00:00:00Z"), TOKYO))
        .isEqualTo("2026-01-01T09:00");
  }

  /** In Berlin the hour from two to three came twice in the night of 2026-10-25. */
  @Test
  void anHourThatComesTwiceIsCompleteOnceItIsPast() {
    assertThat(berlin("2026-10-24T23:59:00Z")).isEqualTo("2026-10-25T01:59");
    assertThat(berlin("2026-10-25T00:30:00Z")).isEqualTo("2026-10-25T01:59:59.999999");
    assertThat(berlin("2026-10-25T00:59:59Z")).isEqualTo("2026-10-25T01:59:59.999999");
    assertThat(berlin("2026-10-25T01:00:00Z")).isEqualTo("2026-10-25T02:00");
    assertThat(berlin("2026-10-25T01:30:00Z")).isEqualTo("2026-10-25T02:30");
  }

  /** Whatever the moment, no later one shows what is said to be complete. */
  @Test
  void noClockShowsAgainWhatIsComplete() {
    Instant begin = Instant.parse("2026-10-24T12:00:00Z");
    for (int minute = 0; minute < 24 * 60; minute += 7) {
      Instant moment = begin.plusSeconds(60L * minute);
      LocalDateTime complete = LocalDateTime.parse(CursorKind.WALL_CLOCK.at(moment, BERLIN));
      for (int later = 1; later < 240; later++) {
        Instant then = moment.plusSeconds(60L * later);
        assertThat(LocalDateTime.ofInstant(then, BERLIN)).isAfter(complete);
      }
    }
  }

  @Test
  void aDayIsCompleteWhenItIsOver() {
    assertThat(CursorKind.DAY.at(Instant.parse("2026-01-02T14:59:59Z"), TOKYO))
        .isEqualTo("2026-01-01");
    assertThat(CursorKind.DAY.at(Instant.parse("2026-01-02T15:00:00Z"), TOKYO))
        .isEqualTo("2026-01-02");
  }

  @Test
  void anOverlapGoesBack() {
    assertThat(CursorKind.INSTANT.behind("2026-01-01T00:00:00Z", Duration.ofMinutes(10)))
        .isEqualTo("2025-12-31T23:50:00Z");
    assertThat(CursorKind.WALL_CLOCK.behind("2026-01-01T00:10", Duration.ofMinutes(10)))
        .isEqualTo("2026-01-01T00:00");
    assertThat(CursorKind.DAY.behind("2026-01-03", Duration.ofHours(25))).isEqualTo("2026-01-01");
  }

  @Test
  void aStretchEndsBeforeItsEnd() {
    Cursor at = new Cursor(column(), CursorKind.INSTANT, Duration.ZERO, TOKYO);

    assertThat(at.between("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"))
        .isEqualTo(
            new CursorRange(
                "at", Optional.of("2025-12-31T23:59:59.999999Z"), "2026-01-31T23:59:59.999999Z"));
    assertThatThrownBy(() -> at.between("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "The stretch from '2026-01-01T00:00:00Z' to '2026-01-01T00:00:00Z' holds nothing."
                + " Write a later end.");
    assertThatThrownBy(() -> at.between("January", "2026-01-01T00:00:00Z"))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "'January' is not a value of the cursor as ISO 8601 writes it."
                + " Write it like 2026-01-31T15:00:00Z.");
  }

  @Test
  void theNextStretchBeginsBehindTheWatermarkAndEndsAtWhatIsSafe() {
    Cursor at = new Cursor(column(), CursorKind.INSTANT, Duration.ofMinutes(10), TOKYO);
    Instant safe = Instant.parse("2026-01-01T01:00:00Z");

    assertThat(at.next(Optional.empty(), safe))
        .contains(new CursorRange("at", Optional.empty(), "2026-01-01T01:00:00Z"));
    assertThat(at.next(Optional.of("2026-01-01T00:00:00Z"), safe))
        .contains(
            new CursorRange("at", Optional.of("2025-12-31T23:50:00Z"), "2026-01-01T01:00:00Z"));
    assertThat(at.next(Optional.of("2026-01-01T01:00:00Z"), safe)).isEmpty();
    assertThat(at.next(Optional.of("2026-01-01T02:00:00Z"), safe)).isEmpty();
  }

  private static String berlin(String moment) {
    return CursorKind.WALL_CLOCK.at(Instant.parse(moment), BERLIN);
  }

  private static SourceColumn column() {
    return new SourceColumn(
        "at",
        "timestamptz",
        new sluice.extract.postgresql.PostgresType(
            "timestamptz", -1, sluice.extract.postgresql.PostgresType.Shape.SCALAR),
        sluice.schema.Column.Mode.NULLABLE,
        Optional.empty());
  }
}
