package sluice.gcp;

import com.google.cloud.bigquery.BigQuery;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import sluice.extract.LoadedKeys;
import sluice.load.Crew;
import sluice.load.LoadReconciler;
import sluice.plan.Plans;
import sluice.routing.Router;
import sluice.store.ObjectStore;
import sluice.transform.TransformReconciler;
import sluice.warehouse.Warehouse;

/** What every function is built from, on Google's clients. Built once a container. */
public final class Wiring {

  /** Files are moved and looked into over the network, so that many are under way at once. */
  private static final Crew CREW =
      Crew.of(
          Executors.newFixedThreadPool(
              16,
              work -> {
                Thread thread = new Thread(work, "crew");
                thread.setDaemon(true);
                return thread;
              }));

  private final Settings settings;
  private final InstantSource clock = Clock.systemUTC();
  private final ObjectStore store;
  private final BigQuery bigQuery;
  private final Warehouse warehouse;
  private final Plans plans;

  private Wiring(Settings settings) {
    this.settings = settings;
    this.store = new GcsObjectStore(Clients.storage(settings), settings.bucket());
    this.bigQuery = Clients.bigQuery(settings);
    this.warehouse = new BigQueryWarehouse(bigQuery, settings);
    this.plans = new Plans(store);
  }

  /** Reads the settings from a function's environment. */
  public static Wiring of(Map<String, String> environment) {
    return new Wiring(Settings.of(environment));
  }

  public Boundary boundary() {
    return new Boundary(settings);
  }

  public InstantSource clock() {
    return clock;
  }

  public ObjectStore store() {
    return store;
  }

  public Plans plans() {
    return plans;
  }

  public Router router() {
    return new Router(plans, store, clock);
  }

  public LoadedKeys loadedKeys() {
    return new BigQueryLoadedKeys(bigQuery);
  }

  public LoadReconciler loads() {
    return new LoadReconciler(plans, store, warehouse, clock, CREW);
  }

  public TransformReconciler transforms() {
    return new TransformReconciler(plans, store, warehouse, clock);
  }
}
