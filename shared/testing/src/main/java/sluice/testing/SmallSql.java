package sluice.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.RejectedException;
import sluice.schema.TableId;

/**
 * As much GoogleSQL as tests of whole pipelines need, over tables of one column, {@code id}:
 *
 * <pre>{@code
 * SELECT id | DISTINCT id | CONCAT(id, 'x') AS id | COUNT(*) FROM t [WHERE id = 'x']
 *   [UNION ALL SELECT ...] [ORDER BY id]
 * SELECT CONCAT(id, ' ', _object, ' ', CAST(_batch AS STRING)) AS id FROM t [ORDER BY id]
 * }</pre>
 *
 * and the query that a transform's checks become. Everything else is refused.
 */
public final class SmallSql implements SqlRunner {

  private static final Pattern CHECKS =
      Pattern.compile("SELECT \\* FROM \\(\n(.*)\n\\) WHERE failures > 0 .*", Pattern.DOTALL);
  private static final Pattern CHECK =
      Pattern.compile(
          "SELECT '([^']*)' AS check_name, \\(\n(.*?)\n\\) AS failures", Pattern.DOTALL);
  private static final Pattern TRACED =
      Pattern.compile(
          "SELECT CONCAT\\(id, ' ', _object, ' ', CAST\\(_batch AS STRING\\)\\) AS id"
              + "\\s+FROM `(?<table>[^`]+)`");
  private static final Pattern SELECT =
      Pattern.compile(
          "SELECT (?<what>id|DISTINCT id|COUNT\\(\\*\\)|CONCAT\\(id, '(?<suffix>[^']*)'\\) AS id)"
              + "\\s+FROM (?<table>[`\\w.]+)(?:\\s+WHERE id = '(?<wanted>[^']*)')?");

  @Override
  public List<Map<String, String>> run(String sql, Tables tables) {
    Matcher checks = CHECKS.matcher(sql);
    return checks.matches() ? checks(checks.group(1), tables) : query(sql, tables);
  }

  private static List<Map<String, String>> checks(String sql, Tables tables) {
    List<Map<String, String>> broken = new ArrayList<>();
    Matcher check = CHECK.matcher(sql);
    while (check.find()) {
      String failures = query(check.group(2), tables).get(0).getOrDefault("f0_", "");
      if (!failures.equals("0")) {
        broken.add(Map.of("check_name", check.group(1), "failures", failures));
      }
    }
    return broken;
  }

  private static List<Map<String, String>> query(String sql, Tables tables) {
    String body = sql.strip();
    boolean ordered = body.endsWith("ORDER BY id");
    String selects = ordered ? body.substring(0, body.length() - "ORDER BY id".length()) : body;
    Stream<Map<String, String>> rows =
        Stream.of(selects.split("\\s+UNION ALL\\s+"))
            .flatMap(select -> select(select.strip(), tables).stream());
    return (ordered ? rows.sorted(Comparator.comparing(row -> row.getOrDefault("id", ""))) : rows)
        .toList();
  }

  private static List<Map<String, String>> traced(String sql, Tables tables) {
    Matcher select = TRACED.matcher(sql);
    if (!select.matches()) {
      throw new RejectedException("Syntax error: '%s'. See SmallSql.".formatted(sql));
    }
    return tables.rows(TableId.parse(select.group("table"))).stream()
        .map(
            row ->
                Stream.of("id", "_object", "_batch")
                    .map(column -> row.getOrDefault(column, ""))
                    .collect(Collectors.joining(" ")))
        .map(id -> Map.of("id", id))
        .toList();
  }

  private static List<Map<String, String>> select(String sql, Tables tables) {
    if (sql.contains("_object")) {
      return traced(sql, tables);
    }
    Matcher select = SELECT.matcher(sql);
    if (!select.matches()) {
      throw new RejectedException("Syntax error: '%s'. See SmallSql.".formatted(sql));
    }
    String wanted = select.group("wanted");
    TableId table = TableId.parse(select.group("table").replace("`", ""));
    Stream<String> ids =
        tables.rows(table).stream()
            .map(row -> row.getOrDefault("id", ""))
            .filter(id -> wanted == null || wanted.equals(id));
    String suffix = select.group("suffix") == null ? "" : select.group("suffix");
    return switch (select.group("what")) {
      case "COUNT(*)" -> List.of(Map.of("f0_", Long.toString(ids.count())));
      case "DISTINCT id" -> ids.distinct().map(id -> Map.of("id", id)).toList();
      default -> ids.map(id -> Map.of("id", id + suffix)).toList();
    };
  }
}
