package sluice.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a service's routes on 127.0.0.1, and nowhere else. */
public final class LoopbackServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LoopbackServer.class);

  static {
    // Without it, each response waits for the client's delayed acknowledgement: 368 requests a
    // second become 25,000. The server reads the property when its class loads.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts serving.
   *
   * @param port 0 for any free one
   * @throws UncheckedIOException when the port is taken
   */
  public static LoopbackServer start(int port, Routes routes) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      ExecutorService threads = Executors.newCachedThreadPool(LoopbackServer::daemon);
      server.setExecutor(threads);
      server.createContext("/", exchange -> serve(exchange, routes));
      server.start();
      return new LoopbackServer(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port %d of 127.0.0.1 cannot be served. Stop what holds it, or choose another."
              .formatted(port),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** {@code http://127.0.0.1:port}. */
  public String address() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
    // No interrupts: one that meets a thread in a write would close a store's file for everyone.
    threads.shutdown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "local-http");
    thread.setDaemon(true);
    return thread;
  }

  private static void serve(HttpExchange exchange, Routes routes) throws IOException {
    try (exchange) {
      Request request = request(exchange);
      Response response = answer(request, routes);
      // An answer before the body was read would make the JDK's server close the connection.
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      send(exchange, response);
    } catch (ConnectionDropped e) {
      log.atDebug().log("The connection is closed without an answer: {}", e.getMessage());
    }
  }

  private static Response answer(Request request, Routes routes) {
    try {
      return routes
          .answer(request)
          .orElseGet(
              () ->
                  Response.json(
                      404,
                      """
                      {"error":{"code":404,"message":"Not Found","status":"NOT_FOUND",\
                      "errors":[{"message":"Not Found","domain":"global","reason":"notFound"}]}}
                      """));
    } catch (ConnectionDropped e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      log.atError()
          .setCause(e)
          .log("{} {} failed inside the local cloud.", request.method(), request.rawPath());
      return Response.json(
          500,
          """
          {"error":{"code":500,"message":"Internal error of the local cloud; its log has the cause.",\
          "status":"INTERNAL","errors":[{"message":"Internal error","domain":"global",\
          "reason":"internalError"}]}}
          """);
    }
  }

  private static Request request(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    InputStream body = unclosed(exchange.getRequestBody());
    boolean gzipped = headers.getOrDefault("content-encoding", List.of()).contains("gzip");
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        method(exchange),
        exchange.getRequestURI().getRawPath(),
        Map.of(),
        Request.parseQuery(query == null ? "" : query),
        headers,
        gzipped ? new GZIPInputStream(body) : body);
  }

  /**
   * A route may close the body it reads; what it left is still to be drained. And the JDK's own
   * stream miscounts what is skipped, so this one skips by reading.
   */
  private static InputStream unclosed(InputStream body) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return body.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return body.read(buffer, offset, length);
      }
    };
  }

  /** Clients that cannot send a method name it in a header. */
  private static String method(HttpExchange exchange) {
    String meant = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
    return meant == null ? exchange.getRequestMethod() : meant;
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    boolean bodiless =
        response.length() == 0
            || exchange.getRequestMethod().equals("HEAD")
            || response.status() == 204
            || response.status() == 304;
    // The JDK's server takes -1 for "no body"; 0 would mean chunked.
    long length = response.length() == Response.UNKNOWN ? 0 : response.length();
    exchange.sendResponseHeaders(response.status(), bodiless ? -1 : length);
    if (!bodiless) {
      try (InputStream in = response.body();
          OutputStream out = exchange.getResponseBody()) {
        in.transferTo(out);
      }
    } else {
      response.body().close();
    }
  }
}
