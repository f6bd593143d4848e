package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;

final class LandingEventsTest {

  @Test
  void namesTheObject() {
    String data =
        """
        {"kind": "storage#object", "bucket": "b", "name": "landing/partner.orders/2026/売上.csv",
         "generation": "1587627537231057", "metageneration": "1", "size": "352",
         "crc32c": "rTVTeQ==", "timeCreated": "2026-03-02T12:00:00.230Z"}
        """;

    assertThat(LandingEvents.object(ReceivedEvent.of(data)))
        .isEqualTo("landing/partner.orders/2026/売上.csv");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{}", "[]", "{\"name\": null}", "{\"name\": {}}", "hello"})
  void rejectsAnEventThatNamesNoObject(String text) {
    assertThatThrownBy(() -> LandingEvents.object(ReceivedEvent.of(text)))
        .isInstanceOf(RejectedException.class)
        .hasMessage("Event e1 names no object. Trigger this function by finalized objects only.");
  }

  @Test
  void rejectsAnEventThatIsNotJson() {
    assertThatThrownBy(() -> LandingEvents.object(ReceivedEvent.of("{\"name\": ")))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Event e1 from //storage.googleapis.com/projects/_/buckets/b is not JSON. Let only"
                + " Google Cloud's own events trigger this function.");
  }
}
