package sluice.sql.paths;

import static sluice.RejectedException.require;

import java.util.ArrayList;
import java.util.List;
import sluice.RejectedException;
import sluice.sql.paths.Shape.Repeat;

/**
 * Reads a glob: {@code *} is any text without a slash, {@code **} any text, {@code **}{@code /} any
 * folders or none, {@code ?} a character but a slash, {@code {a,b}} either text; a backslash takes
 * the character behind it as it is.
 */
final class GlobSyntax {
  private static final String REMEDY =
      "Write text with *, **, ? and {a,b}, like partner/*/sales_*.csv.";

  private final String text;
  private int next;

  private GlobSyntax(String text) {
    this.text = text;
  }

  /**
   * The shape that is written there.
   *
   * @throws RejectedException with a message that begins with a verb
   */
  static Shape read(String text) {
    return new GlobSyntax(text).parts("");
  }

  /** Up to one of those characters, or the end. */
  private Shape parts(String ends) {
    List<Shape> parts = new ArrayList<>();
    while (next < text.length() && ends.indexOf(text.codePointAt(next)) < 0) {
      parts.add(part());
    }
    return new Shape.Sequence(parts);
  }

  private Shape part() {
    int letter = text.codePointAt(next);
    next += Character.charCount(letter);
    return switch (letter) {
      case '*' -> star();
      case '?' -> new Shape.One(Letters.NO_SLASH);
      case '{' -> choice();
      case '\\' -> {
        expect(next < text.length(), "it ends behind a \\");
        int taken = text.codePointAt(next);
        next += Character.charCount(taken);
        yield new Shape.One(Letters.of(taken));
      }
      case '[', ']', '}' ->
          throw new RejectedException(
              "is '%s': '%s' has no meaning in a glob. %s"
                  .formatted(text, Character.toString(letter), REMEDY));
      default -> new Shape.One(Letters.of(letter));
    };
  }

  private Shape star() {
    if (!text.startsWith("*", next)) {
      return new Repeat(new Shape.One(Letters.NO_SLASH), 0, Repeat.ENDLESS);
    }
    next++;
    Shape any = new Repeat(new Shape.One(Letters.ANY), 0, Repeat.ENDLESS);
    if (!text.startsWith("/", next)) {
      return any;
    }
    next++;
    return new Repeat(new Shape.Sequence(List.of(any, new Shape.One(Letters.of('/')))), 0, 1);
  }

  private Shape choice() {
    List<Shape> parts = new ArrayList<>();
    do {
      parts.add(parts(",}"));
      expect(next < text.length(), "a '{' has no '}'");
    } while (text.charAt(next++) == ',');
    return new Shape.Choice(parts);
  }

  private void expect(boolean holds, String problem) {
    require(holds, "is '%s': %s".formatted(text, problem), REMEDY);
  }
}
