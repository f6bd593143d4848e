package sluice.extract.postgresql;

import java.util.Optional;
import java.util.Set;
import sluice.avro.AvroType;
import sluice.extract.database.CursorKind;
import sluice.extract.database.SourceType;

/**
 * What a column holds once domains are resolved to their base type.
 *
 * @param name the name in {@code pg_catalog} ({@code int4}), or {@code citext}, or {@link #ENUM},
 *     or {@link #OTHER}; for an array, that of its elements
 * @param modifier the type modifier, such as a numeric's precision and scale; -1 for none
 */
public record PostgresType(String name, int modifier, Shape shape) implements SourceType {
  static final String ENUM = "enum";
  static final String OTHER = "other";

  private static final Set<String> LOSSLESS =
      Set.of("int2", "int4", "int8", "text", "varchar", "uuid");

  /** Whether there is one value, or an array of them. */
  public enum Shape {
    SCALAR,
    ARRAY
  }

  @Override
  public AvroType avro() {
    return TypeMapping.of(this).avro();
  }

  @Override
  public boolean isArray() {
    return shape == Shape.ARRAY;
  }

  @Override
  public boolean isLossless() {
    return !isArray() && LOSSLESS.contains(name);
  }

  @Override
  public Optional<CursorKind> cursor() {
    if (isArray()) {
      return Optional.empty();
    }
    return switch (name) {
      case "timestamptz" -> Optional.of(CursorKind.INSTANT);
      case "timestamp" -> Optional.of(CursorKind.WALL_CLOCK);
      case "date" -> Optional.of(CursorKind.DAY);
      default -> Optional.empty();
    };
  }

  PostgresType array() {
    // An array of arrays comes from a domain only; its elements are read as text.
    return new PostgresType(shape == Shape.ARRAY ? OTHER : name, modifier, Shape.ARRAY);
  }
}
