package sluice.warehouse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A job to submit.
 *
 * <p>Its id is its caller's, and names what the job consumes: to submit it twice is to submit it
 * once.
 */
public sealed interface JobRequest {

  /** Letters, digits, {@code _} and {@code -}; at most 1,024 characters. */
  String id();

  /** Lower-case letters, digits, {@code _} and {@code -}; at most 63 characters each. */
  Map<String, String> labels();

  /**
   * Loads objects into a table, all or none.
   *
   * @param schemaUri the object whose schema is that of all, of objects that say it themselves; the
   *     last one by name where nothing is said
   */
  record Load(
      String id,
      Map<String, String> labels,
      TableId target,
      List<String> uris,
      Format format,
      WriteMode writeMode,
      List<Column> columns,
      Layout layout,
      Optional<String> schemaUri)
      implements JobRequest {
    public Load {
      labels = Map.copyOf(labels);
      uris = List.copyOf(uris);
      columns = List.copyOf(columns);
    }

    /** Objects that are alike. */
    public Load(
        String id,
        Map<String, String> labels,
        TableId target,
        List<String> uris,
        Format format,
        WriteMode writeMode,
        List<Column> columns,
        Layout layout) {
      this(id, labels, target, uris, format, writeMode, columns, layout, Optional.empty());
    }
  }

  /**
   * Runs a GoogleSQL statement.
   *
   * @param destination the table that takes the rows, in place of its own; for DDL and for results
   *     that are read, none
   */
  record Query(
      String id,
      Map<String, String> labels,
      String sql,
      Optional<TableId> destination,
      Layout layout)
      implements JobRequest {
    public Query {
      labels = Map.copyOf(labels);
    }
  }

  /** Puts a table's rows and schema in another's place, in one step. */
  record Copy(String id, Map<String, String> labels, TableId from, TableId to)
      implements JobRequest {
    public Copy {
      labels = Map.copyOf(labels);
    }
  }
}
