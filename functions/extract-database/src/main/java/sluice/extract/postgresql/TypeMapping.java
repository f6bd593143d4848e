package sluice.extract.postgresql;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.avro.AvroType;
import sluice.extract.database.Decoder;
import sluice.extract.database.HashDecoder;
import sluice.extract.database.JsonDecoder;
import sluice.extract.database.Pseudonyms;
import sluice.extract.database.RowLayout;

/**
 * How values of a type travel: what the statement selects, how that is decoded, and what it is
 * then; each thread has a decoder of its own. The rule for each type is docs/extraction.md's; a
 * type without one is read as the text that PostgreSQL writes for it.
 */
record TypeMapping(AvroType avro, Selection selection, Supplier<Decoder> decoders) {

  /** What the statement selects of a column. */
  enum Selection {
    AS_IS("%s"),
    TEXT("%s::pg_catalog.text"),
    MASKED("CASE WHEN %s IS NOT NULL THEN '***'::pg_catalog.text END"),
    TEXTS("%s::pg_catalog.text[]"),
    /** A cast adds the mask to every address; the type's own output only where it is needed. */
    ADDRESS("CASE WHEN %1$s IS NOT NULL THEN pg_catalog.format('%%s', %1$s) END"),
    ADDRESSES("CASE WHEN %1$s IS NOT NULL THEN pg_catalog.format('%%s', %1$s)::text[] END");

    private final String template;

    Selection(String template) {
      this.template = template;
    }

    String of(String identifier) {
      return template.formatted(identifier);
    }
  }

  /** A decoder for each field, for one thread. */
  static List<Decoder> decoders(RowLayout layout, Optional<Pseudonyms> pseudonyms) {
    return layout.fields().stream().map(field -> of(field, pseudonyms).decoders().get()).toList();
  }

  /** How a field's values travel, hashed or masked if that is asked for. */
  static TypeMapping of(RowLayout.Field field, Optional<Pseudonyms> pseudonyms) {
    PostgresType type = (PostgresType) field.source().kind();
    return switch (field.treatment()) {
      case KEEP -> of(type);
      case MASK -> text(Selection.MASKED);
      case HASH -> {
        Pseudonyms names =
            pseudonyms.orElseThrow(() -> new IllegalStateException("no key for hashed columns"));
        boolean address = type.name().equals("inet") && !type.isArray();
        Selection selection = address ? Selection.ADDRESS : Selection.TEXT;
        yield new TypeMapping(AvroType.STRING, selection, () -> new HashDecoder(names.naming()));
      }
    };
  }

  static TypeMapping of(PostgresType type) {
    TypeMapping single = scalar(type);
    if (!type.isArray()) {
      return single;
    }
    Selection selection =
        switch (single.selection) {
          case TEXT -> Selection.TEXTS;
          case ADDRESS -> Selection.ADDRESSES;
          default -> single.selection;
        };
    return new TypeMapping(single.avro, selection, () -> new ArrayDecoder(single.decoders.get()));
  }

  private static TypeMapping scalar(PostgresType type) {
    return switch (type.name()) {
      case "bool" -> asIs(AvroType.BOOLEAN, Decoders::bool);
      case "int2" -> asIs(AvroType.LONG, Decoders::int2);
      case "int4" -> asIs(AvroType.LONG, Decoders::int4);
      case "int8" -> asIs(AvroType.LONG, Decoders::int8);
      case "oid" -> asIs(AvroType.LONG, Decoders::oid);
      case "float4" -> asIs(AvroType.FLOAT, Decoders::float4);
      case "float8" -> asIs(AvroType.DOUBLE, Decoders::float8);
      case "numeric" -> numeric(type.modifier());
      case "text", "varchar", "bpchar", "name", "citext", PostgresType.ENUM ->
          asIs(AvroType.STRING, Decoders::bytes);
      case "uuid" -> asIs(AvroType.STRING, Decoders::uuid);
      case "bytea" -> asIs(AvroType.BYTES, Decoders::bytes);
      case "date" -> asIs(AvroType.DATE, Decoders::date);
      case "time" -> asIs(AvroType.TIME, Decoders::time);
      case "timestamp" -> asIs(AvroType.DATETIME, Decoders::timestamp);
      case "timestamptz" -> asIs(AvroType.TIMESTAMP, Decoders::timestamp);
      case "json" -> asIs(AvroType.JSON, new JsonDecoder(0));
      case "jsonb" -> asIs(AvroType.JSON, new JsonDecoder(1));
      case "inet" -> text(Selection.ADDRESS);
      default -> text(Selection.TEXT);
    };
  }

  /**
   * A modifier holds precision and scale; the scale is eleven bits with a sign since PostgreSQL 15,
   * and may lie outside 0 to precision. Without a modifier nothing bounds the digits: text.
   */
  private static TypeMapping numeric(int modifier) {
    TypeMapping unbounded = text(Selection.TEXT);
    if (modifier < 0) {
      return unbounded;
    }
    int packed = modifier - 4;
    int precision = packed >> 16 & 0xFFFF;
    int scale = ((packed & 0x7FF) ^ 0x400) - 0x400;
    int digits = scale < 0 ? precision - scale : Math.max(precision, scale);
    int decimals = Math.max(scale, 0);
    return AvroType.decimal(digits, decimals)
        .map(decimal -> asIs(decimal, new NumericDecoder(decimals)))
        .orElse(unbounded);
  }

  private static TypeMapping asIs(AvroType avro, Decoder decoder) {
    return new TypeMapping(avro, Selection.AS_IS, () -> decoder);
  }

  private static TypeMapping text(Selection selection) {
    return new TypeMapping(AvroType.STRING, selection, () -> Decoders::bytes);
  }
}
