package sluice.testing.cost;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/** A warehouse that counts the requests that BigQuery's client makes for each call of the port. */
final class MeteredWarehouse implements Warehouse {
  private final Warehouse warehouse;
  private final Meter meter;

  MeteredWarehouse(Warehouse warehouse, Meter meter) {
    this.warehouse = warehouse;
    this.meter = meter;
  }

  @Override
  public Optional<Job> find(String jobId) {
    meter.count(Operation.JOB_LOOK);
    return warehouse.find(jobId);
  }

  @Override
  public void submit(JobRequest request) {
    meter.count(Operation.JOB);
    warehouse.submit(request);
  }

  @Override
  public List<Map<String, String>> rows(String jobId) {
    meter.count(Operation.JOB_LOOK, 2);
    return warehouse.rows(jobId);
  }

  @Override
  public void describe(TableId table, String description, Map<String, String> columns) {
    meter.count(Operation.TABLE_CALL);
    warehouse.describe(table, description, columns);
  }

  @Override
  public Optional<List<Column>> columns(TableId table) {
    meter.count(Operation.TABLE_CALL);
    return warehouse.columns(table);
  }

  @Override
  public void drop(TableId table) {
    meter.count(Operation.TABLE_CALL);
    warehouse.drop(table);
  }
}
