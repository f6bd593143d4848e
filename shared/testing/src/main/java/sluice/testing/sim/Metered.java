package sluice.testing.sim;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.testing.Modified;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/** A warehouse that counts each job that modifies a table, as BigQuery does. */
final class Metered implements Warehouse {
  private final Warehouse warehouse;
  private final Modified modified;
  private final InstantSource clock;

  Metered(Warehouse warehouse, Modified modified, InstantSource clock) {
    this.warehouse = warehouse;
    this.modified = modified;
    this.clock = clock;
  }

  @Override
  public Optional<Job> find(String jobId) {
    return warehouse.find(jobId);
  }

  @Override
  public void submit(JobRequest request) {
    boolean isNew = warehouse.find(request.id()).isEmpty();
    warehouse.submit(request);
    if (isNew) {
      modified.submitted(request, clock.instant());
    }
  }

  @Override
  public Optional<List<Column>> columns(TableId table) {
    return warehouse.columns(table);
  }

  @Override
  public List<Map<String, String>> rows(String jobId) {
    return warehouse.rows(jobId);
  }

  @Override
  public void describe(TableId table, String description, Map<String, String> columns) {
    warehouse.describe(table, description, columns);
  }

  @Override
  public void drop(TableId table) {
    warehouse.drop(table);
  }
}
