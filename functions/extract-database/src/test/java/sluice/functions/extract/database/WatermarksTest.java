package sluice.functions.extract.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WatermarksTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void movesATimeWithAZone() {
    assertThat(Watermarks.minus("2026-03-01T00:30:00.123456Z", HOUR))
        .isEqualTo("2026-02-28T23:30:00.123456Z");
  }

  @Test
  void movesATimeWithoutAZone() {
    assertThat(Watermarks.minus("2026-03-01T00:30:15.5", HOUR))
        .isEqualTo("2026-02-28T23:30:15.500");
  }

  @Test
  void movesADayByWholeDaysAndNeverByLessThanWasAskedFor() {
    assertThat(Watermarks.minus("2026-03-01", HOUR)).isEqualTo("2026-02-28");
    assertThat(Watermarks.minus("2026-03-01", Duration.ofHours(24))).isEqualTo("2026-02-28");
    assertThat(Watermarks.minus("2026-03-01", Duration.ofHours(25))).isEqualTo("2026-02-27");
  }

  @Test
  void leavesAWatermarkThatIsNoTimeWhereItIs() {
    assertThat(Watermarks.minus("120045", HOUR)).isEqualTo("120045");
    assertThat(Watermarks.minus("A-7", HOUR)).isEqualTo("A-7");
    assertThat(Watermarks.minus("", HOUR)).isEmpty();
  }

  @Test
  void leavesEveryWatermarkWhereItIsWithoutAnOverlap() {
    assertThat(Watermarks.minus("2026-03-01T00:30:00.123456Z", Duration.ZERO))
        .isEqualTo("2026-03-01T00:30:00.123456Z");
    assertThat(Watermarks.minus("2026-03-01", Duration.ZERO)).isEqualTo("2026-03-01");
  }
}
