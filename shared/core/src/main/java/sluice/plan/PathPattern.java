package sluice.plan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which paths below {@code landing/} are a table's.
 *
 * <p>More specific comes first: the longer text before anything variable, then the more characters
 * that are written out. Two that are equal in both and meet in a path do not compile, so that at
 * most one table wins.
 *
 * @param written as its author wrote it
 * @param regex in RE2's syntax, about the whole path; matching takes time in proportion to the path
 * @param prefix the text that every such path begins with
 * @param literals how many characters are written out in all
 */
public record PathPattern(String written, String regex, String prefix, int literals)
    implements Comparable<PathPattern> {

  private static final Comparator<PathPattern> ORDER =
      Comparator.comparingInt((PathPattern pattern) -> -pattern.prefix().length())
          .thenComparingInt(pattern -> -pattern.literals())
          .thenComparing(PathPattern::written);

  /** Those of the plans that this process has read. */
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  @Override
  public int compareTo(PathPattern other) {
    return ORDER.compare(this, other);
  }

  /** What the named groups hold in that path; empty when it is none of these. */
  public Optional<Map<String, String>> match(String path) {
    if (!path.startsWith(prefix)) {
      return Optional.empty();
    }
    Pattern pattern =
        COMPILED.computeIfAbsent(regex, text -> Pattern.compile(text, Pattern.DOTALL));
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (String name : pattern.namedGroups().keySet()) {
      String value = matcher.group(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return Optional.of(Collections.unmodifiableMap(values));
  }
}
