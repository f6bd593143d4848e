package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDeleteStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTruncateStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateStmt;

/** Statements, each by its kind. */
final class Statements {
  private final Translation translation;

  Statements(Translation translation) {
    this.translation = translation;
  }

  Translated translated() {
    ResolvedStatement tree = translation.analysis().tree();
    return switch (translation.analysis().kind()) {
      case SELECT -> new Queries(translation).query();
      case INSERT -> new Dml(translation).insert((ResolvedInsertStmt) tree);
      case UPDATE -> new Dml(translation).update((ResolvedUpdateStmt) tree);
      case DELETE -> new Dml(translation).delete((ResolvedDeleteStmt) tree);
      case TRUNCATE_TABLE -> new Dml(translation).truncate((ResolvedTruncateStmt) tree);
      case MERGE -> new Merge(translation).merge((ResolvedMergeStmt) tree);
      case OTHER -> throw new UnsupportedSqlException("the statement " + tree.nodeKindString());
      default -> new Ddl(translation).translated(tree);
    };
  }
}
