package sluice.warehouse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.plan.Format;
import sluice.plan.Layout;
import sluice.plan.LineageColumn;
import sluice.plan.MergeRule;
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
   * @param writeMode append, replace or replace a partition
   * @param partition the one whose rows are replaced, as BigQuery names it: {@code 20260131}
   * @param trace where the rows came from, if they are to say so
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
      Optional<String> schemaUri,
      Optional<String> partition,
      Optional<Trace> trace)
      implements JobRequest {
    public Load {
      labels = Map.copyOf(labels);
      uris = List.copyOf(uris);
      columns = List.copyOf(columns);
    }

    /** Objects that are alike, into no partition of their own. */
    public Load(
        String id,
        Map<String, String> labels,
        TableId target,
        List<String> uris,
        Format format,
        WriteMode writeMode,
        List<Column> columns,
        Layout layout) {
      this(
          id,
          labels,
          target,
          uris,
          format,
          writeMode,
          columns,
          layout,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** What rows say of where they came from. */
    public record Trace(List<LineageColumn> columns, long batch) {
      public Trace {
        columns = List.copyOf(columns);
      }
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

  /**
   * Gives a table every column that another one has, and makes it if it is not there. No row is
   * written.
   */
  record Shape(String id, Map<String, String> labels, TableId like, TableId target, Layout layout)
      implements JobRequest {
    public Shape {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * Looks at what a merge will do: answers with the partitions that it touches, in the column
   * {@link MergeSql#PARTITION}, and fails, with a message of {@link MergeSql}, where a key is NULL
   * or the target holds one more than once.
   */
  record Survey(
      String id,
      Map<String, String> labels,
      TableId staging,
      TableId target,
      List<String> key,
      Optional<Cut> cut,
      Reach reach)
      implements JobRequest {
    public Survey {
      labels = Map.copyOf(labels);
      key = List.copyOf(key);
    }

    /** What a survey reads. */
    public enum Reach {
      /** The staged rows: enough where the partition follows from the key. */
      STAGED,
      /** Their keys in the whole target, too. */
      TARGET
    }
  }

  /**
   * Merges staged rows into a table.
   *
   * @param columns of the staged rows
   * @param cut how the target is partitioned, if it is
   * @param partitions the only ones that are read and written, as a survey named them
   */
  record Merge(
      String id,
      Map<String, String> labels,
      TableId staging,
      TableId target,
      List<Column> columns,
      MergeRule rule,
      Optional<Cut> cut,
      List<String> partitions)
      implements JobRequest {
    public Merge {
      labels = Map.copyOf(labels);
      columns = List.copyOf(columns);
      partitions = List.copyOf(partitions);
    }
  }
}
