package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;

final class SourceCallTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.987Z");
  private static final Instant SLOT = Instant.parse("2026-03-02T03:00:00Z");

  @Test
  void takesTheTimeThatTheSchedulerGives() throws IOException {
    assertThat(slot("{\"source\": \"ec\"}", Optional.of("2026-03-02T03:00:00Z"))).isEqualTo(SLOT);
    assertThat(
            slot(
                "{\"source\": \"ec\", \"slot\": \"2020-01-01T00:00:00Z\"}",
                Optional.of("2026-03-02T12:00:00+09:00")))
        .as("the scheduler's time, in any zone, before the body's")
        .isEqualTo(SLOT);
  }

  @Test
  void takesTheSlotOfABody() throws IOException {
    assertThat(slot("{\"source\": \"ec\", \"slot\": \"2026-03-02T03:00:00Z\"}", Optional.empty()))
        .isEqualTo(SLOT);
  }

  @Test
  void takesThePresentSecondWithoutASlot() throws IOException {
    assertThat(slot("{\"source\":\n\"ec\"}", Optional.empty()))
        .isEqualTo(Instant.parse("2026-03-02T12:00:00Z"));
  }

  @Test
  void tellsTheBodysOtherTexts() throws IOException {
    SourceCall call = read("{\"source\": \"ec\", \"table\": \"orders\", \"to\": [1]}");

    assertThat(call.source()).isEqualTo("ec");
    assertThat(call.text("table")).contains("orders");
    assertThat(call.text("from")).isEmpty();
    assertThat(call.text("to")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}", "{\"source\": null}", "{\"source\": [\"ec\"]}"})
  void rejectsACallThatNamesNoSource(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The call names no source. Send {\"source\": \"NAME\"} as JSON.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec", "[]", "{\"source\": ", "{\"source\": \"ec\"} and more"})
  void rejectsABodyThatIsNoJsonObject(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The call's body is not a JSON object. Send {\"source\": \"NAME\"}.");
  }

  @Test
  void rejectsASlotThatIsNoTime() {
    assertThatThrownBy(
            () -> slot("{\"source\": \"ec\", \"slot\": \"2026-03-02\"}", Optional.empty()))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The slot '2026-03-02' is not a time. Write it like 2026-01-31T15:00:00Z.");
  }

  private static Instant slot(String body, Optional<String> scheduled) throws IOException {
    return SourceCall.read(request(body, scheduled)).slot(() -> NOW);
  }

  private static SourceCall read(String body) throws IOException {
    return SourceCall.read(request(body, Optional.empty()));
  }

  /** A call with that body and that one header. */
  private static HttpRequest request(String body, Optional<String> scheduled) {
    return (HttpRequest)
        Proxy.newProxyInstance(
            HttpRequest.class.getClassLoader(),
            new Class<?>[] {HttpRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getReader" -> new BufferedReader(new StringReader(body));
                  case "getFirstHeader" ->
                      scheduled.filter(
                          time -> arguments[0].equals("X-CloudScheduler-ScheduleTime"));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
