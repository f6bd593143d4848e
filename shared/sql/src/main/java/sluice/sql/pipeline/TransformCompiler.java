package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sluice.plan.Transform;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.sql.analysis.Analysis;
import sluice.sql.analysis.AnalysisOptions;
import sluice.sql.analysis.ColumnReference;
import sluice.sql.analysis.GoogleSql;
import sluice.sql.analysis.SqlException;
import sluice.sql.analysis.StatementKind;
import sluice.sql.analysis.Tables;

/** Type-checks one SQL file and everything that its settings say of its columns. */
final class TransformCompiler {
  /** The names that BigQuery gives to columns without one. */
  private static final Pattern NAMELESS = Pattern.compile("f\\d+_");

  private static final Pattern RESERVED =
      Pattern.compile(
          "(_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER).*",
          Pattern.CASE_INSENSITIVE);

  private final SqlTable table;
  private final Tables tables;
  private final Problems problems;

  private TransformCompiler(SqlTable table, Tables tables, Problems problems) {
    this.table = table;
    this.tables = tables;
    this.problems = problems;
  }

  /**
   * The transform.
   *
   * @param inputs the tables it reads
   * @param tables the columns of those
   * @return empty when the statement does not type-check, so that its columns are unknown
   */
  static Optional<Transform> compile(
      SqlTable table, SortedSet<TableId> inputs, Tables tables, Problems problems) {
    TransformCompiler compiler = new TransformCompiler(table, tables, problems);
    return compiler.analysis().map(analysis -> compiler.transform(inputs, analysis));
  }

  private Optional<Analysis> analysis() {
    try {
      Analysis analysis = GoogleSql.analyze(table.text(), tables, AnalysisOptions.of("project"));
      if (analysis.kind() == StatementKind.SELECT) {
        return Optional.of(analysis);
      }
      problems.add(
          table.place(),
          "The statement is no query",
          "Write one, with SELECT, WITH or FROM: Sluice makes the table of its rows.");
    } catch (SqlException e) {
      problems.add(Place.of(table.place().file(), e.line()), SqlPlaces.message(e));
    }
    return Optional.empty();
  }

  private Transform transform(SortedSet<TableId> inputs, Analysis analysis) {
    List<Column> columns = describe(analysis.columns());
    checkNames(columns);
    LayoutCheck.check(table.layout(), columns, problems);
    return new Transform(
        table.id(),
        table.statement(),
        table.materialization(),
        List.copyOf(inputs),
        columns,
        lineage(analysis),
        table.layout().layout(),
        CheckCompiler.compile(table, columns, tables, problems),
        table.refresh(),
        table.about());
  }

  private List<Column> describe(List<Column> columns) {
    Map<String, String> descriptions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ColumnCheck check = new ColumnCheck(columns, problems);
    for (Located<String> description : table.columnDescriptions()) {
      String path = description.place().path();
      String name = path.substring(path.indexOf('.') + 1);
      check
          .find(new Located<>(name, description.place()))
          .ifPresent(column -> descriptions.put(column.name(), description.value()));
    }
    List<Column> described = new ArrayList<>();
    for (Column column : columns) {
      String text = descriptions.get(column.name());
      described.add(text == null ? column : column.describedAs(text));
    }
    return described;
  }

  private void checkNames(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (NAMELESS.matcher(name).matches()) {
        problems.add(
            table.place(),
            "Column %d of the query has no name".formatted(i + 1),
            "Write AS and a name behind it.");
      } else if (RESERVED.matcher(name).matches()) {
        problems.add(
            table.place(),
            "The column '%s' has a name that BigQuery keeps for itself".formatted(name),
            "Write AS and another name behind it.");
      }
    }
  }

  private static Map<String, List<String>> lineage(Analysis analysis) {
    Map<String, List<String>> lineage = new TreeMap<>();
    analysis
        .lineage()
        .forEach(
            (column, origins) ->
                lineage.put(
                    column, origins.stream().sorted().map(ColumnReference::toString).toList()));
    return lineage;
  }
}
