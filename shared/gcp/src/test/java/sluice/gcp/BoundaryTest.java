package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.slf4j.MDC;
import sluice.RejectedException;
import sluice.UnavailableException;

@ExtendWith(MockitoExtension.class)
final class BoundaryTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String TRACE = "projects/p1/traces/0af7651916cd43dd8448eb211c80319c";
  private final RejectedException rejected =
      new RejectedException("orders.csv is blank. Send it again.");
  private final UnavailableException unavailable = new UnavailableException("BigQuery is down.");
  private final IllegalStateException defect = new IllegalStateException("no such step");

  private final Boundary boundary =
      new Boundary(new Settings("p1", "b1", "US", Optional.empty(), Optional.empty()));
  private final ReceivedEvent event = new ReceivedEvent("{}", Map.of("traceparent", PARENT));
  private final Logged logged = new Logged();
  private final StringWriter answer = new StringWriter();
  @Mock private HttpRequest request;
  @Mock private HttpResponse response;

  @AfterEach
  void stopListening() {
    logged.close();
  }

  @Test
  void saysNothingOfAnEventThatIsHandled() {
    AtomicInteger runs = new AtomicInteger();

    boundary.run(event, runs::incrementAndGet);

    assertThat(runs).hasValue(1);
    assertThat(logged.lines()).isEmpty();
  }

  @Test
  void acknowledgesAnEventThatItsAuthorMustMend() {
    assertThatCode(() -> boundary.run(event, failing(rejected))).doesNotThrowAnyException();

    assertThat(logged.lines())
        .containsExactly("ERROR function.rejected orders.csv is blank. Send it again.");
    assertThat(logged.traces()).containsExactly(TRACE);
  }

  @Test
  void handsAnEventBackThatCannotBeHandledNow() {
    assertThatThrownBy(() -> boundary.run(event, failing(unavailable))).isSameAs(unavailable);

    assertThat(logged.lines())
        .containsExactly(
            "WARNING function.unavailable BigQuery is down. The function is called again.");
    assertThat(logged.traces()).containsExactly(TRACE);
  }

  @Test
  void handsAnEventBackThatMetADefect() {
    assertThatThrownBy(() -> boundary.run(event, failing(defect))).isSameAs(defect);

    assertThat(logged.lines())
        .containsExactly(
            "ERROR function.failed This is a defect of Sluice: java.lang.IllegalStateException: no"
                + " such step. Report it with this entry.");
    assertThat(logged.stackTraces().get(0))
        .startsWith("java.lang.IllegalStateException: no such step");
  }

  @Test
  void knowsNoTraceOfAnEventWithoutOne() {
    boundary.run(ReceivedEvent.of("{}"), failing(rejected));
    boundary.run(new ReceivedEvent("{}", Map.of("traceparent", "not a trace")), failing(rejected));

    assertThat(logged.traces()).containsExactly("", "");
  }

  @Test
  void forgetsTheTraceOfAnEventThatIsOver() {
    boundary.run(event, () -> assertThat(MDC.get(Boundary.TRACE)).isEqualTo(TRACE));

    assertThat(MDC.get(Boundary.TRACE)).isNull();
  }

  @Test
  void leavesTheAnswerToACallAlone() throws IOException {
    when(request.getFirstHeader("traceparent")).thenReturn(Optional.empty());

    boundary.run(request, response, () -> {});

    verifyNoInteractions(response);
    assertThat(logged.lines()).isEmpty();
  }

  @Test
  void answersACallThatItsAuthorMustMendWith400() throws IOException {
    called();

    boundary.run(request, response, () -> failing(rejected).run());

    verify(response).setStatusCode(400);
    verify(response).setContentType("text/plain; charset=utf-8");
    assertThat(answer).hasToString("orders.csv is blank. Send it again.\n");
    assertThat(logged.lines())
        .containsExactly("ERROR function.rejected orders.csv is blank. Send it again.");
    assertThat(logged.traces()).containsExactly(TRACE);
  }

  @Test
  void answersACallThatCannotBeHandledNowWith503() throws IOException {
    called();

    boundary.run(request, response, () -> failing(unavailable).run());

    verify(response).setStatusCode(503);
    assertThat(answer).hasToString("BigQuery is down.\n");
    assertThat(logged.lines())
        .containsExactly(
            "WARNING function.unavailable BigQuery is down. The function is called again.");
  }

  @Test
  void leavesACallThatMetADefectToThePlatform() {
    when(request.getFirstHeader("traceparent")).thenReturn(Optional.of(PARENT));

    assertThatThrownBy(() -> boundary.run(request, response, () -> failing(defect).run()))
        .isSameAs(defect);

    verifyNoInteractions(response);
    assertThat(logged.traces()).containsExactly(TRACE);
  }

  private void called() throws IOException {
    when(request.getFirstHeader("traceparent")).thenReturn(Optional.of(PARENT));
    BufferedWriter writer = new BufferedWriter(answer, 1);
    when(response.getWriter()).thenReturn(writer);
  }

  private static Runnable failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }
}
