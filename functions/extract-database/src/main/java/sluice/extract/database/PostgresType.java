package sluice.extract.database;

/**
 * What a column holds once domains are resolved to their base type.
 *
 * @param name the name in {@code pg_catalog} ({@code int4}), or {@code citext}, or {@link #ENUM},
 *     or {@link #OTHER}; for an array, that of its elements
 * @param modifier the type modifier, such as a numeric's precision and scale; -1 for none
 */
public record PostgresType(String name, int modifier, Shape shape) {
  static final String ENUM = "enum";
  static final String OTHER = "other";

  /** Whether there is one value, or an array of them. */
  public enum Shape {
    SCALAR,
    ARRAY
  }

  PostgresType array() {
    // An array of arrays comes from a domain only; its elements are read as text.
    return new PostgresType(shape == Shape.ARRAY ? OTHER : name, modifier, Shape.ARRAY);
  }

  boolean isArray() {
    return shape == Shape.ARRAY;
  }
}
