package sluice.local.sql;

import com.google.zetasql.PreparedQuery;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SqlException;
import com.google.zetasql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sluice.sql.analysis.Dialect;

/** GoogleSQL's reference evaluator. */
final class Reference {
  private final SimpleCatalog catalog = Dialect.catalog();

  Outcome run(String sql, boolean ordered) {
    try (PreparedQuery query =
        PreparedQuery.builder()
            .setSql(sql)
            .setAnalyzerOptions(Dialect.options())
            .setCatalog(catalog)
            .prepare()) {
      List<String> rows = new ArrayList<>();
      for (List<Value> row : query.execute(Map.of()).getTableData()) {
        rows.add(row.stream().map(Reference::topLevel).collect(Collectors.joining(" | ")));
      }
      return Outcome.rows(ordered ? rows : rows.stream().sorted().toList());
    } catch (SqlException e) {
      return Outcome.failed(Outcome.Kind.ERROR, e.getMessage());
    }
  }

  /** BigQuery gives an empty array for a NULL one. */
  private static String topLevel(Value value) {
    return value.isNull() && value.getType().isArray() ? "[]" : Canonical.of(value);
  }
}
