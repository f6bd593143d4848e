package sluice.sql.pipeline;

import java.util.List;
import sluice.sql.pipeline.Readings.TableColumn;

/** An assertion about a table, as written. */
sealed interface CheckRule {

  Place place();

  /** No two rows have the same values in these columns; NULL is a value. */
  record Unique(Place place, List<String> columns) implements CheckRule {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /** The column is never NULL. */
  record NotNull(Place place, String column) implements CheckRule {}

  /** Every value that is not NULL is one of these. */
  record Accepted(Place place, String column, List<Located<String>> values) implements CheckRule {
    public Accepted {
      values = List.copyOf(values);
    }
  }

  /** Every value that is not NULL exists there. */
  record References(Place place, String column, TableColumn target) implements CheckRule {}

  /** The table has no fewer rows. */
  record AtLeast(Place place, long rows) implements CheckRule {}

  /** The table has no more rows. */
  record AtMost(Place place, long rows) implements CheckRule {}

  /** A GoogleSQL condition, true or NULL for every row. */
  record Expression(Place place, String condition) implements CheckRule {}
}
