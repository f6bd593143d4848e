package sluice.gcp;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.bridge.SLF4JBridgeHandler;
import sluice.RejectedException;
import sluice.UnavailableException;

/**
 * Where a function meets the platform: what its author must mend is said once and acknowledged,
 * everything else goes back to be delivered again.
 */
public final class Boundary {

  /** The diagnostic context's key for a request's trace; {@link CloudLoggingLayout} writes it. */
  static final String TRACE = "trace";

  private static final Logger log = LoggerFactory.getLogger(Boundary.class);

  private final String project;

  /** For functions of that project. */
  public Boundary(Settings settings) {
    this.project = settings.project();
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Work that may fail in any way. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /**
   * Handles an event.
   *
   * @throws UnavailableException when it is worth delivering again
   */
  public void run(CloudEvent event, Runnable work) {
    Optional<String> parent =
        Optional.ofNullable(event.getExtension("traceparent")).map(Object::toString);
    try (MDC.MDCCloseable trace = trace(parent)) {
      run(work);
    }
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RejectedException e) {
      rejected(e);
    } catch (UnavailableException e) {
      unavailable(e);
      throw e;
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /** Handles a call over HTTP: 200, 400 for what its author must mend, or 503. */
  public void run(HttpRequest request, HttpResponse response, Work work) throws IOException {
    try (MDC.MDCCloseable trace = trace(request.getFirstHeader("traceparent"))) {
      run(response, work);
    }
  }

  private static void run(HttpResponse response, Work work) throws IOException {
    try {
      work.run();
    } catch (RejectedException e) {
      rejected(e);
      answer(response, 400, e);
    } catch (UnavailableException e) {
      unavailable(e);
      answer(response, 503, e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private static void rejected(RejectedException e) {
    log.atError().addKeyValue("event", "function.rejected").setCause(e).log("{}", e.getMessage());
  }

  private static void unavailable(UnavailableException e) {
    log.atWarn()
        .addKeyValue("event", "function.unavailable")
        .setCause(e)
        .log("{} The function is called again.", e.getMessage());
  }

  private static RuntimeException failed(RuntimeException e) {
    log.atError()
        .addKeyValue("event", "function.failed")
        .setCause(e)
        .log("This is a defect of Sluice: {}. Report it with this entry.", e.toString());
    return e;
  }

  private static void answer(HttpResponse response, int status, RuntimeException e)
      throws IOException {
    response.setStatusCode(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().write(e.getMessage() + "\n");
  }

  /** From a W3C traceparent, {@code 00-TRACE-SPAN-FLAGS}. */
  private MDC.MDCCloseable trace(Optional<String> parent) {
    String trace =
        parent
            .map(text -> text.split("-", -1))
            .filter(fields -> fields.length == 4)
            .map(fields -> "projects/%s/traces/%s".formatted(project, fields[1]))
            .orElse("");
    return MDC.putCloseable(TRACE, trace);
  }
}
