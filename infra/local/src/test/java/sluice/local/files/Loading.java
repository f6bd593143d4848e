package sluice.local.files;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import sluice.gcp.BigQueryWarehouse;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.load.Crew;
import sluice.load.LoadReconciler;
import sluice.load.LoadStages;
import sluice.local.LocalCloud;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.status.TableStatus;
import sluice.store.ObjectStore;

/** The real load reconciler on Google's clients, over the local cloud. */
final class Loading implements AutoCloseable {

  static final String BUCKET = "sluice-files";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final LocalCloud cloud;
  final Storage storage;
  final BigQuery bigQuery;
  final ObjectStore store;
  final Plans plans;
  private final LoadReconciler loads;
  private final LoadStages stages;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  Loading(Path folder, Plan plan) {
    cloud = LocalCloud.start("sluice-local", folder, 0, InstantSource.system());
    Optional<String> host = Optional.of(cloud.address());
    Settings settings = new Settings("sluice-local", BUCKET, plan.location(), host, host);
    storage = Clients.storage(settings);
    storage.create(BucketInfo.of(BUCKET));
    bigQuery = Clients.bigQuery(settings);
    for (String dataset : plan.datasets()) {
      bigQuery.create(DatasetInfo.newBuilder(dataset).setLocation(plan.location()).build());
    }
    store = new GcsObjectStore(storage, BUCKET);
    plans = new Plans(store);
    plans.publish(plan);
    loads =
        new LoadReconciler(
            plans,
            store,
            new BigQueryWarehouse(bigQuery, settings),
            InstantSource.system(),
            Crew.of(threads));
    stages = new LoadStages(store);
  }

  void land(LandingTable table, String path, byte[] content) {
    storage.create(BlobInfo.newBuilder(BUCKET, LandingPaths.files(table) + path).build(), content);
  }

  /** Wakes the table until nothing waits for it any more. */
  void load(LandingTable table) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    do {
      loads.reconcile(table.id());
      if (System.nanoTime() > end) {
        throw new AssertionError(table.id() + " is not loaded in time: " + status(table));
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    } while (status(table).stage() == TableStatus.Stage.MOVING);
  }

  void wake(LandingTable table) {
    loads.reconcile(table.id());
  }

  /** Waits until each load job of a table is done. */
  void awaitJobs(LandingTable table) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String prefix = "sluice_load_" + table.id().dataset() + "_" + table.id().table() + "_";
    while (jobs().stream()
        .filter(job -> job.getJobId().getJob().startsWith(prefix))
        .anyMatch(job -> !job.getStatus().getState().equals(JobStatus.State.DONE))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the jobs of " + table.id() + " do not end");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  TableStatus status(LandingTable table) {
    return stages.status(table);
  }

  /** Every load job, however it ended. */
  List<Job> jobs() {
    return StreamSupport.stream(bigQuery.listJobs().iterateAll().spliterator(), false)
        .filter(job -> job.getJobId().getJob().startsWith("sluice_load"))
        .toList();
  }

  List<String> names(String prefix) {
    return store.list(prefix, Optional.empty()).stream().map(ObjectStore.Entry::name).toList();
  }

  /** The first column of each row. */
  List<String> query(String sql) {
    try {
      return StreamSupport.stream(
              bigQuery.query(QueryJobConfiguration.of(sql)).iterateAll().spliterator(), false)
          .map((FieldValueList row) -> row.get(0).isNull() ? "NULL" : row.get(0).getStringValue())
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    cloud.close();
  }
}
