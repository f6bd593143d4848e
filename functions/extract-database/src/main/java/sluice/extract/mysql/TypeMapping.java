package sluice.extract.mysql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sluice.avro.AvroType;
import sluice.extract.database.Decoder;
import sluice.extract.database.HashDecoder;
import sluice.extract.database.JsonDecoder;
import sluice.extract.database.Pseudonyms;
import sluice.extract.database.RowLayout;

/**
 * How values of a type travel: what the statement selects, how that lies in a row, how it is
 * decoded, and what it is then. The rule for each type is docs/extraction.md's; a type without one
 * is read as the text that the server makes of it.
 */
record TypeMapping(AvroType avro, Selection selection, Wire wire, Supplier<Decoder> decoders) {
  private static final int BITS_OF_A_LONG = 63;
  private static final Set<String> GEOMETRIES =
      Set.of(
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection");

  /** What the statement selects of a column. */
  enum Selection {
    AS_IS("%s"),
    TEXT("CAST(%s AS CHAR CHARACTER SET utf8mb4)"),
    /** What lies in memory, of a type that the driver does not know. */
    BINARY("CAST(%s AS BINARY)"),
    /** The text of what there is no rule for. */
    UNKNOWN(TEXT.template),
    /** A number's text, without the zeros of ZEROFILL. */
    NUMBER_TEXT("CAST(%s + 0 AS CHAR CHARACTER SET utf8mb4)"),
    /** As PostgreSQL writes bytes, so that equal ones get equal names. */
    HEX_TEXT("CONCAT('\\\\x', LOWER(HEX(%s)))"),
    MASKED("CASE WHEN %s IS NOT NULL THEN '***' END");

    private final String template;

    Selection(String template) {
      this.template = template;
    }

    String of(String identifier) {
      return template.formatted(identifier);
    }
  }

  /** A decoder for each field. */
  static List<Decoder> decoders(RowLayout layout, Optional<Pseudonyms> pseudonyms) {
    return layout.fields().stream().map(field -> of(field, pseudonyms).decoders().get()).toList();
  }

  /** How a field's values travel, hashed or masked if that is asked for. */
  static TypeMapping of(RowLayout.Field field, Optional<Pseudonyms> pseudonyms) {
    MysqlType type = (MysqlType) field.source().kind();
    return switch (field.treatment()) {
      case KEEP -> of(type);
      case MASK -> text(Selection.MASKED);
      case HASH -> {
        Pseudonyms names =
            pseudonyms.orElseThrow(() -> new IllegalStateException("no key for hashed columns"));
        yield new TypeMapping(
            AvroType.STRING, texts(type), Wire.TEXT, () -> new HashDecoder(names.naming()));
      }
    };
  }

  static TypeMapping of(MysqlType type) {
    return switch (type.name()) {
      case "tinyint" -> integer(Wire.ONE_BYTE, type.unsigned() ? Decoders::uint8 : Decoders::int8);
      case "smallint" ->
          integer(Wire.TWO_BYTES, type.unsigned() ? Decoders::uint16 : Decoders::int16);
      case "mediumint", "int" ->
          integer(Wire.FOUR_BYTES, type.unsigned() ? Decoders::uint32 : Decoders::int32);
      case "bigint" ->
          type.unsigned()
              ? asIs(unsigned64(), Wire.EIGHT_BYTES, Decoders::uint64)
              : integer(Wire.EIGHT_BYTES, Decoders::int64);
      case "year" -> integer(Wire.TWO_BYTES, Decoders::uint16);
      case "float" -> asIs(AvroType.FLOAT, Wire.FOUR_BYTES, Decoders::float32);
      case "double" -> asIs(AvroType.DOUBLE, Wire.EIGHT_BYTES, Decoders::float64);
      case "decimal" -> decimal(type);
      case "bit" -> bits(type.precision());
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
          asIs(AvroType.STRING, Wire.TEXT, Decoders::bytes);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          asIs(AvroType.BYTES, Wire.TEXT, Decoders::bytes);
      case "date" -> asIs(AvroType.DATE, Wire.TEMPORAL, Decoders::date);
      case "datetime" -> asIs(AvroType.DATETIME, Wire.TEMPORAL, Decoders::datetime);
      case "timestamp" -> asIs(AvroType.TIMESTAMP, Wire.TEMPORAL, Decoders::datetime);
      case "vector" ->
          new TypeMapping(AvroType.FLOAT, Selection.BINARY, Wire.TEXT, () -> Decoders::vector);
      case "json" -> asIs(AvroType.JSON, Wire.TEXT, new JsonDecoder(0));
      case "time", "uuid", "inet4", "inet6" -> text(Selection.TEXT);
      default ->
          GEOMETRIES.contains(type.name())
              ? asIs(AvroType.STRING, Wire.TEXT, Decoders::geometry)
              : text(Selection.UNKNOWN);
    };
  }

  /** Whether there is a rule for the type; if not, it is read as text. */
  static boolean isKnown(MysqlType type) {
    return of(type).selection() != Selection.UNKNOWN;
  }

  /** What makes a text of a value that is equal where the value is, in every source. */
  static Selection texts(MysqlType type) {
    return switch (type.name()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit", "decimal" ->
          Selection.NUMBER_TEXT;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector" ->
          Selection.HEX_TEXT;
      default -> GEOMETRIES.contains(type.name()) ? Selection.HEX_TEXT : Selection.TEXT;
    };
  }

  private static TypeMapping bits(int count) {
    if (count == 1) {
      return asIs(AvroType.BOOLEAN, Wire.TEXT, Decoders::bit);
    }
    return count <= BITS_OF_A_LONG
        ? integer(Wire.TEXT, Decoders::bits)
        : asIs(unsigned64(), Wire.TEXT, Decoders::bits64);
  }

  private static TypeMapping decimal(MysqlType type) {
    return AvroType.decimal(type.precision(), type.scale())
        .map(decimal -> asIs(decimal, Wire.TEXT, new DecimalDecoder(type.scale())))
        .orElseGet(() -> text(Selection.NUMBER_TEXT));
  }

  /** Twenty digits. */
  private static AvroType unsigned64() {
    return AvroType.decimal(20, 0).orElseThrow();
  }

  private static TypeMapping integer(Wire wire, Decoder decoder) {
    return asIs(AvroType.LONG, wire, decoder);
  }

  private static TypeMapping asIs(AvroType avro, Wire wire, Decoder decoder) {
    return new TypeMapping(avro, Selection.AS_IS, wire, () -> decoder);
  }

  private static TypeMapping text(Selection selection) {
    return new TypeMapping(AvroType.STRING, selection, Wire.TEXT, () -> Decoders::bytes);
  }
}
