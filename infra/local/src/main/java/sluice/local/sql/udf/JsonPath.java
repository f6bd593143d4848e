package sluice.local.sql.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSONPath of names and indexes: {@code $.a.b[0]}, with {@code ."a b"} for other names, and
 * {@code ['a b']} in the older functions.
 */
record JsonPath(List<Step> steps) {
  private static final int MOST = 512;
  private static final Map<String, JsonPath> PARSED = new ConcurrentHashMap<>();
  private static final Pattern NAME = Pattern.compile("\\.([^.\\[\"'\\s]+)");
  private static final Pattern QUOTED = Pattern.compile("\\.\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern INDEX = Pattern.compile("\\[\\s*(\\d+)\\s*\\]");
  private static final Pattern BRACKETED = Pattern.compile("\\[\\s*'((?:[^'\\\\]|\\\\.)*)'\\s*\\]");

  /** A field's name, or an element's index. */
  record Step(String name, Optional<Long> index) {}

  static JsonPath ofField(String name) {
    return new JsonPath(List.of(new Step(name, Optional.empty())));
  }

  static JsonPath ofElement(long index) {
    return new JsonPath(List.of(new Step("", Optional.of(index))));
  }

  static JsonPath of(String text, boolean legacy) {
    if (PARSED.size() > MOST) {
      PARSED.clear();
    }
    return PARSED.computeIfAbsent((legacy ? "l" : "s") + text, key -> parse(text, legacy));
  }

  private static JsonPath parse(String text, boolean legacy) {
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException("JSONPath must start with '$': " + text);
    }
    List<Step> steps = new ArrayList<>();
    int at = 1;
    while (at < text.length()) {
      int from = at;
      Matcher matcher =
          match(QUOTED, text, from)
              .or(() -> match(NAME, text, from))
              .or(() -> match(INDEX, text, from))
              .or(() -> legacy ? match(BRACKETED, text, from) : Optional.empty())
              .orElseThrow(() -> new IllegalArgumentException("Invalid JSONPath: " + text));
      steps.add(step(matcher));
      at = matcher.end();
    }
    return new JsonPath(List.copyOf(steps));
  }

  private static Optional<Matcher> match(Pattern pattern, String text, int at) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? Optional.of(matcher) : Optional.empty();
  }

  private static Step step(Matcher matcher) {
    String inside = matcher.group(1);
    return matcher.pattern() == INDEX
        ? new Step("", Optional.of(Long.parseLong(inside)))
        : new Step(inside.replaceAll("\\\\(.)", "$1"), Optional.empty());
  }
}
