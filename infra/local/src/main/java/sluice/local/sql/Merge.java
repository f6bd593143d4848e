package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedMergeWhenEnums.ActionType;
import com.google.zetasql.resolvedast.ResolvedMergeWhenEnums.MatchType;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDMLValue;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeWhen;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sluice.local.sql.Translated.Effect;
import sluice.local.sql.Translated.Step;
import sluice.sql.analysis.TableDefinition;

/**
 * MERGE: first what each pair of rows comes to, kept aside with the number of its clause and all
 * new values; then the deletes, the updates and the inserts.
 */
final class Merge {
  private final Translation translation;
  private final Dml dml;

  Merge(Translation translation) {
    this.translation = translation;
    this.dml = new Dml(translation);
  }

  Translated.Dml merge(ResolvedMergeStmt merge) {
    List<ResolvedMergeWhen> clauses = merge.getWhenClauseList();
    ResolvedTableScan scan = merge.getTableScan();
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step("CREATE OR REPLACE TEMP TABLE \"_changes\" AS " + changes(merge), Effect.NONE));
    steps.add(Dml.atMostOnce());
    for (ActionType action : List.of(ActionType.DELETE, ActionType.UPDATE, ActionType.INSERT)) {
      IntStream.range(0, clauses.size())
          .filter(i -> clauses.get(i).getActionType() == action)
          .forEach(i -> steps.add(step(scan, clauses.get(i), i)));
    }
    steps.add(new Step("DROP TABLE " + Dml.CHANGES, Effect.NONE));
    return dml.done(scan, steps);
  }

  private String changes(ResolvedMergeStmt merge) {
    List<ResolvedMergeWhen> clauses = merge.getWhenClauseList();
    List<String> selected = new ArrayList<>(List.of("\"_rowid\"", "\"_action\""));
    for (int i = 0; i < clauses.size(); i++) {
      List<String> values = values(clauses.get(i));
      for (int j = 0; j < values.size(); j++) {
        // Only the rows of the clause: its expressions may not hold for the others.
        selected.add(
            "CASE WHEN \"_action\" = %d THEN %s END AS %s"
                .formatted(i, values.get(j), value(i, j)));
      }
    }
    String source =
        "(SELECT *, TRUE AS \"_source\" FROM "
            + translation.relations().from(merge.getFromScan())
            + ") AS \"_s\"";
    String joined =
        "SELECT *, %s FROM (%s) AS \"_t\"%s%s ON %s"
            .formatted(
                action(clauses),
                dml.target(merge.getTableScan()),
                join(clauses),
                source,
                translation.expressions().sql(merge.getMergeExpr()));
    return "SELECT %s FROM (%s) AS \"_\" WHERE \"_action\" IS NOT NULL"
        .formatted(String.join(", ", selected), joined);
  }

  /** The number of the first clause that applies. */
  private String action(List<ResolvedMergeWhen> clauses) {
    StringBuilder sql = new StringBuilder("CASE");
    for (int i = 0; i < clauses.size(); i++) {
      sql.append(" WHEN ").append(applies(clauses.get(i))).append(" THEN ").append(i);
    }
    return sql.append(" END AS \"_action\"").toString();
  }

  private String applies(ResolvedMergeWhen clause) {
    String match =
        switch (clause.getMatchType()) {
          case MATCHED -> "\"_rowid\" IS NOT NULL AND \"_source\"";
          case NOT_MATCHED_BY_SOURCE -> "\"_source\" IS NULL";
          case NOT_MATCHED_BY_TARGET -> "\"_rowid\" IS NULL";
          default -> throw new UnsupportedSqlException("MERGE " + clause.getMatchType());
        };
    return clause.getMatchExpr() == null
        ? match
        : match + " AND " + translation.expressions().sql(clause.getMatchExpr());
  }

  /** No wider than the clauses need. */
  private static String join(List<ResolvedMergeWhen> clauses) {
    boolean targets = has(clauses, MatchType.NOT_MATCHED_BY_SOURCE);
    boolean sources = has(clauses, MatchType.NOT_MATCHED_BY_TARGET);
    if (targets && sources) {
      return " FULL JOIN ";
    }
    return targets ? " LEFT JOIN " : sources ? " RIGHT JOIN " : " JOIN ";
  }

  private static boolean has(List<ResolvedMergeWhen> clauses, MatchType type) {
    return clauses.stream().anyMatch(clause -> clause.getMatchType() == type);
  }

  private List<String> values(ResolvedMergeWhen clause) {
    return switch (clause.getActionType()) {
      case INSERT ->
          clause.getInsertRow().getValueList().stream()
              .map((ResolvedDMLValue v) -> dml.value(v))
              .toList();
      case UPDATE ->
          clause.getUpdateItemList().stream()
              .map((ResolvedUpdateItem item) -> dml.value(item.getSetValue()))
              .toList();
      default -> List.of();
    };
  }

  private static String value(int clause, int index) {
    return "v" + clause + "_" + index;
  }

  private Step step(ResolvedTableScan scan, ResolvedMergeWhen clause, int number) {
    TableDefinition table = dml.definition(scan);
    String chosen = " AND " + Dml.CHANGES + ".\"_action\" = " + number;
    return switch (clause.getActionType()) {
      case DELETE ->
          new Step(
              "DELETE FROM %s WHERE rowid IN (SELECT \"_rowid\" FROM %s WHERE \"_action\" = %d)"
                  .formatted(DuckTypes.quoted(table.id()), Dml.CHANGES, number),
              Effect.DELETED);
      case UPDATE -> {
        List<String> assignments = new ArrayList<>();
        for (ResolvedUpdateItem item : clause.getUpdateItemList()) {
          String value = Dml.CHANGES + "." + value(number, assignments.size());
          assignments.add(Dml.assignment(table, Dml.column(item), value));
        }
        yield new Step(Dml.change(table, assignments, chosen), Effect.UPDATED);
      }
      case INSERT -> {
        List<ResolvedColumn> columns = clause.getInsertColumnList();
        List<String> values =
            IntStream.range(0, columns.size()).mapToObj(j -> value(number, j)).toList();
        String rows = "SELECT * FROM " + Dml.CHANGES + " WHERE \"_action\" = " + number;
        yield new Step(dml.insertion(scan, columns, values, rows), Effect.INSERTED);
      }
      default -> throw new UnsupportedSqlException("MERGE " + clause.getActionType());
    };
  }
}
