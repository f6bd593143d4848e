package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.UnavailableException;
import sluice.plan.Layout;
import sluice.store.ObjectStore;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

final class InMemoryWarehouseTest extends WarehouseContract {
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

  @Test
  void letsAJobStandStillUntilItIsTold() {
    warehouse.submit(query("a"));
    assertThat(warehouse.find("a").orElseThrow().state()).isEqualTo(Job.State.PENDING);

    warehouse.begin("a");
    assertThat(warehouse.find("a").orElseThrow().state()).isEqualTo(Job.State.RUNNING);

    Job failed = warehouse.fail("a", "backendError", "Try again.");
    assertThat(warehouse.find("a")).contains(failed);
    assertThat(failed)
        .isEqualTo(
            new Job(
                "a",
                Job.State.DONE,
                Optional.of(new Job.Failure("backendError", "Try again.")),
                Optional.of(clock.instant()),
                Optional.empty(),
                0));
  }

  @Test
  void losesAnswersOfSubmitsThatItCarriedOut() {
    warehouse.losesAnswersOfSubmits(1);

    assertThatThrownBy(() -> warehouse.submit(query("a"))).isInstanceOf(UnavailableException.class);
    warehouse.submit(query("b"));

    assertThat(warehouse.unfinished()).isEqualTo(List.of("a", "b"));
  }

  private static JobRequest query(String id) {
    return new JobRequest.Query(id, Map.of(), "SELECT 1", Optional.empty(), Layout.PLAIN);
  }
}
