package sluice.local.host;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes one request on to an instance, and its answer back; both are streamed, one after the
 * other: the JDK's client reads an answer when the request is out, so a function that answers much
 * while it still reads would wait for its time limit.
 */
final class Forwarder {

  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

  /** Of one connection, not of the message (RFC 9110, 7.6.1); or set anew by client and server. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "host",
          "content-length",
          "date");

  private final ScheduledExecutorService timer;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Forwarder(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /**
   * Answers the exchange.
   *
   * @throws IOException when the answer broke off after it had begun; the caller's connection is to
   *     be broken too
   */
  void forward(HttpExchange exchange, PooledInstance instance, String path) throws IOException {
    Future<?> limit =
        timer.schedule(
            instance::killForBeingLate, instance.timeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      HttpResponse<InputStream> response;
      try {
        response = client.send(request(exchange, instance, path), BodyHandlers.ofInputStream());
      } catch (IOException e) {
        answerForTheDead(exchange, instance, e);
        return;
      }
      answer(exchange, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the host is shutting down", e);
    } finally {
      limit.cancel(false);
    }
  }

  private static HttpRequest request(HttpExchange exchange, PooledInstance instance, String path) {
    String query = exchange.getRequestURI().getRawQuery();
    URI target = URI.create(instance.address() + path + (query == null ? "" : "?" + query));
    HttpRequest.Builder request = HttpRequest.newBuilder(target);
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (passes(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    if (!exchange.getRequestHeaders().containsKey("traceparent")) {
      trace(request);
    }
    return request.method(exchange.getRequestMethod(), body(exchange)).build();
  }

  /** As Google's front end does, so that a request's log entries can be found together. */
  private static void trace(HttpRequest.Builder request) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    String trace = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    long span = random.nextLong(1, Long.MAX_VALUE);
    request.header("traceparent", "00-%s-%s-01".formatted(trace, hex.toHexDigits(span)));
    request.header("X-Cloud-Trace-Context", trace + "/" + span + ";o=1");
  }

  private static BodyPublisher body(HttpExchange exchange) {
    List<String> length = exchange.getRequestHeaders().get("Content-Length");
    boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
    if (length == null && !chunked) {
      return BodyPublishers.noBody();
    }
    BodyPublisher stream = BodyPublishers.ofInputStream(exchange::getRequestBody);
    long bytes = length == null ? -1 : Long.parseLong(length.get(0));
    return bytes < 0
        ? stream
        : bytes == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(stream, bytes);
  }

  private static void answerForTheDead(
      HttpExchange exchange, PooledInstance instance, IOException cause) throws IOException {
    if (instance.isLate()) {
      FunctionsFront.refuse(
          exchange,
          504,
          "instance %s was killed: the request took longer than %s. Give it less to do, or more time."
              .formatted(instance.id(), instance.timeout()));
    } else {
      log.atWarn().setCause(cause).log("Instance {} died during a request.", instance.id());
      FunctionsFront.refuse(
          exchange,
          502,
          "instance %s died during the request. Send it again; its log may have the cause."
              .formatted(instance.id()));
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (passes(name)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
              }
            });
    long length = response.headers().firstValueAsLong("content-length").orElse(0); // 0: chunked
    boolean bodiless =
        exchange.getRequestMethod().equals("HEAD")
            || response.statusCode() == 204
            || response.statusCode() == 304
            || response.headers().firstValue("content-length").filter("0"::equals).isPresent();
    exchange.sendResponseHeaders(response.statusCode(), bodiless ? -1 : length);
    // Not closed when it breaks off: the server then breaks the caller's connection, and the
    // caller does not take half an answer for a whole one.
    InputStream in = response.body();
    OutputStream out = exchange.getResponseBody();
    if (!bodiless) {
      in.transferTo(out);
    }
    in.close();
    exchange.close();
  }

  private static boolean passes(String header) {
    return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
  }
}
