package sluice.plan;

import java.util.List;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A table that landed objects are loaded into.
 *
 * @param source the name of the source that feeds it
 * @param maxJobsPerDay how many jobs may modify it in any 24 hours, where that is less than
 *     BigQuery allows
 * @param merge for a table whose rows are merged
 */
public record LandingTable(
    TableId id,
    String source,
    Origin origin,
    WriteMode writeMode,
    List<Column> columns,
    Layout layout,
    About about,
    Optional<Integer> maxJobsPerDay,
    Optional<MergeRule> merge) {

  public LandingTable {
    columns = List.copyOf(columns);
  }

  /** A table that is not merged. */
  public LandingTable(
      TableId id,
      String source,
      Origin origin,
      WriteMode writeMode,
      List<Column> columns,
      Layout layout,
      About about,
      Optional<Integer> maxJobsPerDay) {
    this(id, source, origin, writeMode, columns, layout, about, maxJobsPerDay, Optional.empty());
  }

  /** The name under which its objects land: {@code source.table}. */
  public String landingName() {
    return source + "." + id.table();
  }
}
