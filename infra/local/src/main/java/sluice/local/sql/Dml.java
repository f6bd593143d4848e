package sluice.local.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDMLDefault;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDMLValue;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDeleteStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertRow;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTruncateStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateStmt;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.local.sql.Translated.Effect;
import sluice.local.sql.Translated.Step;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.TableId;
import sluice.sql.analysis.TableDefinition;

/** INSERT, UPDATE, DELETE and TRUNCATE. */
final class Dml {
  /** Where a statement's changes wait until they are made, in the connection's own schema. */
  static final String CHANGES = "temp.main.\"_changes\"";

  private final Translation translation;

  Dml(Translation translation) {
    this.translation = translation;
  }

  Translated.Dml insert(ResolvedInsertStmt insert) {
    refuse(insert.getReturning() != null, "THEN RETURN");
    refuse(insert.getOnConflictClause() != null, "ON CONFLICT");
    refuse(insert.getAssertRowsModified() != null, "ASSERT_ROWS_MODIFIED");
    List<String> values =
        IntStream.range(0, insert.getInsertColumnList().size()).mapToObj(i -> "v" + i).toList();
    String rows = insert.getQuery() == null ? rows(insert) : query(insert);
    return done(
        insert.getTableScan(),
        List.of(
            new Step(
                insertion(insert.getTableScan(), insert.getInsertColumnList(), values, rows),
                Effect.INSERTED)));
  }

  /** INSERT INTO ... SELECT values FROM rows, with what other columns need to have. */
  String insertion(
      ResolvedTableScan scan, List<ResolvedColumn> columns, List<String> values, String rows) {
    TableDefinition table = definition(scan);
    Set<String> given =
        columns.stream().map(c -> c.getName().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    List<String> names = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add(DuckTypes.quoted(columns.get(i).getName()));
      selected.add(stored(table, columns.get(i), values.get(i)));
    }
    for (Column column : table.columns()) {
      boolean absent = !given.contains(column.name().toLowerCase(Locale.ROOT));
      if (absent && column.mode() == Mode.REPEATED) {
        names.add(DuckTypes.quoted(column.name()));
        selected.add("[]::" + DuckTypes.type(column));
      }
    }
    if (table.ingestionTimePartitioned() && !given.contains("_partitiontime")) {
      names.add(DuckTypes.quoted(DuckTypes.PARTITION_TIME));
      selected.add(today());
    }
    return "INSERT INTO %s (%s) SELECT %s FROM (%s) AS \"_\""
        .formatted(
            DuckTypes.quoted(table.id()),
            String.join(", ", names),
            String.join(", ", selected),
            rows);
  }

  private String today() {
    long days =
        ChronoUnit.DAYS.between(
            java.time.LocalDate.EPOCH,
            translation.context().now().atZone(ZoneOffset.UTC).toLocalDate());
    return Literals.timestamp(days * 86_400_000_000L);
  }

  static String stored(TableDefinition table, ResolvedColumn column, String value) {
    return table.columns().stream()
        .filter(each -> each.name().equalsIgnoreCase(column.getName()))
        .findFirst()
        .map(each -> Queries.stored(each, value))
        .orElse(value);
  }

  private String rows(ResolvedInsertStmt insert) {
    List<String> rows = new ArrayList<>();
    for (ResolvedInsertRow row : insert.getRowList()) {
      List<String> values = new ArrayList<>();
      for (ResolvedDMLValue value : row.getValueList()) {
        values.add(value(value) + " AS v" + values.size());
      }
      rows.add("SELECT " + String.join(", ", values));
    }
    return String.join(" UNION ALL ", rows);
  }

  String value(ResolvedDMLValue value) {
    ResolvedExpr expression = value.getValue();
    return expression instanceof ResolvedDMLDefault
        ? Literals.nullOf(expression.getType())
        : translation.expressions().sql(expression);
  }

  private String query(ResolvedInsertStmt insert) {
    List<String> values = new ArrayList<>();
    for (ResolvedColumn column : insert.getQueryOutputColumnList()) {
      values.add(translation.name(column) + " AS v" + values.size());
    }
    return "SELECT %s FROM %s"
        .formatted(String.join(", ", values), translation.relations().from(insert.getQuery()));
  }

  Translated.Dml delete(ResolvedDeleteStmt delete) {
    refuse(delete.getReturning() != null, "THEN RETURN");
    refuse(delete.getAssertRowsModified() != null, "ASSERT_ROWS_MODIFIED");
    ResolvedTableScan scan = delete.getTableScan();
    String where = translation.expressions().sql(delete.getWhereExpr());
    String sql =
        "DELETE FROM %s WHERE rowid IN (SELECT \"_rowid\" FROM (%s) AS \"_\" WHERE %s)"
            .formatted(DuckTypes.quoted(definition(scan).id()), target(scan), where);
    return done(scan, List.of(new Step(sql, Effect.DELETED)));
  }

  Translated.Dml truncate(ResolvedTruncateStmt truncate) {
    refuse(truncate.getWhereExpr() != null, "TRUNCATE TABLE ... WHERE");
    ResolvedTableScan scan = truncate.getTableScan();
    String sql = "DELETE FROM " + DuckTypes.quoted(definition(scan).id());
    return done(scan, List.of(new Step(sql, Effect.DELETED)));
  }

  Translated.Dml update(ResolvedUpdateStmt update) {
    refuse(update.getReturning() != null, "THEN RETURN");
    refuse(update.getAssertRowsModified() != null, "ASSERT_ROWS_MODIFIED");
    ResolvedTableScan scan = update.getTableScan();
    List<String> values = new ArrayList<>();
    List<String> assignments = new ArrayList<>();
    for (ResolvedUpdateItem item : update.getUpdateItemList()) {
      String name = "v" + values.size();
      ResolvedColumn column = column(item);
      values.add(value(item.getSetValue()) + " AS " + name);
      assignments.add(assignment(definition(scan), column, CHANGES + "." + name));
    }
    String from =
        update.getFromScan() == null
            ? ""
            : " CROSS JOIN (" + translation.select(update.getFromScan()) + ") AS \"_f\"";
    String rows =
        "SELECT \"_rowid\", %s FROM (%s) AS \"_t\"%s WHERE %s"
            .formatted(
                String.join(", ", values),
                target(scan),
                from,
                translation.expressions().sql(update.getWhereExpr()));
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("CREATE OR REPLACE TEMP TABLE \"_changes\" AS " + rows, Effect.NONE));
    if (update.getFromScan() != null) {
      steps.add(atMostOnce());
    }
    steps.add(new Step(change(definition(scan), assignments, ""), Effect.UPDATED));
    steps.add(new Step("DROP TABLE " + CHANGES, Effect.NONE));
    return done(scan, steps);
  }

  static String assignment(TableDefinition table, ResolvedColumn column, String value) {
    return DuckTypes.quoted(column.getName()) + " = " + stored(table, column, value);
  }

  static String change(TableDefinition table, List<String> assignments, String more) {
    return "UPDATE %s AS \"_target\" SET %s FROM %s WHERE \"_target\".rowid = %s.\"_rowid\"%s"
        .formatted(
            DuckTypes.quoted(table.id()), String.join(", ", assignments), CHANGES, CHANGES, more);
  }

  /** Fails where one row of the target would be changed twice. */
  static Step atMostOnce() {
    return new Step(
        "SELECT gs_error('UPDATE/MERGE must match at most one source row for each target row')"
            + " FROM (SELECT \"_rowid\" FROM "
            + CHANGES
            + " WHERE \"_rowid\" IS NOT NULL GROUP BY \"_rowid\" HAVING count(*) > 1 LIMIT 1)"
            + " AS \"_twice\"",
        Effect.NONE);
  }

  static ResolvedColumn column(ResolvedUpdateItem item) {
    boolean whole =
        item.getSetValue() != null
            && item.getDeleteList().isEmpty()
            && item.getUpdateList().isEmpty()
            && item.getInsertList().isEmpty()
            && item.getUpdateItemElementList().isEmpty();
    if (!whole || !(item.getTarget() instanceof ResolvedColumnRef ref)) {
      throw new UnsupportedSqlException("UPDATE of a part of a column");
    }
    return ref.getColumn();
  }

  /** The rows of the target with their ids. */
  String target(ResolvedTableScan scan) {
    return "SELECT rowid AS \"_rowid\", "
        + translation.relations().tableColumns(scan)
        + " FROM "
        + DuckTypes.quoted(definition(scan).id());
  }

  TableDefinition definition(ResolvedTableScan scan) {
    TableDefinition table = translation.definition(TableId.parse(scan.getTable().getFullName()));
    refuse(table.viewSql().isPresent(), "changes of a view");
    return table;
  }

  Translated.Dml done(ResolvedTableScan scan, List<Step> steps) {
    return new Translated.Dml(
        translation.analysis().kind(),
        translation.analysis().tables().keySet(),
        definition(scan).id(),
        List.copyOf(steps));
  }

  static void refuse(boolean when, String what) {
    if (when) {
      throw new UnsupportedSqlException(what);
    }
  }
}
