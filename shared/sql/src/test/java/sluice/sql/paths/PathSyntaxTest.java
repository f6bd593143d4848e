package sluice.sql.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;
import sluice.plan.PathPattern;

final class PathSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "partner/*.csv, partner/a.csv, true",
        "partner/*.csv, partner/a/b.csv, false",
        "partner/*.csv, partner/.csv, true",
        "partner/**.csv, partner/a/b.csv, true",
        "**/sales.csv, sales.csv, true",
        "**/sales.csv, a/b/sales.csv, true",
        "**/sales.csv, a/bsales.csv, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a?c, a寿c, true",
        "\"{a,b*}/x\", bcd/x, true",
        "\"{a,b*}/x\", c/x, false",
        "a.csv, abcsv, false",
        "a\\*b, a*b, true",
        "a+b, a+b, true",
        "売上/*, 売上/三月, true",
      })
  void readsGlobs(String glob, String path, boolean matches) {
    assertThat(pattern(glob).match(path).isPresent()).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "p/(?P<shop>[^/]+)/s_(?P<date>\\d{8})\\.csv, p/渋谷/s_20260301.csv, true",
        "p/(?P<shop>[^/]+)/s_(?P<date>\\d{8})\\.csv, p/a/b/s_20260301.csv, false",
        "p/(?P<shop>[^/]+)/s_(?P<date>\\d{8})\\.csv, xp/a/s_20260301.csv, false",
        "^p/(a|b)$, p/b, true",
        "^p/(a|b)$, p/bb, false",
        "(?:ab)+?c, ababc, true",
        "\"([a-c\\d_.-]{2,3})\", a-, true",
        "\"([a-c\\d_.-]{2,3})\", a-.., false",
        "([^]x]), ], false",
        "(\\S\\s\\W), a +, true",
        "(a.c), \"a\nc\", true",
      })
  void readsRegularExpressions(String regex, String path, boolean matches) {
    assertThat(pattern(regex).match(path).isPresent()).isEqualTo(matches);
  }

  @Test
  void tellsWhatGroupsHold() {
    assertThat(pattern("p/(?P<shop>[^/]+)/s_(?P<date>\\d{8})\\.csv").match("p/a/s_20260301.csv"))
        .contains(Map.of("shop", "a", "date", "20260301"));
    assertThat(pattern("(?P<a>x)|(?P<b>y)").match("y")).contains(Map.of("b", "y"));
  }

  @Test
  void ordersByTheTextBeforeAnythingVariableAndThenByAllThatIsWrittenOut() {
    List<PathPattern> sorted =
        List.of("**", "a/*", "a/b*", "a/*/sales_*.csv", "a/(x|yy)z").stream()
            .map(PathSyntaxTest::pattern)
            .sorted()
            .toList();

    assertThat(sorted)
        .extracting(PathPattern::written)
        .containsExactly("a/b*", "a/*/sales_*.csv", "a/(x|yy)z", "a/*", "**");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a/*_x, a/*y_*, a/y_x",
        "a/(?P<s>\\d+)/b, a/(?P<t>[0-5]{2})/b, a/00/b",
        "**, (.*),",
        "\"a/{b*,c*}d\", a/*?dd, a/bdd",
      })
  void findsAPathThatTwoEqualPatternsBothTake(String one, String other, String path) {
    String found = syntax(one).clash(syntax(other)).orElseThrow();

    assertThat(pattern(one).match(found)).isPresent();
    assertThat(pattern(other).match(found)).isPresent();
    assertThat(found).hasSameSizeAs(path == null ? "" : path);
  }

  @ParameterizedTest
  @CsvSource({
    "a/*/sales_*.csv, a/*/stock_*.csv",
    "a/(?P<s>[a-m]+)\\.csv, a/(?P<t>[n-z]+)\\.csv",
    "a/*, a/b*",
    "a/*.csv, a/**/x*",
  })
  void findsNoneWhereOneIsMoreSpecificOrNoneIsTakenByBoth(String one, String other) {
    assertThat(syntax(one).clash(syntax(other))).isEmpty();
    assertThat(syntax(other).clash(syntax(one))).isEmpty();
  }

  @Test
  void meansWhatJavaTakesTheSameTextFor() {
    Random random = new Random(5);
    String alphabet = "ab/._-1(|)*+?[]{2}\\d^";
    int read = 0;
    for (int each = 0; each < 40_000; each++) {
      StringBuilder text = new StringBuilder("(");
      for (int letter = random.nextInt(9); letter >= 0; letter--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      PathPattern ours;
      Pattern theirs;
      try {
        ours = pattern(text.append(')').toString());
        theirs = Pattern.compile(text.toString(), Pattern.DOTALL);
      } catch (RejectedException | java.util.regex.PatternSyntaxException e) {
        continue;
      }
      read++;
      for (String path : paths(random)) {
        assertThat(ours.match(path).isPresent())
            .as("%s on %s", text, path)
            .isEqualTo(theirs.matcher(path).matches());
      }
    }
    assertThat(read).isGreaterThan(3_000);
  }

  private static List<String> paths(Random random) {
    List<String> paths = new ArrayList<>();
    for (int each = 0; each < 20; each++) {
      StringBuilder path = new StringBuilder();
      for (int letter = random.nextInt(5); letter > 0; letter--) {
        path.append("ab/._-12".charAt(random.nextInt(8)));
      }
      paths.add(path.toString());
    }
    return paths;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a",
        "a)(",
        "(?=a)",
        "(?i)(a)",
        "(a)\\b",
        "(*a)",
        "([a)",
        "([b-a])",
        "(a{2,1})",
        "(a{)",
        "([[:alpha:]])",
        "(?P<A>a)",
        "a[b]",
        "{a",
        "a}",
        "a\\"
      })
  void refusesWhatItDoesNotRead(String text) {
    assertThatThrownBy(() -> syntax(text))
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith("is '" + text + "': ");
  }

  @Test
  void refusesWhatIsNotBelowLanding() {
    assertThatThrownBy(() -> syntax("landing/partner/*.csv"))
        .hasMessage(
            "is 'landing/partner/*.csv'. Write the path below landing/, like partner/*.csv.");
    assertThatThrownBy(() -> syntax("_commits/**"))
        .hasMessage("is '_commits/**', and landing/_ is Sluice's own. Match another folder.");
    assertThatThrownBy(() -> syntax("(?P<a>x)(?P<a>y)"))
        .hasMessage(
            "is '(?P<a>x)(?P<a>y)', and two of its groups have one name. Name each group once.");
    assertThatThrownBy(() -> syntax("((a{100}){100})"))
        .hasMessage("is too large. Write fewer or smaller repetitions.");
  }

  private static PathSyntax syntax(String text) {
    return PathSyntax.read(text);
  }

  private static PathPattern pattern(String text) {
    return syntax(text).pattern();
  }
}
