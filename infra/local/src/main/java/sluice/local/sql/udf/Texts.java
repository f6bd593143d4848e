package sluice.local.sql.udf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.text.Normalizer;
import java.util.Locale;

/** Functions on text, by Unicode code points. */
final class Texts {
  private Texts() {}

  static void addTo(Registrar all) {
    all.add(
        "gs_substr",
        "TEXT LONG LONG -> TEXT",
        a -> substr((String) a[0], (Long) a[1], (Long) a[2]));
    all.add("gs_left", "TEXT LONG -> TEXT", a -> substr((String) a[0], 1, length(a[1], "LEFT")));
    all.add("gs_right", "TEXT LONG -> TEXT", a -> right((String) a[0], length(a[1], "RIGHT")));
    all.add("gs_trim", "TEXT -> TEXT", a -> trimEnd(trimStart((String) a[0])));
    all.add("gs_ltrim", "TEXT -> TEXT", a -> trimStart((String) a[0]));
    all.add("gs_rtrim", "TEXT -> TEXT", a -> trimEnd((String) a[0]));
    all.add(
        "gs_replace",
        "TEXT TEXT TEXT -> TEXT",
        a -> replace((String) a[0], (String) a[1], (String) a[2]));
    all.add("gs_reverse", "TEXT -> TEXT", a -> reverse((String) a[0]));
    all.add(
        "gs_repeat",
        "TEXT LONG -> TEXT",
        a -> ((String) a[0]).repeat((int) length(a[1], "REPEAT")));
    all.add("gs_lpad", "TEXT LONG TEXT -> TEXT", a -> pad(a, true));
    all.add("gs_rpad", "TEXT LONG TEXT -> TEXT", a -> pad(a, false));
    all.add(
        "gs_instr",
        "TEXT TEXT LONG LONG -> LONG",
        a -> instr((String) a[0], (String) a[1], (Long) a[2], (Long) a[3]));
    all.add("gs_split", "TEXT TEXT -> TEXT", a -> split((String) a[0], (String) a[1]));
    all.add("gs_initcap", "TEXT TEXT -> TEXT", a -> initcap((String) a[0], (String) a[1]));
    all.add(
        "gs_translate",
        "TEXT TEXT TEXT -> TEXT",
        a -> translate((String) a[0], (String) a[1], (String) a[2]));
    all.add("gs_soundex", "TEXT -> TEXT", a -> Soundex.of((String) a[0]));
    all.add("gs_normalize", "TEXT TEXT -> TEXT", a -> normalize((String) a[0], (String) a[1]));
    all.add(
        "gs_normalize_and_casefold",
        "TEXT TEXT -> TEXT",
        a -> normalize(fold(normalize((String) a[0], (String) a[1])), (String) a[1]));
    all.add("gs_contains_substr", "TEXT TEXT -> BOOL", a -> folded(a[0]).contains(folded(a[1])));
    all.add(
        "gs_edit_distance",
        "TEXT TEXT LONG -> LONG",
        a -> distance((String) a[0], (String) a[1], (Long) a[2]));
    all.add("gs_upper", "TEXT -> TEXT", a -> ((String) a[0]).toUpperCase(Locale.ROOT));
    all.add("gs_lower", "TEXT -> TEXT", a -> ((String) a[0]).toLowerCase(Locale.ROOT));
    addCodePoints(all);
  }

  private static void addCodePoints(Registrar all) {
    all.add("gs_ascii", "TEXT -> LONG", a -> ascii((String) a[0]));
    all.add(
        "gs_unicode",
        "TEXT -> LONG",
        a -> ((String) a[0]).isEmpty() ? 0L : (long) ((String) a[0]).codePointAt(0));
    all.add(
        "gs_chr",
        "LONG -> TEXT",
        a -> (Long) a[0] == 0 ? "" : Character.toString(codePoint((Long) a[0])));
    all.add("gs_code_points", "TEXT -> TEXT", a -> codePoints((String) a[0]));
    all.add("gs_from_code_points", "TEXT -> TEXT", a -> fromCodePoints((String) a[0]));
  }

  private static long length(Object given, String function) {
    long length = (Long) given;
    if (length < 0) {
      throw new IllegalArgumentException(
          "Second argument in " + function + "() cannot be negative: " + length);
    }
    return length;
  }

  private static String substr(String text, long position, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("Third argument in SUBSTR() cannot be negative");
    }
    int points = text.codePointCount(0, text.length());
    long start = position > 0 ? position - 1 : position == 0 ? 0 : Math.max(0, points + position);
    if (start >= points) {
      return "";
    }
    long end = length > points - start ? points : start + length;
    int from = text.offsetByCodePoints(0, (int) start);
    return text.substring(from, text.offsetByCodePoints(from, (int) (end - start)));
  }

  private static String right(String text, long length) {
    return length == 0 ? "" : substr(text, length > text.length() ? 1 : -length, length);
  }

  private static String trimStart(String text) {
    int i = 0;
    while (i < text.length() && isSpace(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return text.substring(i);
  }

  private static String trimEnd(String text) {
    int i = text.length();
    while (i > 0 && isSpace(text.codePointBefore(i))) {
      i -= Character.charCount(text.codePointBefore(i));
    }
    return text.substring(0, i);
  }

  /** Unicode's White_Space. */
  private static boolean isSpace(int c) {
    return (c >= 9 && c <= 13) || c == 0x85 || Character.isSpaceChar(c);
  }

  private static String replace(String text, String from, String to) {
    return from.isEmpty() ? text : text.replace(from, to);
  }

  private static String reverse(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    for (int i = points.length - 1; i >= 0; i--) {
      out.appendCodePoint(points[i]);
    }
    return out.toString();
  }

  private static String pad(Object[] a, boolean left) {
    String text = (String) a[0];
    long length = length(a[1], left ? "LPAD" : "RPAD");
    String pattern = (String) a[2];
    int points = text.codePointCount(0, text.length());
    if (length <= points) {
      return substr(text, 1, length);
    }
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException(
          "Third argument (pad pattern) for LPAD/RPAD cannot be empty");
    }
    long missing = length - points;
    int unit = pattern.codePointCount(0, pattern.length());
    String fill = substr(pattern.repeat((int) (missing / unit + 1)), 1, missing);
    return left ? fill + text : text + fill;
  }

  private static Long instr(String text, String search, long position, long occurrence) {
    if (position == 0 || occurrence <= 0) {
      throw new IllegalArgumentException(
          "INSTR position must not be 0 and occurrence must be positive");
    }
    int[] points = text.codePoints().toArray();
    int[] wanted = search.codePoints().toArray();
    if (Math.abs(position) > Math.max(points.length, 1)) {
      return 0L;
    }
    int step = position > 0 ? 1 : -1;
    long at =
        position > 0
            ? position - 1
            : Math.min(points.length + position, points.length - wanted.length);
    long left = occurrence;
    for (; at >= 0 && at + wanted.length <= points.length; at += step) {
      if (matches(points, wanted, (int) at) && --left == 0) {
        return at + 1;
      }
    }
    return 0L;
  }

  private static boolean matches(int[] points, int[] wanted, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (points[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static String split(String text, String delimiter) {
    JsonArray parts = new JsonArray();
    if (delimiter.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
      if (text.isEmpty()) {
        parts.add("");
      }
      return parts.toString();
    }
    int from = 0;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
      parts.add(text.substring(from, at));
      from = at + delimiter.length();
    }
    parts.add(text.substring(from));
    return parts.toString();
  }

  private static String initcap(String text, String delimiters) {
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
      first = delimiters.indexOf(c) >= 0;
    }
    return out.toString();
  }

  private static String translate(String text, String from, String to) {
    int[] sources = from.codePoints().toArray();
    int[] targets = to.codePoints().toArray();
    if (java.util.Arrays.stream(sources).distinct().count() != sources.length) {
      throw new IllegalArgumentException(
          "Duplicate character in TRANSLATE source characters: " + from);
    }
    StringBuilder out = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      int at = java.util.Arrays.stream(sources).boxed().toList().indexOf(c);
      if (at < 0) {
        out.appendCodePoint(c);
      } else if (at < targets.length) {
        out.appendCodePoint(targets[at]);
      }
    }
    return out.toString();
  }

  private static String normalize(String text, String mode) {
    return Normalizer.normalize(text, Normalizer.Form.valueOf(mode));
  }

  private static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static String folded(Object text) {
    return normalize(fold(normalize((String) text, "NFKC")), "NFKC");
  }

  private static Long distance(String left, String right, long most) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    long[] row = new long[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      long diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        long above = row[j];
        row[j] =
            Math.min(Math.min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
        diagonal = above;
      }
    }
    return Math.min(row[b.length], most);
  }

  private static Long ascii(String text) {
    if (text.isEmpty()) {
      return 0L;
    }
    if (text.charAt(0) > 127) {
      throw new IllegalArgumentException("Non-ASCII character in ASCII(): " + text);
    }
    return (long) text.charAt(0);
  }

  private static int codePoint(long value) {
    if (value < 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
      throw new IllegalArgumentException("Invalid codepoint " + value);
    }
    return (int) value;
  }

  private static String codePoints(String text) {
    JsonArray points = new JsonArray();
    text.codePoints().forEach(points::add);
    return points.toString();
  }

  @SuppressWarnings("NullAway") // Registrar.Body gives null where SQL gives NULL.
  private static String fromCodePoints(String json) {
    StringBuilder out = new StringBuilder();
    for (JsonElement point : JsonParser.parseString(json).getAsJsonArray()) {
      if (point.isJsonNull()) {
        return null;
      }
      out.appendCodePoint(codePoint(point.getAsLong()));
    }
    return out.toString();
  }
}
