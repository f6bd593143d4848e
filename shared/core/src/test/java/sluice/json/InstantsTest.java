package sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-02T12:00:00Z",
        "2026-03-02T12:00:00.020Z",
        "1969-12-31T23:59:59.999Z",
        "2026-03-02T12:00:00.123456Z",
        "2026-03-02T12:00:00.123456789Z",
        "-1000000000-01-01T00:00:00Z",
        "2024-02-29T00:00:00Z"
      })
  void readsWhatInstantsWrite(String text) {
    assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T12:00:00Z",
        "2026-13-02T12:00:00.000Z",
        "2026-03-02T12:00:00x000Z",
        "2026-03-02T1.:00:00Z",
        "2026-03-02 12:00:00Z",
        ""
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Instants.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
