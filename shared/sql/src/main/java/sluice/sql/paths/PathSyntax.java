package sluice.sql.paths;

import static sluice.RejectedException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import sluice.plan.PathPattern;

/** A pattern of paths as somebody wrote it: a glob, or with a {@code (} a regular expression. */
public final class PathSyntax {
  private static final int MOST_LETTERS = 1_024;
  private static final String LANDING = "landing/";

  private final String text;
  private final Shape shape;
  private final Machine machine;

  private PathSyntax(String text, Shape shape) {
    this.text = text;
    this.shape = shape;
    this.machine = Machine.of(shape);
  }

  /**
   * Reads a pattern.
   *
   * @throws sluice.RejectedException with a message that begins with a verb
   */
  public static PathSyntax read(String written) {
    String text = written.strip();
    require(
        text.length() <= MOST_LETTERS,
        "is %d characters long".formatted(text.length()),
        "Write at most %d: no object's name is longer.".formatted(MOST_LETTERS));
    Shape shape = text.contains("(") ? RegexSyntax.read(text) : GlobSyntax.read(text);
    String prefix = shape.prefix();
    require(
        !prefix.startsWith(LANDING) && !prefix.startsWith("/"),
        "is '%s'".formatted(text),
        "Write the path below landing/, like partner/*.csv.");
    require(
        !prefix.startsWith("_"),
        "is '%s', and landing/_ is Sluice's own".formatted(text),
        "Match another folder.");
    PathSyntax syntax = new PathSyntax(text, shape);
    List<String> groups = syntax.groups();
    require(
        new TreeSet<>(groups).size() == groups.size(),
        "is '%s', and two of its groups have one name".formatted(text),
        "Name each group once.");
    return syntax;
  }

  /** The names of its groups, in order. */
  public List<String> groups() {
    List<String> names = new ArrayList<>();
    collect(shape, names);
    return List.copyOf(names);
  }

  private static void collect(Shape shape, List<String> names) {
    if (shape instanceof Shape.Named named) {
      names.add(named.name());
      collect(named.part(), names);
    } else if (shape instanceof Shape.Sequence sequence) {
      sequence.parts().forEach(part -> collect(part, names));
    } else if (shape instanceof Shape.Choice choice) {
      choice.parts().forEach(part -> collect(part, names));
    } else if (shape instanceof Shape.Repeat repeat) {
      collect(repeat.part(), names);
    }
  }

  /** The pattern as the plan keeps it. */
  public PathPattern pattern() {
    return new PathPattern(text, shape.regex(), shape.prefix(), shape.literals());
  }

  /**
   * A path that both match though neither is more specific; empty when there is none.
   *
   * @see PathPattern#compareTo
   */
  public Optional<String> clash(PathSyntax other) {
    PathPattern mine = pattern();
    PathPattern others = other.pattern();
    boolean equal = mine.prefix().equals(others.prefix()) && mine.literals() == others.literals();
    return equal ? Meeting.of(machine, other.machine) : Optional.empty();
  }
}
