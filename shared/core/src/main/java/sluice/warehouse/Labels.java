package sluice.warehouse;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.schema.TableId;

/**
 * The labels of every job that Sluice submits: whose it is, what it does, and for which table. The
 * audit log repeats them when the job ends.
 */
public record Labels(String pipeline, Step step, TableId table) {

  /** What a job does. */
  public enum Step {
    LOAD,
    SHAPE,
    SURVEY,
    MERGE,
    BUILD,
    CHECK,
    PUBLISH
  }

  /** The label that every job carries; its value is the pipeline's name. */
  public static final String PIPELINE = "sluice";

  private static final String STEP = "sluice_step";
  private static final String DATASET = "sluice_dataset";
  private static final String TABLE = "sluice_table";

  /** As the labels of a job. */
  public Map<String, String> map() {
    return Map.of(
        PIPELINE,
        pipeline,
        STEP,
        step.name().toLowerCase(Locale.ROOT),
        DATASET,
        table.dataset(),
        TABLE,
        table.table());
  }

  /** The table that a job's labels name, if they are ours. */
  public static Optional<TableId> table(Map<String, String> labels) {
    String dataset = labels.get(DATASET);
    String table = labels.get(TABLE);
    return dataset == null || table == null
        ? Optional.empty()
        : Optional.of(new TableId(dataset, table));
  }
}
