package sluice.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * One SQL statement that makes one table.
 *
 * @param sql GoogleSQL, a query
 * @param inputs the tables it reads, sorted
 * @param lineage for each column the columns it is made of, as {@code dataset.table.column}
 */
public record Transform(
    TableId id,
    String sql,
    Materialization materialization,
    List<TableId> inputs,
    List<Column> columns,
    Map<String, List<String>> lineage,
    Layout layout,
    List<Check> checks,
    Refresh refresh,
    About about) {

  /**
   * The hidden dataset in which tables are built; BigQuery hides those that start with {@code _}.
   */
  public static final String STAGING_DATASET = "_sluice";

  public Transform {
    inputs = List.copyOf(inputs);
    columns = List.copyOf(columns);
    lineage = Collections.unmodifiableSortedMap(new TreeMap<>(lineage));
    checks = List.copyOf(checks);
  }

  /** What checks call the table in which it is built; each build has one of its own. */
  public TableId staging() {
    return staging(id);
  }

  /** What checks call the table in which that table is built: {@code _sluice.dataset__table}. */
  public static TableId staging(TableId id) {
    return new TableId(STAGING_DATASET, id.dataset() + "__" + id.table());
  }
}
