package sluice.extract.postgresql;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.extract.database.SourceColumn;
import sluice.extract.database.SourceTable;
import sluice.schema.Column.Mode;

/** Reads what tables a database has. */
final class Catalog {
  private static final String TABLES =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind IN ('r', 'p') AS stored,
        pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
        (WITH RECURSIVE family(oid) AS (
           SELECT c.oid
           UNION
           SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid)
         SELECT sum(greatest(m.reltuples, 0))::bigint
         FROM pg_catalog.pg_class m JOIN family f ON m.oid = f.oid
         WHERE m.relkind <> 'p') AS rows,
        ARRAY(
          SELECT a.attname::text
          FROM pg_catalog.pg_index x,
            pg_catalog.unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, place)
            JOIN pg_catalog.pg_attribute a ON a.attnum = k.attnum
          WHERE x.indrelid = c.oid AND x.indisprimary AND a.attrelid = c.oid
          ORDER BY k.place) AS primary_key
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND c.relpersistence <> 't'
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        AND CASE WHEN ? THEN n.nspname = ? AND c.relname = ? ELSE NOT c.relispartition END
      ORDER BY n.nspname, c.relname
      """;

  /** A table that inherits may do without the NOT NULL of the one it inherits from. */
  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
        CASE WHEN a.attnotnull AND c.relhassubclass AND c.relkind <> 'p' THEN
          (WITH RECURSIVE family(oid) AS (
             SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = a.attrelid
             UNION
             SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid)
           SELECT min(pg_catalog.format('%I.%I', n.nspname, m.relname))
           FROM family f JOIN pg_catalog.pg_class m ON m.oid = f.oid
             JOIN pg_catalog.pg_namespace n ON n.oid = m.relnamespace
             JOIN pg_catalog.pg_attribute o ON o.attrelid = f.oid
           WHERE o.attname = a.attname AND NOT o.attnotnull) END AS nullable_in,
        pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        pg_catalog.col_description(a.attrelid, a.attnum) AS comment
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum
      """;

  private final Moment moment;

  Catalog(Moment moment) {
    this.moment = moment;
  }

  /** Every table and view outside the system's schemas, by name; no partitions. */
  List<SourceTable> tables() throws SQLException {
    return read(Optional.empty(), "");
  }

  /** The one table of that name, which may be a partition. */
  Optional<SourceTable> table(String schema, String name) throws SQLException {
    return read(Optional.of(schema), name).stream().findFirst();
  }

  /** A row of {@link #TABLES}, before its columns are known. */
  private record Header(
      long oid,
      String schema,
      String name,
      SourceTable.Kind kind,
      Optional<String> comment,
      long rows,
      List<String> primaryKey) {

    SourceTable with(List<SourceColumn> columns) {
      return new SourceTable(schema, name, kind, comment, primaryKey, rows, columns);
    }
  }

  private List<SourceTable> read(Optional<String> schema, String name) throws SQLException {
    List<Header> headers = headers(schema, name);
    Map<Long, List<SourceColumn>> columns =
        columns(headers.stream().map(Header::oid).toArray(Long[]::new));
    return headers.stream()
        .map(header -> header.with(columns.getOrDefault(header.oid, List.of())))
        .toList();
  }

  private List<Header> headers(Optional<String> schema, String name) throws SQLException {
    List<Header> headers = new ArrayList<>();
    try (PreparedStatement statement = moment.prepare(TABLES)) {
      statement.setBoolean(1, schema.isPresent());
      statement.setString(2, schema.orElse(""));
      statement.setString(3, name);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          headers.add(header(row));
        }
      }
    }
    return headers;
  }

  private static Header header(ResultSet row) throws SQLException {
    Array key = row.getArray("primary_key");
    return new Header(
        row.getLong("oid"),
        row.getString("nspname"),
        row.getString("relname"),
        row.getBoolean("stored") ? SourceTable.Kind.TABLE : SourceTable.Kind.VIEW,
        Optional.ofNullable(row.getString("comment")),
        row.getLong("rows"),
        List.of((String[]) key.getArray()));
  }

  private Map<Long, List<SourceColumn>> columns(Long[] tables) throws SQLException {
    TypeCatalog types = TypeCatalog.of(moment, tables);
    Map<Long, List<SourceColumn>> columns = new HashMap<>();
    try (PreparedStatement statement = moment.prepare(COLUMNS)) {
      statement.setArray(1, statement.getConnection().createArrayOf("oid", tables));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns
              .computeIfAbsent(row.getLong("attrelid"), table -> new ArrayList<>())
              .add(column(row, types));
        }
      }
    }
    return columns;
  }

  private static SourceColumn column(ResultSet row, TypeCatalog types) throws SQLException {
    Optional<String> nullableIn = Optional.ofNullable(row.getString("nullable_in"));
    boolean required = row.getBoolean("attnotnull") && nullableIn.isEmpty();
    return new SourceColumn(
        row.getString("attname"),
        row.getString("type"),
        types.resolve(row.getLong("atttypid"), row.getInt("atttypmod")),
        required ? Mode.REQUIRED : Mode.NULLABLE,
        Optional.ofNullable(row.getString("comment")),
        nullableIn);
  }
}
