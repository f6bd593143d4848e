package sluice.sql.pipeline;

import java.util.Comparator;

/**
 * Something its author mends.
 *
 * @param file the path inside the pipeline's folder, with {@code /}
 * @param line from 1
 * @param message what is wrong, where. What to do.
 */
public record Problem(String file, int line, String message) implements Comparable<Problem> {

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparing(Problem::message);

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s:%d: %s".formatted(file, line, message);
  }
}
