package sluice.local.sql.udf;

import java.util.Locale;

/** American Soundex. */
final class Soundex {
  private static final String CODES = "01230120022455012623010202";

  private Soundex() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder();
    char last = '0';
    for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
      if (c < 'A' || c > 'Z') {
        continue;
      }
      char code = CODES.charAt(c - 'A');
      if (out.length() == 0) {
        out.append(c);
      } else if (code != '0' && code != last) {
        out.append(code);
      }
      // What has no code does not separate equal ones.
      last = code == '0' ? last : code;
      if (out.length() == 4) {
        break;
      }
    }
    return out.length() == 0 ? "" : out.append("0000").substring(0, 4);
  }
}
