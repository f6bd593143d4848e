package sluice.functions.extract.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.Backfills;
import sluice.functions.extract.database.ExtractRequests.Wanted;
import sluice.gcp.SourceCall;

final class ExtractRequestsTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.987Z");
  private static final Instant SLOT = Instant.parse("2026-03-02T03:00:00Z");

  private final ExtractRequests requests = new ExtractRequests(() -> NOW);

  @Test
  void takesTheTimeThatTheSchedulerGives() {
    assertThat(of("{\"source\": \"ec\"}", Optional.of("2026-03-02T03:00:00Z")))
        .isEqualTo(new Wanted.Slot("ec", SLOT));
    assertThat(
            of(
                "{\"source\": \"ec\", \"slot\": \"2020-01-01T00:00:00Z\"}",
                Optional.of("2026-03-02T12:00:00+09:00")))
        .as("the scheduler's time, in any zone, before the body's")
        .isEqualTo(new Wanted.Slot("ec", SLOT));
  }

  @Test
  void takesThePresentSecondWithoutASlot() {
    assertThat(of("{\"source\":\n\"ec\"}", Optional.empty()))
        .isEqualTo(new Wanted.Slot("ec", Instant.parse("2026-03-02T12:00:00Z")));
  }

  @Test
  void takesAStretchOfThePast() {
    String stretch =
        "{'source': 'ec', 'table': 'orders', 'from': '2026-01-01', 'to': '2026-02-01'%s}"
            .replace('\'', '"');
    assertThat(of(stretch.formatted(""), Optional.empty()))
        .isEqualTo(past("2026-01-01..2026-02-01"));
    assertThat(
            of(stretch.formatted(", \"request\": \"again\""), Optional.of("2026-03-02T03:00:00Z")))
        .isEqualTo(past("again"));
  }

  @Test
  void rejectsAStretchThatIsNotWhole() {
    assertThatThrownBy(() -> of("{\"source\": \"ec\", \"from\": \"2026-01-01\"}", Optional.empty()))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "A stretch of the past needs table, from and to."
                + " Send {\"source\": ..., \"table\": ..., \"from\": ..., \"to\": ...}.");
  }

  private static Wanted past(String request) {
    return new Wanted.Past(
        new Backfills.Wanted("ec", "orders", "2026-01-01", "2026-02-01", request));
  }

  private Wanted of(String body, Optional<String> scheduleTime) {
    JsonObject call = JsonParser.parseString(body).getAsJsonObject();
    return requests.of(new SourceCall("ec", scheduleTime, call));
  }
}
