package sluice.sql.paths;

import java.util.List;
import java.util.stream.Collectors;

/** What a path looks like. */
sealed interface Shape {

  /** One character out of some. */
  record One(Letters letters) implements Shape {}

  /** One after the other. */
  record Sequence(List<Shape> parts) implements Shape {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** Any of them. */
  record Choice(List<Shape> parts) implements Shape {
    public Choice {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One, so many times.
   *
   * @param most {@link #ENDLESS} for any number
   */
  record Repeat(Shape part, int least, int most) implements Shape {
    static final int ENDLESS = -1;
  }

  /** One with a name. */
  record Named(String name, Shape part) implements Shape {}

  /** In the syntax of RE2. */
  default String regex() {
    if (this instanceof One one) {
      return one.letters().single().map(Shape::literal).orElseGet(() -> one.letters().regex());
    } else if (this instanceof Sequence sequence) {
      return sequence.parts().stream().map(Shape::regex).collect(Collectors.joining());
    } else if (this instanceof Choice choice) {
      return choice.parts().stream().map(Shape::regex).collect(Collectors.joining("|", "(?:", ")"));
    } else if (this instanceof Repeat repeat) {
      String most = repeat.most() == Repeat.ENDLESS ? "" : repeat.most() + "";
      return "(?:%s){%d,%s}".formatted(repeat.part().regex(), repeat.least(), most);
    }
    Named named = (Named) this;
    return "(?P<%s>%s)".formatted(named.name(), named.part().regex());
  }

  private static String literal(int letter) {
    boolean plain = Character.isLetterOrDigit(letter) || "/_-".indexOf(letter) >= 0;
    return (plain ? "" : "\\") + Character.toString(letter);
  }

  /** How many characters are written out, at the least. */
  default int literals() {
    if (this instanceof One one) {
      return one.letters().single().isPresent() ? 1 : 0;
    } else if (this instanceof Sequence sequence) {
      return sequence.parts().stream().mapToInt(Shape::literals).sum();
    } else if (this instanceof Choice choice) {
      return choice.parts().stream().mapToInt(Shape::literals).min().orElse(0);
    } else if (this instanceof Repeat repeat) {
      return repeat.least() * repeat.part().literals();
    }
    return ((Named) this).part().literals();
  }

  /** The characters at its beginning that every path of it has. */
  default String prefix() {
    StringBuilder text = new StringBuilder();
    appendPrefix(text);
    return text.toString();
  }

  /** Appends them; whether that was all of it. */
  private boolean appendPrefix(StringBuilder text) {
    if (this instanceof One one) {
      one.letters().single().ifPresent(text::appendCodePoint);
      return one.letters().single().isPresent();
    } else if (this instanceof Sequence sequence) {
      return sequence.parts().stream().allMatch(part -> part.appendPrefix(text));
    } else if (this instanceof Named named) {
      return named.part().appendPrefix(text);
    }
    return false;
  }
}
