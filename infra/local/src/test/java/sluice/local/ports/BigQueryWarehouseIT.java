package sluice.local.ports;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sluice.store.ObjectStore;
import sluice.testing.WarehouseContract;
import sluice.warehouse.Job;
import sluice.warehouse.Warehouse;

/** BigQuery through Google's client, over the local cloud. */
final class BigQueryWarehouseIT extends WarehouseContract {

  @TempDir private static Path folder;
  private static CloudPorts ports;

  @BeforeAll
  static void start() throws InterruptedException {
    ports = new CloudPorts(folder);
    ports.warmUp();
  }

  @AfterAll
  static void stop() throws Exception {
    ports.close();
  }

  @Override
  protected Warehouse warehouse() {
    return ports.warehouse();
  }

  @Override
  protected ObjectStore store() {
    return ports.store();
  }

  @Override
  protected String dataset() {
    return CloudPorts.DATASET;
  }

  @Override
  protected Job ended(String jobId) {
    return ports.ended(jobId);
  }
}
