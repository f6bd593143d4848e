package sluice.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of a database's tables flow by themselves. A pattern is about {@code schema.table}; {@code
 * *} stands for any characters.
 *
 * @param dataset where they go
 * @param include a table is taken if one of these fits
 * @param exclude and none of these
 */
public record TablePatterns(String dataset, List<String> include, List<String> exclude) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public TablePatterns {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Whether the table of that name, {@code schema.table}, is taken. */
  public boolean take(String table) {
    return fits(include, table) && !fits(exclude, table);
  }

  /**
   * The name in BigQuery of a table of that name, {@code schema.table}: without the schema {@code
   * public}, behind any other. Empty if that makes no name.
   */
  public static Optional<String> nameOf(String table) {
    String plain = table.startsWith("public.") ? table.substring("public.".length()) : table;
    String name = plain.replace('.', '_').toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  private static boolean fits(List<String> patterns, String table) {
    return patterns.stream().anyMatch(pattern -> regex(pattern).matcher(table).matches());
  }

  private static Pattern regex(String pattern) {
    return Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }
}
