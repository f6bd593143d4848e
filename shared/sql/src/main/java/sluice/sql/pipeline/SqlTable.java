package sluice.sql.pipeline;

import java.util.List;
import sluice.plan.About;
import sluice.plan.Materialization;
import sluice.plan.Refresh;
import sluice.schema.TableId;

/**
 * A table that a SQL file makes, as written.
 *
 * @param text the file with its settings blanked out, so that positions in it are the file's
 */
record SqlTable(
    TableId id,
    Place place,
    String text,
    Materialization materialization,
    LayoutSettings layout,
    Refresh refresh,
    About about,
    List<Located<String>> columnDescriptions,
    List<CheckRule> checks)
    implements Pipeline.Maker {

  SqlTable {
    columnDescriptions = List.copyOf(columnDescriptions);
    checks = List.copyOf(checks);
  }

  /** The query alone. */
  String statement() {
    String statement = text.strip();
    while (statement.endsWith(";")) {
      statement = statement.substring(0, statement.length() - 1).stripTrailing();
    }
    return statement;
  }
}
