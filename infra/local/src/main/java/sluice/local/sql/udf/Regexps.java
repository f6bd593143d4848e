package sluice.local.sql.udf;

import com.google.gson.JsonArray;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Regular expressions of RE2's syntax, where DuckDB's own functions do not do. */
final class Regexps {
  private static final int MOST = 512;
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Regexps() {}

  static void addTo(Registrar all) {
    all.add("gs_regexp_extract", "TEXT TEXT LONG LONG -> TEXT", Regexps::extract);
    all.add("gs_regexp_extract_all", "TEXT TEXT -> TEXT", Regexps::extractAll);
    all.add("gs_regexp_replace", "TEXT TEXT TEXT -> TEXT", Regexps::replace);
    all.add("gs_regexp_instr", "TEXT TEXT LONG LONG LONG -> LONG", Regexps::instr);
    all.add("gs_like", "TEXT TEXT -> BOOL", a -> like((String) a[1]).matches((String) a[0]));
  }

  private static Pattern compiled(String regexp) {
    if (COMPILED.size() > MOST) {
      COMPILED.clear();
    }
    return COMPILED.computeIfAbsent(regexp, Regexps::compile);
  }

  private static Pattern compile(String regexp) {
    try {
      return Pattern.compile(regexp);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("Cannot parse regular expression: " + e.getMessage(), e);
    }
  }

  private static Matcher matcher(Object regexp, Object text) {
    Matcher matcher = compiled((String) regexp).matcher((String) text);
    if (matcher.groupCount() > 1) {
      throw new IllegalArgumentException(
          "Regular expression has more than 1 capturing group: " + regexp);
    }
    return matcher;
  }

  @SuppressWarnings("NullAway") // Registrar.Body gives null where SQL gives NULL.
  private static String extract(Object[] a) {
    Matcher matcher = matcher(a[1], a[0]);
    String text = (String) a[0];
    long position = (Long) a[2];
    long left = (Long) a[3];
    if (position <= 0 || left <= 0) {
      throw new IllegalArgumentException("REGEXP_EXTRACT position and occurrence must be positive");
    }
    if (position - 1 > text.codePointCount(0, text.length())) {
      return null;
    }
    int from = text.offsetByCodePoints(0, (int) position - 1);
    for (boolean found = matcher.find(from); found; found = matcher.find()) {
      if (--left == 0) {
        return matcher.group(matcher.groupCount());
      }
    }
    return null;
  }

  private static String extractAll(Object[] a) {
    Matcher matcher = matcher(a[1], a[0]);
    JsonArray found = new JsonArray();
    while (matcher.find()) {
      String group = matcher.group(matcher.groupCount());
      found.add(group == null ? "" : group);
    }
    return found.toString();
  }

  private static String replace(Object[] a) {
    Matcher matcher = compiled((String) a[1]).matcher((String) a[0]);
    StringBuilder out = new StringBuilder();
    String text = (String) a[0];
    int at = 0;
    int last = -1;
    while (matcher.find()) {
      // RE2 takes no empty match right behind another match.
      if (matcher.start() == matcher.end() && matcher.start() == last) {
        continue;
      }
      out.append(text, at, matcher.start());
      rewrite(matcher, (String) a[2], out);
      at = matcher.end();
      last = at;
    }
    return out.append(text.substring(at)).toString();
  }

  /** RE2's rewriting: \0 to \9 are groups, \\ a backslash. */
  private static void rewrite(Matcher matcher, String rewrite, StringBuilder out) {
    for (int i = 0; i < rewrite.length(); i++) {
      char c = rewrite.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char next = ++i < rewrite.length() ? rewrite.charAt(i) : ' ';
      if (next == '\\') {
        out.append('\\');
      } else if (Character.isDigit(next) && next - '0' <= matcher.groupCount()) {
        String group = matcher.group(next - '0');
        out.append(group == null ? "" : group);
      } else {
        throw new IllegalArgumentException("Invalid REGEXP_REPLACE pattern: " + rewrite);
      }
    }
  }

  private static Long instr(Object[] a) {
    Matcher matcher = matcher(a[1], a[0]);
    String text = (String) a[0];
    long position = (Long) a[2];
    long left = (Long) a[3];
    if (position <= 0 || left <= 0) {
      throw new IllegalArgumentException("REGEXP_INSTR position and occurrence must be positive");
    }
    if (position - 1 > text.codePointCount(0, text.length()) || ((String) a[1]).isEmpty()) {
      return 0L;
    }
    int from = text.offsetByCodePoints(0, (int) position - 1);
    for (boolean found = matcher.find(from); found; found = matcher.find()) {
      if (--left == 0) {
        int group = matcher.groupCount();
        int at = (Long) a[4] == 1 ? matcher.end(group) : matcher.start(group);
        return (long) text.codePointCount(0, at) + 1;
      }
    }
    return 0L;
  }

  /** A LIKE pattern, whose backslashes escape. */
  private static Pattern like(String pattern) {
    StringBuilder regexp = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        regexp.append(".*");
      } else if (c == '_') {
        regexp.append('.');
      } else if (c == '\\') {
        if (++i == pattern.length()) {
          throw new IllegalArgumentException("LIKE pattern ends with a backslash");
        }
        regexp.append(Pattern.quote(pattern.substring(i, i + 1)));
      } else {
        regexp.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return compiled(regexp.toString());
  }
}
