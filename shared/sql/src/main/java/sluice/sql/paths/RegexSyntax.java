package sluice.sql.paths;

import static sluice.RejectedException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.RejectedException;
import sluice.sql.paths.Shape.Repeat;

/**
 * Reads a regular expression on paths, in RE2's syntax as far as paths need it: characters,
 * classes, {@code .}, {@code \d \w \s}, groups with and without a name, {@code |}, and {@code * + ?
 * {m,n}}. It is about the whole path, so {@code ^} and {@code $} at its ends change nothing.
 */
final class RegexSyntax {
  private static final String REMEDY =
      "Write characters, classes like [a-z] and \\d, groups like (?P<shop>[^/]+), |, *, +, ? and {2,4}.";

  private static final Pattern NAME = Pattern.compile("\\?P<([a-z][a-z0-9_]*)>");
  private static final Pattern TIMES = Pattern.compile("\\{(\\d{1,3})(,(\\d{0,3}))?\\}");

  private final String text;
  private int next;

  private RegexSyntax(String text) {
    this.text = text;
  }

  /**
   * The shape that is written there.
   *
   * @throws RejectedException with a message that begins with a verb
   */
  static Shape read(String text) {
    RegexSyntax syntax = new RegexSyntax(text);
    syntax.skip('^');
    Shape shape = syntax.choice();
    syntax.expect(syntax.next == text.length(), "'" + syntax.rest() + "' is too much");
    return shape;
  }

  private Shape choice() {
    List<Shape> parts = new ArrayList<>();
    do {
      parts.add(sequence());
    } while (skip('|'));
    return parts.size() == 1 ? parts.get(0) : new Shape.Choice(parts);
  }

  private Shape sequence() {
    List<Shape> parts = new ArrayList<>();
    while (next < text.length() && peek() != '|' && peek() != ')') {
      if (peek() == '$' && next == text.length() - 1) {
        next++;
      } else {
        parts.add(times(atom()));
      }
    }
    return new Shape.Sequence(parts);
  }

  private Shape times(Shape part) {
    Shape repeated = part;
    if (skip('*')) {
      repeated = new Repeat(part, 0, Repeat.ENDLESS);
    } else if (skip('+')) {
      repeated = new Repeat(part, 1, Repeat.ENDLESS);
    } else if (skip('?')) {
      repeated = new Repeat(part, 0, 1);
    } else if (next < text.length() && peek() == '{') {
      repeated = counted(part);
    }
    if (repeated != part) {
      skip('?'); // To take as little as possible changes what groups hold, not what matches.
    }
    return repeated;
  }

  private Shape counted(Shape part) {
    Matcher times = TIMES.matcher(text).region(next, text.length());
    expect(times.lookingAt(), "'{' stands where no number of times follows");
    next = times.end();
    int least = Integer.parseInt(times.group(1));
    boolean open = times.group(2) != null && times.group(3).isEmpty();
    int most =
        times.group(2) == null ? least : open ? Repeat.ENDLESS : Integer.parseInt(times.group(3));
    expect(
        most == Repeat.ENDLESS || least <= most,
        "'%s' is no number of times".formatted(times.group()));
    return new Repeat(part, least, most);
  }

  private Shape atom() {
    int letter = take();
    return switch (letter) {
      case '(' -> group();
      case '[' -> new Shape.One(letters());
      case '.' -> new Shape.One(Letters.ANY);
      case '\\' -> new Shape.One(escaped());
      case '*', '+', '?', '{', '^', '$', ']', '}' ->
          throw refused(
              "'%s' stands where a character should".formatted(Character.toString(letter)));
      default -> new Shape.One(Letters.of(letter));
    };
  }

  private Shape group() {
    Matcher name = NAME.matcher(text).region(next, text.length());
    boolean named = name.lookingAt();
    if (named) {
      next = name.end();
    } else if (text.startsWith("?:", next)) {
      next += 2;
    } else {
      expect(
          next >= text.length() || peek() != '?', "'(" + rest() + "' is a group of another kind");
    }
    Shape part = choice();
    expect(skip(')'), "a group does not end");
    return named ? new Shape.Named(name.group(1), part) : part;
  }

  /** A class, behind its bracket. */
  private Letters letters() {
    boolean others = skip('^');
    Letters letters = new Letters(List.of());
    boolean first = true;
    while (first || peekOrEnd() != ']') {
      Letters from = classLetter();
      if (peekOrEnd() == '-' && !text.startsWith("-]", next)) {
        next++;
        Letters to = classLetter();
        expect(
            from.single().isPresent()
                && to.single().isPresent()
                && from.single().get() <= to.single().get(),
            "a class holds a range that is none");
        from = Letters.between(from.single().get(), to.single().get());
      }
      letters = letters.or(from);
      first = false;
    }
    next++;
    return others ? letters.others() : letters;
  }

  private Letters classLetter() {
    expect(next < text.length(), "a class does not end");
    int letter = take();
    expect(letter != '[' || peekOrEnd() != ':', "classes like [:alpha:] are not read");
    return letter == '\\' ? escaped() : Letters.of(letter);
  }

  private Letters escaped() {
    expect(next < text.length(), "it ends behind a \\");
    int letter = take();
    return switch (letter) {
      case 'd' -> Letters.DIGITS;
      case 'D' -> Letters.DIGITS.others();
      case 'w' -> Letters.WORD;
      case 'W' -> Letters.WORD.others();
      case 's' -> Letters.SPACE;
      case 'S' -> Letters.SPACE.others();
      default -> {
        expect(
            !Character.isLetterOrDigit(letter),
            "'\\%s' is not read".formatted(Character.toString(letter)));
        yield Letters.of(letter);
      }
    };
  }

  private int peek() {
    return text.codePointAt(next);
  }

  private int peekOrEnd() {
    return next < text.length() ? peek() : -1;
  }

  private int take() {
    int letter = peek();
    next += Character.charCount(letter);
    return letter;
  }

  private boolean skip(int letter) {
    boolean found = peekOrEnd() == letter;
    next += found ? 1 : 0;
    return found;
  }

  private String rest() {
    return text.substring(next);
  }

  private void expect(boolean holds, String problem) {
    require(holds, "is '%s': %s".formatted(text, problem), REMEDY);
  }

  private RejectedException refused(String problem) {
    return new RejectedException("is '%s': %s. %s".formatted(text, problem, REMEDY));
  }
}
