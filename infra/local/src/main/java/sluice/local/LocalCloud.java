package sluice.local;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import sluice.local.bigquery.BigQueryService;
import sluice.local.delivery.Backlog;
import sluice.local.delivery.Courier;
import sluice.local.events.Triggers;
import sluice.local.faults.FaultRoutes;
import sluice.local.faults.Faults;
import sluice.local.host.FunctionsApi;
import sluice.local.host.FunctionsHost;
import sluice.local.http.LoopbackServer;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.logging.CloudLogging;
import sluice.local.logging.Entry;
import sluice.local.logging.LogStore;
import sluice.local.metadata.MetadataServer;
import sluice.local.pubsub.PubSub;
import sluice.local.scheduler.CloudScheduler;
import sluice.local.storage.CloudStorage;
import sluice.local.store.Store;

/**
 * The local cloud: Cloud Storage, BigQuery, Pub/Sub, Cloud Scheduler, Cloud Logging and a metadata
 * server on one port of 127.0.0.1, and the functions' host on another. All of it is kept in one
 * folder; after a kill it goes on where it stopped.
 */
public final class LocalCloud implements AutoCloseable {

  private static final Duration QUEUE = Duration.ofSeconds(30);
  private static final long LOG_BYTES = 256L << 20;

  /** Where several clouds share what makes functions start quickly; otherwise each has its own. */
  private static final String SHARED_STARTS = "sluice.local.starts";

  private final Store store;
  private final Courier courier;
  private final Triggers triggers;
  private final CloudScheduler scheduler;
  private final BigQueryService bigQuery;
  private final LogStore logs;
  private final FunctionsHost host;
  private final Faults faults = new Faults();
  private final LoopbackServer server;

  private LocalCloud(String project, Path directory, int port, InstantSource clock) {
    store = Store.open(directory.resolve("cloud.db"));
    logs = new LogStore(directory.resolve("logs"), LOG_BYTES, clock);
    Backlog backlog = new Backlog(store, faults);
    courier = new Courier(store, backlog, clock);
    PubSub pubsub = new PubSub(store, backlog, courier, clock);
    triggers = new Triggers(store, backlog, courier, pubsub, clock);
    scheduler = new CloudScheduler(store, backlog, courier, pubsub, clock);
    CloudLogging logging = new CloudLogging(store, logs, pubsub);
    CloudStorage storage =
        new CloudStorage(
            store, directory.resolve("objects"), clock, faults.behind(store, triggers::finalized));
    bigQuery =
        new BigQueryService(
            directory.resolve("bigquery"),
            new StoredObjects(storage),
            clock,
            entry -> logs.write(new Entry(entry)));
    FunctionLogs functionLogs = new FunctionLogs(project, logs, clock);
    // The next port, where one was asked for: triggers and schedules remember the address.
    host =
        FunctionsHost.start(
            directory.resolve("functions"),
            starts(directory.resolve("functions")),
            port == 0 ? 0 : port + 1,
            QUEUE,
            clock,
            functionLogs::write);
    Routes routes =
        new Routes()
            .and(faults.before("storage", storage.routes()))
            .and(faults.before("bigquery", bigQuery.routes()))
            .and(faults.before("pubsub", pubsub.routes()))
            .and(faults.before("scheduler", scheduler.routes()))
            .and(faults.before("logging", logging.routes()))
            .and(new FunctionsApi(host).routes())
            .and(new MetadataServer(project, clock).routes())
            .and(triggers.routes())
            .and(new FaultRoutes(faults, host::kill).routes())
            .and(kills());
    server = LoopbackServer.start(port, routes);
  }

  private static Path starts(Path own) {
    String shared = System.getProperty(SHARED_STARTS);
    return shared == null ? own : Path.of(shared);
  }

  /**
   * Starts every service.
   *
   * @param directory keeps all there is; one cloud has it at a time
   * @param port of the services, and the next one of the functions; 0 for any free ones
   * @throws UncheckedIOException when a port is taken
   */
  public static LocalCloud start(String project, Path directory, int port, InstantSource clock) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalCloud cloud = new LocalCloud(project, directory, port, clock);
    cloud.courier.start();
    cloud.scheduler.start();
    return cloud;
  }

  /** Where the services are: {@code http://127.0.0.1:port}. */
  public String address() {
    return server.address();
  }

  /** Where functions are deployed. */
  public FunctionsHost host() {
    return host;
  }

  /** What events wake. */
  public Triggers triggers() {
    return triggers;
  }

  /** What goes wrong on purpose. */
  public Faults faults() {
    return faults;
  }

  /** Hears of every log entry from now on. */
  public LogStore.Following follow(Consumer<Entry> follower) {
    return logs.follow(follower);
  }

  /** Ends every service; events on their way are delivered after the next start. */
  @Override
  public void close() {
    scheduler.close();
    courier.close();
    host.close();
    server.close();
    bigQuery.close();
    logs.close();
    store.close();
  }

  /** {@code POST /_sluice/functions/NAME:kill}: SIGKILL for each of a function's instances. */
  private Routes kills() {
    return new Routes()
        .on(
            "POST",
            "/_sluice/functions/{name}:kill",
            request -> {
              JsonObject answer = new JsonObject();
              answer.addProperty("killed", host.kill(request.variable("name")));
              return Response.json(200, answer.toString());
            });
  }
}
