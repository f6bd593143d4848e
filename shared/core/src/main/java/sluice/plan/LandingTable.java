package sluice.plan;

import java.util.List;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A table that landed objects are loaded into.
 *
 * @param source the name of the source that feeds it
 */
public record LandingTable(
    TableId id,
    String source,
    Origin origin,
    WriteMode writeMode,
    List<Column> columns,
    Layout layout,
    About about) {

  public LandingTable {
    columns = List.copyOf(columns);
  }

  /** The name under which its objects land: {@code source.table}. */
  public String landingName() {
    return source + "." + id.table();
  }
}
