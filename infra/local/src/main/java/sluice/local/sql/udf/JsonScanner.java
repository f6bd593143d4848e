package sluice.local.sql.udf;

import com.google.gson.JsonArray;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a part of JSON text without reading behind it, as GoogleSQL does: what is malformed counts
 * only where it is met. Strings may stand in single quotes.
 */
final class JsonScanner {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("true|false|null");

  /** The text is not JSON at the place that was read. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed() {
      super("malformed JSON", null, false, false);
    }
  }

  private final String text;
  private int at;

  private JsonScanner(String text) {
    this.text = text;
  }

  /** A part's JSON, without spaces. */
  static Optional<String> json(String text, JsonPath path) {
    return found(text, path).map(JsonScanner::copied);
  }

  /** A part that is a string, a number or a boolean, as text. */
  static Optional<String> scalar(String text, JsonPath path) {
    return found(text, path).flatMap(JsonScanner::scalar);
  }

  /** The parts of an array, each as JSON. */
  static Optional<JsonArray> elements(String text, JsonPath path) {
    return found(text, path).flatMap(scanner -> scanner.elements(false));
  }

  /** The parts of an array of nothing but scalars, each as text. */
  static Optional<JsonArray> scalars(String text, JsonPath path) {
    return found(text, path).flatMap(scanner -> scanner.elements(true));
  }

  /** A scanner that stands before the part; empty where there is none, or where it is malformed. */
  private static Optional<JsonScanner> found(String text, JsonPath path) {
    JsonScanner scanner = new JsonScanner(text);
    try {
      for (JsonPath.Step step : path.steps()) {
        boolean there =
            step.index().isPresent()
                ? scanner.toElement(step.index().get())
                : scanner.toField(step.name());
        if (!there) {
          return Optional.empty();
        }
      }
      int start = scanner.at;
      scanner.value(new StringBuilder());
      scanner.at = start;
      return Optional.of(scanner);
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private static String copied(JsonScanner scanner) {
    StringBuilder out = new StringBuilder();
    scanner.value(out);
    return out.toString();
  }

  private static Optional<String> scalar(JsonScanner scanner) {
    return switch (scanner.peek()) {
      case '{', '[', 'n' -> Optional.empty();
      case '"', '\'' -> Optional.of(scanner.string());
      default -> Optional.of(copied(scanner));
    };
  }

  private Optional<JsonArray> elements(boolean scalars) {
    if (peek() != '[') {
      return Optional.empty();
    }
    JsonArray found = new JsonArray();
    at++;
    for (boolean more = !closes(']'); more; more = !ends(']')) {
      if (!scalars) {
        found.add(copied(this));
      } else if (peek() == 'n') {
        token(WORD);
        found.add(com.google.gson.JsonNull.INSTANCE);
      } else {
        Optional<String> scalar = scalar(this);
        if (scalar.isEmpty()) {
          return Optional.empty();
        }
        found.add(scalar.get());
      }
    }
    return Optional.of(found);
  }

  private boolean toField(String name) {
    if (peek() != '{') {
      return false;
    }
    at++;
    for (boolean more = !closes('}'); more; more = !ends('}')) {
      String key = key();
      if (key.equals(name)) {
        return true;
      }
      value(new StringBuilder());
    }
    return false;
  }

  private boolean toElement(long index) {
    if (peek() != '[') {
      return false;
    }
    at++;
    long left = index;
    for (boolean more = !closes(']'); more; more = !ends(']')) {
      if (left-- == 0) {
        return true;
      }
      value(new StringBuilder());
    }
    return false;
  }

  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == text.length()) {
      throw new Malformed();
    }
    return text.charAt(at);
  }

  /** Whether the bracket closes what has just been opened. */
  private boolean closes(char bracket) {
    boolean closes = peek() == bracket;
    at += closes ? 1 : 0;
    return closes;
  }

  /** Whether a bracket ends the list, rather than a comma continuing it. */
  private boolean ends(char bracket) {
    char c = peek();
    if (c != bracket && c != ',') {
      throw new Malformed();
    }
    at++;
    return c == bracket;
  }

  private String key() {
    peek();
    String key = string();
    if (peek() != ':') {
      throw new Malformed();
    }
    at++;
    return key;
  }

  private void value(StringBuilder out) {
    switch (peek()) {
      case '{' -> object(out);
      case '[' -> array(out);
      case '"', '\'' -> out.append(JsonWriting.quoted(string()));
      case 't', 'f', 'n' -> out.append(token(WORD));
      default -> out.append(token(NUMBER));
    }
  }

  private void object(StringBuilder out) {
    at++;
    out.append('{');
    String comma = "";
    for (boolean more = !closes('}'); more; more = !ends('}')) {
      out.append(comma).append(JsonWriting.quoted(key())).append(':');
      value(out);
      comma = ",";
    }
    out.append('}');
  }

  private void array(StringBuilder out) {
    at++;
    out.append('[');
    String comma = "";
    for (boolean more = !closes(']'); more; more = !ends(']')) {
      out.append(comma);
      value(out);
      comma = ",";
    }
    out.append(']');
  }

  private String token(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new Malformed();
    }
    at = matcher.end();
    return matcher.group();
  }

  private String string() {
    char quote = text.charAt(at++);
    if (quote != '"' && quote != '\'') {
      throw new Malformed();
    }
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    if (at == text.length()) {
      throw new Malformed();
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    if (at == text.length()) {
      throw new Malformed();
    }
    char c = text.charAt(at++);
    if (c != 'u') {
      int known = "bfnrt".indexOf(c);
      return known < 0 ? c : List.of('\b', '\f', '\n', '\r', '\t').get(known);
    }
    if (at + 4 > text.length()) {
      throw new Malformed();
    }
    at += 4;
    try {
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    } catch (NumberFormatException e) {
      throw new Malformed();
    }
  }
}
