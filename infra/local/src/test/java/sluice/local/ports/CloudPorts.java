package sluice.local.ports;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.gcp.BigQueryWarehouse;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.Eventually;
import sluice.local.LocalCloud;
import sluice.plan.Transform;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.Warehouse;

/** Our ports on Google's clients, over a local cloud with a bucket and a dataset. */
final class CloudPorts implements AutoCloseable {

  static final String DATASET = "lake";

  private final LocalCloud cloud;
  private final Settings settings;
  private final Storage storage;
  private final BigQuery bigQuery;

  CloudPorts(Path folder) {
    this.cloud = LocalCloud.start("p1", folder, 0, InstantSource.system());
    Optional<String> host = Optional.of(cloud.address());
    this.settings = new Settings("p1", "bkt", "asia-northeast1", host, host);
    this.storage = Clients.storage(settings);
    this.bigQuery = Clients.bigQuery(settings);
    storage.create(BucketInfo.of(settings.bucket()));
    for (String dataset : List.of(DATASET, Transform.STAGING_DATASET)) {
      bigQuery.create(DatasetInfo.newBuilder(dataset).setLocation(settings.location()).build());
    }
  }

  /** Loads the SQL analyzer's native library, which takes seconds, before a test waits for it. */
  void warmUp() throws InterruptedException {
    bigQuery.query(QueryJobConfiguration.of("SELECT 1"));
  }

  ObjectStore store() {
    return new GcsObjectStore(storage, settings.bucket());
  }

  Warehouse warehouse() {
    return new BigQueryWarehouse(bigQuery, settings);
  }

  BigQuery bigQuery() {
    return bigQuery;
  }

  /** The ids of the jobs that begin so. */
  List<String> jobs(String prefix) {
    List<String> jobs = new ArrayList<>();
    bigQuery.listJobs().iterateAll().forEach(job -> jobs.add(job.getJobId().getJob()));
    return jobs.stream().filter(id -> id.startsWith(prefix)).toList();
  }

  /** Waits until a job is done that may take so long. */
  void await(String jobId, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (warehouse().find(jobId).filter(job -> job.state() != Job.State.DONE).isPresent()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(jobId + " did not end within " + longest);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Waits until a job is done; the job. */
  Job ended(String jobId) {
    Warehouse warehouse = warehouse();
    Eventually.holds(
        "the end of " + jobId,
        () -> warehouse.find(jobId).filter(job -> job.state() == Job.State.DONE).isPresent());
    return warehouse.find(jobId).orElseThrow();
  }

  @Override
  public void close() throws Exception {
    storage.close();
    cloud.close();
  }
}
