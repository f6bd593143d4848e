package sluice.local.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The one port under which all functions are called; each request goes to a free instance. */
final class FunctionsFront implements AutoCloseable {

  static {
    // Read when the server's class loads; without it each answer waits for a delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, InstancePool> pools;
  private final Forwarder forwarder;

  private FunctionsFront(
      HttpServer server, Map<String, InstancePool> pools, ScheduledExecutorService timer) {
    this.server = server;
    this.pools = pools;
    this.threads =
        Executors.newCachedThreadPool(work -> FunctionsHost.daemon(work, "functions-front"));
    this.forwarder = new Forwarder(timer);
  }

  static FunctionsFront start(
      int port, Map<String, InstancePool> pools, ScheduledExecutorService timer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      FunctionsFront front = new FunctionsFront(server, pools, timer);
      server.setExecutor(front.threads);
      server.createContext("/", front::serve);
      server.start();
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port %d of 127.0.0.1 cannot be served. Stop what holds it, or choose another."
              .formatted(port),
          e);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    int slash = path.indexOf('/', 1);
    String name = slash < 0 ? path.substring(1) : path.substring(1, slash);
    InstancePool pool = pools.get(name);
    if (pool == null) {
      refuse(exchange, 404, "no function \"" + name + "\" is deployed. Look at " + pools.keySet());
      return;
    }
    PooledInstance instance;
    try {
      instance = pool.acquire();
    } catch (RefusedException e) {
      refuse(exchange, e.status(), String.valueOf(e.getMessage()));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the host is shutting down", e);
    }
    try {
      forwarder.forward(exchange, instance, slash < 0 ? "/" : path.substring(slash));
    } finally {
      pool.release(instance);
    }
  }

  static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
