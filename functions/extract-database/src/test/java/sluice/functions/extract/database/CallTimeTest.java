package sluice.functions.extract.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;

final class CallTimeTest {

  @Test
  void isWithinWhatCloudSchedulerWaitsUnlessToldOtherwise() {
    assertThat(CallTime.of(Map.of())).isEqualTo(Duration.ofMinutes(25));
    assertThat(CallTime.of(Map.of("SLUICE_CALL_TIME", "PT55M"))).isEqualTo(Duration.ofMinutes(55));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "PT0S", "-PT1M"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> CallTime.of(Map.of("SLUICE_CALL_TIME", text)))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "SLUICE_CALL_TIME is '%s'. Write how long a call may read, at least a second, like PT25M.",
            text);
  }
}
