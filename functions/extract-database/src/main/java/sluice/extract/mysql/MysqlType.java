package sluice.extract.mysql;

import java.util.Optional;
import java.util.Set;
import sluice.avro.AvroType;
import sluice.extract.database.CursorKind;
import sluice.extract.database.SourceType;

/**
 * What a column holds.
 *
 * @param name the type's name alone, like {@code bigint}, or {@code json} also where MariaDB has a
 *     text that a check holds to be JSON
 * @param unsigned whether an integer has no sign
 * @param precision a decimal's digits, or a bit field's bits; 0 for others
 * @param scale a decimal's digits after the point; 0 for others
 */
public record MysqlType(String name, boolean unsigned, int precision, int scale)
    implements SourceType {

  private static final Set<String> LOSSLESS =
      Set.of(
          "tinyint",
          "smallint",
          "mediumint",
          "int",
          "bigint",
          "year",
          "char",
          "varchar",
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "enum",
          "set",
          "uuid");

  @Override
  public AvroType avro() {
    return TypeMapping.of(this).avro();
  }

  /** A vector has no NULL in it. */
  @Override
  public boolean isArray() {
    return name.equals("vector");
  }

  @Override
  public boolean isLossless() {
    return LOSSLESS.contains(name);
  }

  @Override
  public Optional<CursorKind> cursor() {
    return switch (name) {
      case "timestamp" -> Optional.of(CursorKind.INSTANT);
      case "datetime" -> Optional.of(CursorKind.WALL_CLOCK);
      case "date" -> Optional.of(CursorKind.DAY);
      default -> Optional.empty();
    };
  }
}
