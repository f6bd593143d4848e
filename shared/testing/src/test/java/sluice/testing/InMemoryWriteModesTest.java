package sluice.testing;

import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.Warehouse;

final class InMemoryWriteModesTest extends WriteModesContract {
  private final ManualClock clock = ManualClock.atNoon();
  private final InMemoryObjectStore store = new InMemoryObjectStore(clock);
  private final InMemoryWarehouse warehouse = new InMemoryWarehouse(store, new SmallSql(), clock);

  @Override
  protected Warehouse warehouse() {
    return warehouse;
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected String dataset() {
    return "lake";
  }

  @Override
  protected Job ended(String jobId) {
    return warehouse.unfinished().contains(jobId)
        ? warehouse.run(jobId)
        : warehouse.find(jobId).orElseThrow();
  }
}
