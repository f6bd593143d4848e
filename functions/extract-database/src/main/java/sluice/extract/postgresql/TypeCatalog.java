package sluice.extract.postgresql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The types that some tables use, with those that they are made of. */
final class TypeCatalog {
  private static final String TYPES =
      """
      WITH RECURSIVE used(oid) AS (
        SELECT a.atttypid FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
        UNION
        SELECT CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END
        FROM pg_catalog.pg_type t JOIN used u ON u.oid = t.oid
        WHERE t.typtype = 'd' OR t.typcategory = 'A')
      SELECT t.oid, t.typname, n.nspname, t.typtype, t.typbasetype, t.typtypmod, t.typelem,
        t.typcategory = 'A' AS is_array
      FROM pg_catalog.pg_type t JOIN used u ON u.oid = t.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      """;

  private final Map<Long, Entry> entries;

  private TypeCatalog(Map<Long, Entry> entries) {
    this.entries = entries;
  }

  /** A row of {@code pg_type}. */
  private sealed interface Entry {
    record Domain(long base, int modifier) implements Entry {}

    record ArrayOf(long element) implements Entry {}

    record Plain(String name) implements Entry {}
  }

  static TypeCatalog of(Moment moment, Long[] tables) throws SQLException {
    Map<Long, Entry> entries = new HashMap<>();
    try (PreparedStatement statement = moment.prepare(TYPES)) {
      statement.setArray(1, statement.getConnection().createArrayOf("oid", tables));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          entries.put(row.getLong("oid"), entry(row));
        }
      }
    }
    return new TypeCatalog(entries);
  }

  /** What a column of that type and modifier holds; a domain's own modifier is its base type's. */
  PostgresType resolve(long type, int modifier) {
    Entry entry = entries.get(type);
    if (entry instanceof Entry.Domain domain) {
      return resolve(domain.base, domain.modifier);
    }
    if (entry instanceof Entry.ArrayOf array) {
      return resolve(array.element, modifier).array();
    }
    String name = entry instanceof Entry.Plain plain ? plain.name : PostgresType.OTHER;
    return new PostgresType(name, modifier, PostgresType.Shape.SCALAR);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String kind = row.getString("typtype");
    if (kind.equals("d")) {
      return new Entry.Domain(row.getLong("typbasetype"), row.getInt("typtypmod"));
    }
    if (row.getBoolean("is_array")) {
      return new Entry.ArrayOf(row.getLong("typelem"));
    }
    if (kind.equals("e")) {
      return new Entry.Plain(PostgresType.ENUM);
    }
    String name = row.getString("typname");
    boolean known = row.getString("nspname").equals("pg_catalog") || name.equals("citext");
    return new Entry.Plain(known ? name : PostgresType.OTHER);
  }
}
