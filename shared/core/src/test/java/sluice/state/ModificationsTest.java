package sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.json.Json;

final class ModificationsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void countsAJobForADayAndForgetsItThen() {
    Modifications two = Modifications.NONE.with(1, NOON).with(1, NOON.plusSeconds(60));
    Instant dayLater = NOON.plus(Duration.ofDays(1));

    assertThat(two.lately(NOON)).isEqualTo(2);
    assertThat(two.lately(dayLater.plus(Duration.ofMinutes(29)))).isEqualTo(2);
    assertThat(two.lately(dayLater.plus(Duration.ofMinutes(30)))).isZero();
    assertThat(two.with(1, dayLater.plus(Duration.ofMinutes(30))).counts()).hasSize(1);
  }

  @Test
  void notesNothingIntoThePastOfAClockThatIsBehind() {
    Modifications two = Modifications.NONE.with(1, NOON).with(1, NOON.minusSeconds(600));

    assertThat(two)
        .isEqualTo(new Modifications(Map.of(NOON, 2), Optional.of(NOON), Optional.empty()));
  }

  @Test
  void isReadBackAndIsNothingForAStateThatLacksIt() {
    TableState state = TableState.NEW.with(Modifications.NONE.with(3, NOON).heldBack(NOON));
    String without = Json.write(TableState.NEW).replace(",\"modifications\":{\"counts\":{}}", "");

    assertThat(Json.read(Json.write(state), TableState.class)).isEqualTo(state);
    assertThat(without).doesNotContain("modifications");
    assertThat(Json.read(without, TableState.class)).isEqualTo(TableState.NEW);
  }
}
