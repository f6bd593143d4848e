package sluice.local.logging;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A filter in Cloud Logging's query language: comparisons of nested fields, {@code AND}, {@code
 * OR}, {@code NOT}, parentheses. {@code OR} binds tighter than {@code AND}, as in the cloud.
 *
 * <p>https://cloud.google.com/logging/docs/view/logging-query-language
 */
public sealed interface LogFilter {

  /** Reads a filter; a blank one lets everything through. */
  static LogFilter parse(String text) {
    return new FilterParser(text).parse();
  }

  /** Whether an entry passes. */
  boolean matches(JsonObject entry);

  /** Everything passes. */
  record All() implements LogFilter {
    @Override
    public boolean matches(JsonObject entry) {
      return true;
    }
  }

  /** Both hold. */
  record And(LogFilter left, LogFilter right) implements LogFilter {
    @Override
    public boolean matches(JsonObject entry) {
      return left.matches(entry) && right.matches(entry);
    }
  }

  /** One holds. */
  record Or(LogFilter left, LogFilter right) implements LogFilter {
    @Override
    public boolean matches(JsonObject entry) {
      return left.matches(entry) || right.matches(entry);
    }
  }

  /** It does not hold. */
  record Not(LogFilter inner) implements LogFilter {
    @Override
    public boolean matches(JsonObject entry) {
      return !inner.matches(entry);
    }
  }

  /** Any value of the entry holds the text. */
  record Anywhere(String text) implements LogFilter {
    @Override
    public boolean matches(JsonObject entry) {
      return contains(entry, text.toLowerCase(java.util.Locale.ROOT));
    }

    private static boolean contains(JsonElement element, String text) {
      if (element.isJsonObject()) {
        return element.getAsJsonObject().asMap().values().stream()
            .anyMatch(value -> contains(value, text));
      } else if (element.isJsonArray()) {
        return element.getAsJsonArray().asList().stream().anyMatch(value -> contains(value, text));
      }
      return element.isJsonPrimitive()
          && element.getAsString().toLowerCase(java.util.Locale.ROOT).contains(text);
    }
  }

  /** A field's value is so; a field that is not there is not. */
  record Field(java.util.List<String> path, Comparison comparison) implements LogFilter {
    @Override
    public boolean matches(JsonObject entry) {
      return test(entry, 0);
    }

    private boolean test(JsonElement element, int depth) {
      if (element.isJsonArray()) {
        return element.getAsJsonArray().asList().stream().anyMatch(value -> test(value, depth));
      } else if (depth == path.size()) {
        return comparison.holds(path, element);
      } else if (!element.isJsonObject()) {
        return false;
      }
      JsonElement next = element.getAsJsonObject().get(path.get(depth));
      return next != null && !next.isJsonNull() && test(next, depth + 1);
    }
  }
}
