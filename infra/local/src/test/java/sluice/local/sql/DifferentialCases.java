package sluice.local.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of a resource file: one a line, with indented lines that continue it. {@code -- theme}
 * begins a theme; {@code refused:} and {@code ulp:} before a case say that the engine refuses it,
 * or that its last digit may differ.
 */
record DifferentialCases(List<Case> cases) {

  /** One case. */
  record Case(String theme, String sql, boolean refused, boolean approximate) {
    @Override
    public String toString() {
      return theme + ": " + sql;
    }
  }

  static DifferentialCases read(String resource) throws IOException {
    try (InputStream in = DifferentialCases.class.getResourceAsStream(resource)) {
      return new DifferentialCases(
          parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
    }
  }

  private static List<Case> parse(String[] lines) {
    List<String> joined = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(" ")) {
        joined.add(joined.remove(joined.size() - 1) + "\n" + line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        joined.add(line);
      }
    }
    List<Case> cases = new ArrayList<>();
    String theme = "";
    for (String text : joined) {
      if (text.startsWith("-- ")) {
        theme = text.substring(3);
      } else {
        cases.add(one(theme, text));
      }
    }
    return cases;
  }

  private static Case one(String theme, String text) {
    boolean refused = text.startsWith("refused: ");
    boolean approximate = text.startsWith("ulp: ");
    String sql = text.substring(refused ? 9 : approximate ? 5 : 0);
    boolean query = sql.matches("(?is)(SELECT|WITH|FROM)\\b.*");
    return new Case(theme, query ? sql : "SELECT " + sql, refused, approximate);
  }
}
