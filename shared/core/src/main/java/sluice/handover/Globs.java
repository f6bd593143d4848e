package sluice.handover;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Patterns of keys: {@code *} and {@code ?} stand for anything within one folder, {@code **} for
 * anything, folders too.
 */
final class Globs {

  private final List<Pattern> patterns;

  private Globs(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  static Globs of(List<String> globs) {
    return new Globs(globs.stream().map(Globs::pattern).toList());
  }

  boolean matches(String key) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(key).matches());
  }

  /** What every key begins with that one glob matches: all that stands before its first sign. */
  static String literal(String glob) {
    int sign = 0;
    while (sign < glob.length() && "*?".indexOf(glob.charAt(sign)) < 0) {
      sign++;
    }
    return glob.substring(0, sign);
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      if (glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        char sign = glob.charAt(at++);
        regex.append(
            sign == '*' ? "[^/]*" : sign == '?' ? "[^/]" : Pattern.quote(String.valueOf(sign)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
