package sluice.functions.extract.objects;

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
import sluice.functions.extract.objects.HandoverRequests.Wanted;

final class HandoverRequestsTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.987Z");
  private static final String SLOT = "2026-03-02T03:00:00Z";

  private final HandoverRequests requests = new HandoverRequests(() -> NOW);

  @Test
  void takesTheSchedulersTimeOrElseTheBodysOrElseThePresentSecond() throws IOException {
    String early = "{\"source\": \"payments\", \"slot\": \"2020-01-01T00:00:00Z\"}";

    assertThat(read(early, Optional.of(SLOT)))
        .isEqualTo(new Wanted("payments", Instant.parse(SLOT)));
    assertThat(read(early, Optional.empty()))
        .isEqualTo(new Wanted("payments", Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(read("{\"source\": \"payments\"}", Optional.empty()))
        .isEqualTo(new Wanted("payments", Instant.parse("2026-03-02T12:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"source\": null}"})
  void rejectsACallThatNamesNoSource(String body) {
    assertThatThrownBy(() -> read(body, Optional.empty()))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The call names no source. Send {\"source\": \"NAME\"} as JSON.");
  }

  @Test
  void rejectsASlotThatIsNoTime() {
    assertThatThrownBy(
            () -> read("{\"source\": \"payments\", \"slot\": \"noon\"}", Optional.empty()))
        .isInstanceOf(RejectedException.class)
        .hasMessage("The slot 'noon' is not a time. Write it like 2026-01-31T15:00:00Z.");
  }

  private Wanted read(String body, Optional<String> scheduled) throws IOException {
    HttpRequest request =
        (HttpRequest)
            Proxy.newProxyInstance(
                HttpRequest.class.getClassLoader(),
                new Class<?>[] {HttpRequest.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getReader")
                        ? new BufferedReader(new StringReader(body))
                        : scheduled);
    return requests.read(request);
  }
}
