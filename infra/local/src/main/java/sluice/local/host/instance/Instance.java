package sluice.local.host.instance;

import com.google.cloud.functions.invoker.BackgroundFunctionExecutor;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import com.google.cloud.functions.invoker.gcf.JsonLogHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The main class of one instance of a function. Arguments: the word to say when ready, the
 * function's jar, its entry point, and {@code http} or {@code cloudevent}.
 *
 * <p>It serves on a free port of 127.0.0.1, says {@code WORD PORT} on its standard output when the
 * function is built, and lives until its standard input closes: however the host dies, no instance
 * outlives it.
 */
public final class Instance {

  private static final int MAX_THREADS = 1024; // as the invoker's own server
  private static final int GRACE_MILLIS = 2_000;

  /** Held here, since the log manager forgets a logger, and its level, that nobody holds. */
  private static final Logger server = Logger.getLogger("org.eclipse.jetty");

  private Instance() {}

  /** Builds the function, then serves it. */
  public static void main(String[] arguments) throws Exception {
    endWithHost(System.in);
    System.setIn(InputStream.nullInputStream());
    logAsTheCloudDoes();
    String word = arguments[0];
    ServerConnector connector = serve(executor(Path.of(arguments[1]), arguments[2], arguments[3]));
    System.out.println(word + " " + connector.getLocalPort());
    System.out.flush();
  }

  private static org.eclipse.jetty.server.Handler executor(
      Path jar, String entryPoint, String signature) throws Exception {
    @SuppressWarnings("MustBeClosedChecker") // open as long as the process
    FunctionClassLoader loader = new FunctionClassLoader(jar);
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Class<?> function = loader.loadClass(entryPoint);
      return signature.equals("http")
          ? HttpFunctionExecutor.forClass(function)
          : BackgroundFunctionExecutor.forClass(function);
    } finally {
      Thread.currentThread().setContextClassLoader(Instance.class.getClassLoader());
    }
  }

  private static ServerConnector serve(org.eclipse.jetty.server.Handler executor) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    Server jetty = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    // The host alone decides when a request has taken too long.
    connector.setIdleTimeout(0);
    jetty.addConnector(connector);
    jetty.setHandler(executor);
    jetty.start();
    return connector;
  }

  /** The invoker reports a function's exception through java.util.logging, in the cloud as JSON. */
  private static void logAsTheCloudDoes() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new JsonLogHandler(System.out, false));
    server.setLevel(Level.WARNING);
  }

  private static void endWithHost(InputStream host) {
    Thread watch =
        new Thread(
            () -> {
              try {
                host.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                // A broken pipe says the same as its end.
              }
              halt();
            },
            "host-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void halt() {
    Thread impatience =
        new Thread(
            () -> {
              try {
                Thread.sleep(GRACE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(1);
            },
            "shutdown-limit");
    impatience.setDaemon(true);
    impatience.start();
    System.exit(0);
  }
}
