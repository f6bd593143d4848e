package sluice.sql.analysis;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterTableStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAlterViewStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateSchemaStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableAsSelectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDeleteStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDropStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTruncateStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateStmt;

/** What a statement does, by the names that BigQuery gives in {@code statementType}. */
public enum StatementKind {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  MERGE,
  TRUNCATE_TABLE,
  CREATE_TABLE,
  CREATE_TABLE_AS_SELECT,
  CREATE_VIEW,
  CREATE_SCHEMA,
  DROP_TABLE,
  DROP_VIEW,
  DROP_SCHEMA,
  ALTER_TABLE,
  ALTER_VIEW,
  /** Anything else, which the local engine does not run. */
  OTHER;

  static StatementKind of(ResolvedStatement statement) {
    if (statement instanceof ResolvedQueryStmt) {
      return SELECT;
    } else if (statement instanceof ResolvedInsertStmt) {
      return INSERT;
    } else if (statement instanceof ResolvedUpdateStmt) {
      return UPDATE;
    } else if (statement instanceof ResolvedDeleteStmt) {
      return DELETE;
    } else if (statement instanceof ResolvedMergeStmt) {
      return MERGE;
    } else if (statement instanceof ResolvedTruncateStmt) {
      return TRUNCATE_TABLE;
    }
    return definition(statement);
  }

  private static StatementKind definition(ResolvedStatement statement) {
    if (statement instanceof ResolvedCreateTableAsSelectStmt) {
      return CREATE_TABLE_AS_SELECT;
    } else if (statement instanceof ResolvedCreateTableStmt) {
      return CREATE_TABLE;
    } else if (statement instanceof ResolvedCreateViewStmt) {
      return CREATE_VIEW;
    } else if (statement instanceof ResolvedCreateSchemaStmt) {
      return CREATE_SCHEMA;
    } else if (statement instanceof ResolvedAlterTableStmt) {
      return ALTER_TABLE;
    } else if (statement instanceof ResolvedAlterViewStmt) {
      return ALTER_VIEW;
    } else if (statement instanceof ResolvedDropStmt drop) {
      return switch (drop.getObjectType()) {
        case "TABLE" -> DROP_TABLE;
        case "VIEW" -> DROP_VIEW;
        case "SCHEMA" -> DROP_SCHEMA;
        default -> OTHER;
      };
    }
    return OTHER;
  }
}
