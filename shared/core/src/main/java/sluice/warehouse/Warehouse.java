package sluice.warehouse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.UnavailableException;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * Where tables are made, by jobs.
 *
 * <p>A call that ends in {@link UnavailableException} may have had its effect or not.
 */
public interface Warehouse {

  /** The job of that id, if it was ever submitted. */
  Optional<Job> find(String jobId);

  /**
   * Submits a job and does not wait for it. A job of that id that is there already is left alone.
   *
   * @throws sluice.RejectedException when the request itself is refused
   */
  void submit(JobRequest request);

  /** The rows that a query answered with, as text by column; NULL is left out. */
  List<Map<String, String>> rows(String jobId);

  /** Tells people what a table and its columns are; columns that are not named keep their text. */
  void describe(TableId table, String description, Map<String, String> columns);

  /** The columns of a table, if it is there. */
  Optional<List<Column>> columns(TableId table);

  /** Removes a table or a view, if it is there. */
  void drop(TableId table);
}
