package sluice.sql.analysis;

import com.google.zetasql.Analyzer;
import com.google.zetasql.Parser;
import com.google.zetasql.parser.ASTNodes.ASTAlterTableStatement;
import com.google.zetasql.parser.ASTNodes.ASTIdentifier;
import com.google.zetasql.parser.ASTNodes.ASTPathExpression;
import com.google.zetasql.parser.ParseTreeVisitor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables that a statement names, each with the place of its first mention. */
final class References {
  private References() {}

  /** By the path of identifiers as written, in the order of first mention. */
  static Map<List<String>, TableReference> of(String sql) {
    Set<List<String>> paths = new HashSet<>();
    Map<List<String>, Integer> offsets;
    try {
      Analyzer.extractTableNamesFromStatement(sql, Dialect.options(AnalysisOptions.of("project")))
          .forEach(path -> paths.add(List.copyOf(path)));
      offsets = offsets(sql, paths);
    } catch (com.google.zetasql.SqlException e) {
      throw SqlException.of(e);
    }
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    Map<List<String>, TableReference> references = new LinkedHashMap<>();
    paths.stream()
        .sorted((a, b) -> Integer.compare(offsets.getOrDefault(a, 0), offsets.getOrDefault(b, 0)))
        .forEach(
            path -> references.put(path, reference(path, text, offsets.getOrDefault(path, 0))));
    return references;
  }

  /** The place of each path; the table of an ALTER, which the extraction leaves out, joins them. */
  private static Map<List<String>, Integer> offsets(String sql, Set<List<String>> tables) {
    Map<List<String>, Integer> offsets = new HashMap<>();
    ParseTreeVisitor visitor =
        new ParseTreeVisitor() {
          @Override
          public void visit(ASTPathExpression path) {
            offsets.merge(names(path), path.getParseLocationRange().start(), Math::min);
          }

          @Override
          public void visit(ASTAlterTableStatement alter) {
            tables.add(names(alter.getPath()));
            super.visit(alter);
          }
        };
    Parser.parseStatement(sql, Dialect.language()).accept(visitor);
    return offsets;
  }

  private static List<String> names(ASTPathExpression path) {
    return path.getNames().stream().map(ASTIdentifier::getIdString).toList();
  }

  private static TableReference reference(List<String> path, byte[] text, int offset) {
    String before = new String(text, 0, Math.min(offset, text.length), StandardCharsets.UTF_8);
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return TableReference.of(path, line, 1 + before.codePointCount(lineStart, before.length()));
  }
}
