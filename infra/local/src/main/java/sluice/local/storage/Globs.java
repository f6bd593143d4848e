package sluice.local.storage;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Cloud Storage's {@code matchGlob}: a star stops at a slash, two stars do not. */
final class Globs {

  private Globs() {}

  static Predicate<String> matcher(String glob) {
    StringBuilder regex = new StringBuilder();
    int alternatives = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*') {
        boolean twice = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
        regex.append(twice ? ".*" : "[^/]*");
        i += twice ? 1 : 0;
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[' && glob.indexOf(']', i) > i) {
        int end = glob.indexOf(']', i);
        regex.append(glob.substring(i, end + 1).replace("[!", "[^").replace("\\", "\\\\"));
        i = end;
      } else if (c == '{') {
        alternatives++;
        regex.append("(?:");
      } else if (c == '}' && alternatives > 0) {
        alternatives--;
        regex.append(')');
      } else if (c == ',' && alternatives > 0) {
        regex.append('|');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
  }
}
