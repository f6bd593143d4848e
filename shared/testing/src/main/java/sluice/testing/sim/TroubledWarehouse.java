package sluice.testing.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/** A warehouse whose every call is a turn, and may fail. */
final class TroubledWarehouse implements Warehouse {
  private final Warehouse warehouse;
  private final Trouble trouble;

  TroubledWarehouse(Warehouse warehouse, Trouble trouble) {
    this.warehouse = warehouse;
    this.trouble = trouble;
  }

  @Override
  public Optional<Job> find(String jobId) {
    return trouble.look("looks at job " + jobId, () -> warehouse.find(jobId));
  }

  @Override
  public void submit(JobRequest request) {
    effect(() -> Trouble.SUBMIT + request.id(), () -> warehouse.submit(request));
  }

  @Override
  public List<Map<String, String>> rows(String jobId) {
    return trouble.look("reads the rows of job " + jobId, () -> warehouse.rows(jobId));
  }

  @Override
  public void describe(TableId table, String description, Map<String, String> columns) {
    effect(() -> "describes " + table, () -> warehouse.describe(table, description, columns));
  }

  @Override
  public Optional<List<Column>> columns(TableId table) {
    return trouble.look("looks at the columns of " + table, () -> warehouse.columns(table));
  }

  @Override
  public void drop(TableId table) {
    effect(() -> "drops " + table, () -> warehouse.drop(table));
  }

  private void effect(Supplier<String> what, Runnable call) {
    trouble.effect(
        what,
        () -> {
          call.run();
          return "";
        });
  }
}
