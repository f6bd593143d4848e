package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.RejectedException;
import sluice.plan.Check;
import sluice.plan.Transform;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.sql.analysis.AnalysisOptions;
import sluice.sql.analysis.GoogleSql;
import sluice.sql.analysis.SqlException;
import sluice.sql.analysis.TableDefinition;
import sluice.sql.analysis.Tables;

/** Makes a query of each check of a table, and type-checks it. */
final class CheckCompiler {
  private static final Set<ColumnType> NOT_COMPARED =
      EnumSet.of(ColumnType.STRUCT, ColumnType.JSON, ColumnType.GEOGRAPHY);

  private final TableId table;
  private final TableId staging;
  private final ColumnCheck columns;
  private final Tables tables;
  private final Problems problems;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<String, Place> names = new HashMap<>();

  private CheckCompiler(TableId table, List<Column> columns, Tables others, Problems problems) {
    this.table = table;
    this.staging = Transform.staging(table);
    this.columns = new ColumnCheck(columns, problems);
    this.tables =
        id ->
            id.equals(staging)
                ? Optional.of(TableDefinition.of(staging, columns))
                : others.find(id);
    this.problems = problems;
  }

  /** The checks of a table that has those columns. */
  static List<Check> compile(
      SqlTable table, List<Column> columns, Tables others, Problems problems) {
    CheckCompiler compiler = new CheckCompiler(table.id(), columns, others, problems);
    table.checks().forEach(compiler::compile);
    return compiler.typeChecked();
  }

  private void compile(CheckRule rule) {
    if (rule instanceof CheckRule.Unique unique) {
      unique(unique);
    } else if (rule instanceof CheckRule.NotNull notNull) {
      notNull(notNull);
    } else if (rule instanceof CheckRule.Accepted accepted) {
      accepted(accepted);
    } else if (rule instanceof CheckRule.References references) {
      references(references);
    } else if (rule instanceof CheckRule.AtLeast least) {
      add(
          rule,
          "rows(at_least %d)".formatted(least.rows()),
          "SELECT GREATEST(%d - COUNT(*), 0) FROM %s".formatted(least.rows(), name(staging)));
    } else if (rule instanceof CheckRule.AtMost most) {
      add(
          rule,
          "rows(at_most %d)".formatted(most.rows()),
          "SELECT GREATEST(COUNT(*) - %d, 0) FROM %s".formatted(most.rows(), name(staging)));
    } else if (rule instanceof CheckRule.Expression expression) {
      expression(expression);
    }
  }

  private void unique(CheckRule.Unique rule) {
    List<Column> keys = new ArrayList<>();
    rule.columns().forEach(column -> comparable(rule, column).ifPresent(keys::add));
    if (keys.size() == rule.columns().size()) {
      String list = keys.stream().map(this::quoted).collect(Collectors.joining(", "));
      // As a UNIQUE constraint has it: rows without a key are not alike.
      String keyed =
          keys.stream()
              .map(column -> quoted(column) + " IS NOT NULL")
              .collect(Collectors.joining(" AND "));
      add(
          rule,
          "unique(%s)".formatted(String.join(", ", rule.columns())),
          ("SELECT IFNULL(SUM(surplus), 0) FROM"
                  + " (SELECT COUNT(*) - 1 AS surplus FROM %s WHERE %s GROUP BY %s)")
              .formatted(name(staging), keyed, list));
    }
  }

  private void notNull(CheckRule.NotNull rule) {
    columns
        .require(
            new Located<>(rule.column(), rule.place()),
            column -> column.mode() != Mode.REPEATED,
            "Remove it: an array in a table is never NULL.")
        .ifPresent(
            column ->
                add(
                    rule,
                    "not_null(%s)".formatted(rule.column()),
                    count("%s IS NULL".formatted(quoted(column)))));
  }

  private void accepted(CheckRule.Accepted rule) {
    Optional<Column> column = comparable(rule, rule.column());
    if (column.isEmpty()) {
      return;
    }
    List<String> literals = new ArrayList<>();
    for (Located<String> value : rule.values()) {
      try {
        literals.add(Literals.of(column.get(), value.value()));
      } catch (RejectedException e) {
        problems.add(value.place(), String.valueOf(e.getMessage()));
      }
    }
    if (literals.size() == rule.values().size()) {
      String list = String.join(", ", literals);
      add(
          rule,
          "accepted(%s)".formatted(rule.column()),
          count("%s NOT IN (%s)".formatted(quoted(column.get()), list)));
    }
  }

  private void references(CheckRule.References rule) {
    TableId target = rule.target().table().equals(table) ? staging : rule.target().table();
    Optional<Column> column = comparable(rule, rule.column());
    Optional<TableDefinition> there = tables.find(target);
    if (column.isEmpty() || there.isEmpty()) {
      return;
    }
    new ColumnCheck(there.get().columns(), problems)
        .find(
            new Located<>(rule.target().column(), rule.place()),
            target.equals(staging) ? table : target)
        .ifPresent(
            key ->
                add(
                    rule,
                    "references(%s -> %s)".formatted(rule.column(), rule.target()),
                    """
                    SELECT COUNT(*) FROM %s AS checked
                    WHERE checked.%s IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM %s AS there WHERE there.%s = checked.%s)"""
                        .formatted(
                            name(staging),
                            quoted(column.get()),
                            name(target),
                            quoted(key),
                            quoted(column.get()))));
  }

  private void expression(CheckRule.Expression rule) {
    // The condition stands on a line of its own, so that a comment in it hides nothing else.
    add(
        rule,
        "expression(%s)".formatted(rule.condition()),
        count("NOT (\n%s\n)".formatted(rule.condition())));
  }

  private Optional<Column> comparable(CheckRule rule, String name) {
    return columns.require(
        new Located<>(name, rule.place()),
        column -> column.mode() != Mode.REPEATED && !NOT_COMPARED.contains(column.type()),
        "Values of that type cannot be compared: name another column.");
  }

  private String count(String condition) {
    return "SELECT COUNT(*) FROM %s WHERE %s".formatted(name(staging), condition);
  }

  private String quoted(Column column) {
    return "`" + column.name() + "`";
  }

  private static String name(TableId id) {
    return "`%s`.`%s`".formatted(id.dataset(), id.table());
  }

  private void add(CheckRule rule, String name, String sql) {
    Place earlier = names.putIfAbsent(name, rule.place());
    if (earlier != null) {
      problems.add(
          rule.place(),
          "repeats line %d: %s".formatted(earlier.line(), name),
          "Remove one of the two.");
      return;
    }
    drafts.add(new Draft(rule.place(), new Check(name, sql)));
  }

  /**
   * Type-checks the queries: all as one statement, which costs the analyzer as much as one of them,
   * and each by itself only where that fails.
   */
  private List<Check> typeChecked() {
    String all =
        drafts.stream()
            .map(draft -> "(" + draft.check().failuresSql() + ")")
            .collect(Collectors.joining(",\n", "SELECT\n", ""));
    if (!drafts.isEmpty() && fault(all).isPresent()) {
      for (Draft draft : drafts) {
        fault(draft.check().failuresSql())
            .ifPresent(
                fault ->
                    problems.add(draft.place(), "does not type-check: " + fault, "Correct it."));
      }
    }
    return drafts.stream().map(Draft::check).toList();
  }

  private Optional<String> fault(String sql) {
    try {
      GoogleSql.analyze(sql, tables, AnalysisOptions.of("project"));
      return Optional.empty();
    } catch (SqlException e) {
      return Optional.of(SqlPlaces.sentence(e));
    }
  }

  private record Draft(Place place, Check check) {}
}
