package sluice.local.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.sql.analysis.StatementKind;

/** A statement of GoogleSQL, as what to do in DuckDB. */
public sealed interface Translated {

  /** The kind of statement, by BigQuery's name of it. */
  StatementKind kind();

  /** The tables and views that the statement names, without those behind the views. */
  Set<TableId> tables();

  /**
   * A SELECT.
   *
   * @param duckSql gives the columns of the schema, by name and in DuckDB's types of them
   */
  record Query(Set<TableId> tables, String duckSql, List<Column> schema) implements Translated {
    @Override
    public StatementKind kind() {
      return StatementKind.SELECT;
    }
  }

  /** INSERT, UPDATE, DELETE, MERGE or TRUNCATE: steps to run in order, in one transaction. */
  record Dml(StatementKind kind, Set<TableId> tables, TableId target, List<Step> steps)
      implements Translated {}

  /** One DuckDB statement of a {@link Dml}, and what its update count counts. */
  record Step(String duckSql, Effect effect) {}

  /** What the rows that a step reports were. */
  enum Effect {
    /** Preparation and checks; the count means nothing. */
    NONE,
    INSERTED,
    UPDATED,
    DELETED
  }

  /**
   * CREATE TABLE, with AS or without.
   *
   * @param options by name, each a DuckDB expression that yields the value as JSON text
   */
  record CreateTable(
      Set<TableId> tables,
      TableId id,
      List<Column> columns,
      IfThere ifThere,
      Optional<Partitioning> partitioning,
      List<String> clustering,
      Map<String, String> options,
      Optional<Query> as)
      implements Translated {
    @Override
    public StatementKind kind() {
      return as.isPresent() ? StatementKind.CREATE_TABLE_AS_SELECT : StatementKind.CREATE_TABLE;
    }
  }

  /** CREATE VIEW; the SQL is the view's own GoogleSQL. */
  record CreateView(
      Set<TableId> tables,
      TableId id,
      String googleSql,
      List<Column> schema,
      IfThere ifThere,
      Map<String, String> options)
      implements Translated {
    @Override
    public StatementKind kind() {
      return StatementKind.CREATE_VIEW;
    }
  }

  /** CREATE SCHEMA. */
  record CreateSchema(String dataset, IfThere ifThere, Map<String, String> options)
      implements Translated {
    @Override
    public StatementKind kind() {
      return StatementKind.CREATE_SCHEMA;
    }

    @Override
    public Set<TableId> tables() {
      return Set.of();
    }
  }

  /** DROP TABLE or DROP VIEW. */
  record Drop(StatementKind kind, TableId id, IfAbsent ifAbsent) implements Translated {
    @Override
    public Set<TableId> tables() {
      return Set.of(id);
    }
  }

  /** DROP SCHEMA. */
  record DropSchema(String dataset, IfAbsent ifAbsent, boolean cascade) implements Translated {
    @Override
    public StatementKind kind() {
      return StatementKind.DROP_SCHEMA;
    }

    @Override
    public Set<TableId> tables() {
      return Set.of();
    }
  }

  /** ALTER TABLE or ALTER VIEW: its actions, in order. */
  record Alter(StatementKind kind, TableId id, IfAbsent ifAbsent, List<AlterAction> actions)
      implements Translated {
    @Override
    public Set<TableId> tables() {
      return Set.of(id);
    }
  }

  /** One action of an ALTER. */
  sealed interface AlterAction {}

  /** ADD COLUMN. */
  record AddColumn(Column column, IfThere ifThere) implements AlterAction {}

  /** DROP COLUMN. */
  record DropColumn(String column, IfAbsent ifAbsent) implements AlterAction {}

  /** RENAME COLUMN. */
  record RenameColumn(String column, String name) implements AlterAction {}

  /** RENAME TO. */
  record RenameTable(String name) implements AlterAction {}

  /** SET OPTIONS. */
  record SetOptions(Map<String, String> options) implements AlterAction {}

  /** What to do where the object is already there. */
  enum IfThere {
    FAIL,
    REPLACE,
    KEEP
  }

  /** What to do where the object is not there. */
  enum IfAbsent {
    FAIL,
    IGNORE
  }

  /**
   * PARTITION BY.
   *
   * @param column the column; empty for ingestion time
   */
  record Partitioning(Optional<String> column, Granularity granularity, Optional<Range> range) {}

  /** How wide a partition is. */
  enum Granularity {
    HOUR,
    DAY,
    MONTH,
    YEAR,
    RANGE
  }

  /** RANGE_BUCKET(column, GENERATE_ARRAY(start, end, interval)). */
  record Range(long start, long end, long interval) {}
}
