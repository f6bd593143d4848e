package sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import sluice.local.delivery.Backlog;
import sluice.local.delivery.Courier;
import sluice.local.events.Triggers;
import sluice.local.faults.FaultRoutes;
import sluice.local.faults.Faults;
import sluice.local.http.LoopbackServer;
import sluice.local.http.Routes;
import sluice.local.logging.CloudLogging;
import sluice.local.logging.LogStore;
import sluice.local.metadata.MetadataServer;
import sluice.local.pubsub.PubSub;
import sluice.local.scheduler.CloudScheduler;
import sluice.local.storage.CloudStorage;
import sluice.local.store.Store;

/** The services of this module's cloud that need each other, over one folder. */
public final class TestCloud implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public final Store store;
  public final Backlog backlog;
  public final Courier courier;
  public final PubSub pubsub;
  public final Triggers triggers;
  public final CloudStorage storage;
  public final CloudScheduler scheduler;
  public final LogStore logs;
  public final CloudLogging logging;
  public final Faults faults = new Faults();

  /** The functions that faults killed. */
  public final List<String> killed = new CopyOnWriteArrayList<>();

  public final LoopbackServer server;

  private TestCloud(Path folder, InstantSource clock) {
    store = Store.open(folder.resolve("cloud.db"));
    backlog = new Backlog(store, faults);
    courier = new Courier(store, backlog, clock);
    pubsub = new PubSub(store, backlog, courier, clock);
    triggers = new Triggers(store, backlog, courier, pubsub, clock);
    storage =
        new CloudStorage(
            store, folder.resolve("objects"), clock, faults.behind(store, triggers::finalized));
    scheduler = new CloudScheduler(store, backlog, courier, pubsub, clock);
    logs = new LogStore(folder.resolve("logs"), 1 << 20, clock);
    logging = new CloudLogging(store, logs, pubsub);
    Routes routes =
        new Routes()
            .and(faults.before("storage", storage.routes()))
            .and(faults.before("pubsub", pubsub.routes()))
            .and(triggers.routes())
            .and(scheduler.routes())
            .and(logging.routes())
            .and(new FaultRoutes(faults, killed::add).routes())
            .and(new MetadataServer("p1", clock).routes());
    server = LoopbackServer.start(0, routes);
    courier.start();
    scheduler.start();
  }

  public static TestCloud in(Path folder) {
    return in(folder, InstantSource.system());
  }

  public static TestCloud in(Path folder, InstantSource clock) {
    return new TestCloud(folder, clock);
  }

  /** The files as a kill would leave them at this moment. */
  public static Path asKilled(Path folder, Path copy) {
    try (Stream<Path> files = Files.walk(folder)) {
      // The index first: a file that it names is there before, one written since is a leftover.
      List<Path> ordered =
          files
              .filter(path -> !path.toString().endsWith("-shm"))
              .sorted(Comparator.comparing(path -> !path.toString().contains("cloud.db")))
              .toList();
      for (Path path : ordered) {
        Path target = copy.resolve(folder.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(path, target);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return server.address();
  }

  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    return send(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  public HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : address() + path))
              .timeout(java.time.Duration.ofSeconds(20))
              .method(method, body);
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    courier.close();
    scheduler.close();
    logs.close();
    store.close();
  }
}
