package sluice.extract.postgresql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.database.AvroValues;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.RowLayout;
import sluice.extract.database.TableRead;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/** Every type at its extremes, read by the engine and by JDBC. */
final class TypesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("types");
    Databases.execute(
        url,
        "CREATE EXTENSION citext",
        "CREATE TYPE mood AS ENUM ('sad', '良い', 'it''s \"fine\"')",
        "CREATE TYPE address AS (city text, zip text)",
        "CREATE DOMAIN yen AS numeric(12,2) CHECK (VALUE > -1000000)",
        "CREATE DOMAIN price AS yen",
        "CREATE DOMAIN scores AS int[]",
        """
        CREATE TABLE scalars (
          id int PRIMARY KEY, b bool, i2 int2, i4 int4, i8 int8, o oid, f4 float4, f8 float8,
          n12_2 numeric(12,2), n38_9 numeric(38,9), n76_38 numeric(76,38), n5 numeric(5),
          n100 numeric(100,50), n numeric, price price,
          t text, v varchar(9), c char(5), nm name, ci citext, m mood,
          u uuid, d date, ti time, tz timetz, ts timestamp, tstz timestamptz,
          j json, jb jsonb, by bytea, iv interval, mo money, bi bit(4), vb varbit, ip inet,
          net cidr, mac macaddr, r int4range, x xml, p point, a address, tsv tsvector, ch "char")
        """,
        """
        INSERT INTO scalars VALUES
        (1, true, 32767, 2147483647, 9223372036854775807, 4294967295, 3.4028235e38,
          1.7976931348623157e308, 9999999999.99, 99999999999999999999999999999.999999999,
          99999999999999999999999999999999999999.99999999999999999999999999999999999999, 99999,
          12345678901234567890123456789012345678901234567890.5, 0.1234567890123456789012345,
          999999999.99, E'改行\\n\\r\\nタブ\\t😀"''\\\\', '九文字まで入る', 'ab', 'name', 'CiText',
          'it''s "fine"', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '9999-12-31', '23:59:59.999999',
          '12:34:56.789+09', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999+00',
          '{"b" : 1, "a": [null, "值"], "a": 2}', '{"b": 1, "a": 2.50}', '\\x00ff', '1 year -2 mons
          3 days 04:05:06.789', '$1,234.50', '1010', '101', '192.168.0.1', '10.0.0.0/8',
          '08:00:2b:01:02:03', '[1,10)', '<a>&amp;</a>', '(1.5,-2)', '("東京, 中央",100)',
          'a:1 b:2', 'x'),
        (2, false, -32768, -2147483648, -9223372036854775808, 0, -1e-45, -5e-324, -9999999999.99,
          -0.000000001, -0.00000000000000000000000000000000000001, -99999, -1, 'NaN', -0.01,
          '', '', '', '', '', 'sad', '00000000-0000-0000-0000-000000000000', '0001-01-01',
          '00:00:00', '00:00:00-12', '0001-01-01 00:00:00', '0001-01-01 00:00:00+00', 'null',
          'null', '', '0', '-$0.01', '0000', '', '::1/64', '::/0', '00:00:00:00:00:00', 'empty',
          'text', '(0,0)', '(,)', '', ''),
        (3, null, 0, 0, 0, 1, 'NaN', 'Infinity', 0, 0.1, 100000000000000000000, 10000, 0, 1e-20,
          10000, ' ', ' ', '  x', 'x', 'x', '良い', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
          '1582-10-10', '12:00', '12:00+00', '1900-01-01 00:00:00.000001',
          '1969-12-31 23:59:59.999999+00', '[]', '[1e3, -0.0]', '\\xdeadbeef', '-1 day', '0',
          '1111', '1', '2001:db8::1', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff', '(,5]', '<x/>',
          '(1e300,0)', '(a,)', 'c', 'y')
        """,
        "INSERT INTO scalars (id) VALUES (4)",
        """
        CREATE TABLE arrays (
          id int PRIMARY KEY, i4 int4[], i8 int8[], t text[], n numeric(12,3)[], f8 float8[],
          b bool[], u uuid[], d date[], ts timestamp[], tstz timestamptz[], by bytea[],
          j jsonb[], m mood[], price price[], s scores, iv interval[], ip inet[], n0 numeric[],
          a address[])
        """,
        """
        INSERT INTO arrays VALUES
        (1, '{1,-2}', '{9223372036854775807}', '{"a","",NULL,"日本, \\"x\\"","NULL"}',
          '{1.5,-0.001}', '{1.5,NaN}', '{t,f}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}',
          '{2020-02-29}', '{"2020-01-01 00:00:00.000001"}', '{"2020-01-01 09:00:00+09"}',
          '{"\\\\x00ff",""}', ARRAY['{"a": 1}'::jsonb], '{sad,良い}', '{1.10}', '{1,2}', '{"1 day"}',
          '{10.0.0.1,10.0.0.0/8}', '{0.12345678901234567890}', ARRAY[('x','1')::address]),
        (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
          '{}', '{}', '{}', '{}', '{}'),
        (3, '[5:7]={1,NULL,3}', '{{1,2},{3,4}}', '{NULL}', '{NULL,1}', '{}', '{NULL}', '{}',
          '{infinity,2020-01-01}', '{-infinity}', '{}', '{}', '{}', '{}', '{}', '{{1},{2}}', '{}',
          '{}', '{}', '{}')
        """,
        "INSERT INTO arrays (id) VALUES (4)",
        """
        CREATE TABLE lossy (
          id int PRIMARY KEY, d date, ts timestamp, tstz timestamptz, ti time, n numeric(5,2),
          j json, jb jsonb, days date[])
        """,
        """
        INSERT INTO lossy VALUES
        (1, 'infinity', 'infinity', 'infinity', '24:00', 'NaN', '{"a": [-1.5E+400]}',
          '{"a": 1e400}', '{infinity,NULL,-infinity}'),
        (2, '-infinity', '-infinity', '-infinity', '00:00', 1, '["1e400", 1e308]',
          '{"1e400": 17976931348623157e292}', '{2020-01-01}'),
        (3, '0001-12-31 BC', '0001-12-31 23:59:59.999999 BC', '10000-01-01 00:00:00+00', '12:00',
          2, '"\\"1e400"', to_jsonb(repeat('9', 500)), '{0001-01-01 BC}'),
        (4, '10000-01-01', '294276-12-31 23:59:59.999999', '4713-01-01 00:00:00+00 BC', '12:00',
          3, '1e309', '1', '{}')
        """);
  }

  @Test
  void scalarsAreWhatJdbcReads() throws Exception {
    assertSameAsJdbc("scalars");
  }

  @Test
  void arraysAreWhatJdbcReads() throws Exception {
    assertSameAsJdbc("arrays");
  }

  @Test
  void theTypesAreBigQuerys() {
    try (PostgresDatabase source = Databases.open(url)) {
      Map<ColumnType, List<String>> names =
          RowLayout.of(source.table("scalars"), List.of()).columns().stream()
              .collect(groupingBy(Column::type, mapping(Column::name, toList())));

      assertThat(names)
          .isEqualTo(
              Map.ofEntries(
                  Map.entry(ColumnType.BOOL, List.of("b")),
                  Map.entry(ColumnType.INT64, List.of("id", "i2", "i4", "i8", "o")),
                  Map.entry(ColumnType.FLOAT64, List.of("f4", "f8")),
                  Map.entry(ColumnType.NUMERIC, List.of("n12_2", "n38_9", "n5", "price")),
                  Map.entry(ColumnType.BIGNUMERIC, List.of("n76_38")),
                  Map.entry(ColumnType.DATE, List.of("d")),
                  Map.entry(ColumnType.TIME, List.of("ti")),
                  Map.entry(ColumnType.DATETIME, List.of("ts")),
                  Map.entry(ColumnType.TIMESTAMP, List.of("tstz")),
                  Map.entry(ColumnType.JSON, List.of("j", "jb")),
                  Map.entry(ColumnType.BYTES, List.of("by")),
                  Map.entry(
                      ColumnType.STRING,
                      List.of(
                          "n100", "n", "t", "v", "c", "nm", "ci", "m", "u", "tz", "iv", "mo", "bi",
                          "vb", "ip", "net", "mac", "r", "x", "p", "a", "tsv", "ch"))));
      assertThat(RowLayout.of(source.table("arrays"), List.of()).columns().stream().skip(1))
          .allMatch(column -> column.mode() == Mode.REPEATED);
    }
  }

  @Test
  void whatBigQueryCannotHoldIsNullAndCounted() throws Exception {
    MemorySink sink = new MemorySink();
    ExtractResult result = read("lossy", sink);

    assertThat(result.notes())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("d: infinity -> NULL", 2L),
                Map.entry("d: year outside 0001-9999 -> NULL", 2L),
                Map.entry("ts: infinity -> NULL", 2L),
                Map.entry("ts: year outside 0001-9999 -> NULL", 2L),
                Map.entry("tstz: infinity -> NULL", 2L),
                Map.entry("tstz: year outside 0001-9999 -> NULL", 2L),
                Map.entry("ti: 24:00:00 -> NULL", 1L),
                Map.entry("n: NaN -> NULL", 1L),
                Map.entry("j: number beyond FLOAT64 -> NULL", 2L),
                Map.entry("jb: number beyond FLOAT64 -> NULL", 1L),
                Map.entry("days: infinity -> dropped", 2L),
                Map.entry("days: NULL in an array -> dropped", 1L),
                Map.entry("days: year outside 0001-9999 -> dropped", 1L)));
    List<GenericRecord> rows = sink.rows();
    assertThat(rows).extracting(row -> row.get("d")).containsOnlyNulls();
    assertThat(rows).extracting(row -> row.get("ts")).containsOnlyNulls();
    assertThat(rows).extracting(row -> row.get("tstz")).containsOnlyNulls();
    assertThat(rows)
        .extracting(row -> String.valueOf(row.get("j")))
        .containsExactly("null", "[\"1e400\", 1e308]", "\"\\\"1e400\"", "null");
    assertThat(rows)
        .extracting(row -> row.get("jb") == null)
        .containsExactly(true, false, false, false);
    assertThat(rows).extracting(row -> row.get("days")).hasToString("[[], [18262], [], []]");
  }

  @Test
  void nestedAndIncompleteArraysAreCounted() throws Exception {
    assertThat(read("arrays", new MemorySink()).notes())
        .containsEntry("i8: array of arrays -> one array", 1L)
        .containsEntry("s: array of arrays -> one array", 1L)
        .containsEntry("i4: NULL in an array -> dropped", 1L)
        .containsEntry("t: NULL in an array -> dropped", 2L)
        .containsEntry("ts: infinity -> dropped", 1L);
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws Exception {
    String unchecked =
        Databases.create(
            "ascii", "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    Databases.execute(
        unchecked,
        "CREATE TABLE t (id int, x text)",
        "INSERT INTO t VALUES (1, '日本'), (2, convert_from('\\xff41', 'SQL_ASCII'))");
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(unchecked)) {
      TableRead all = TableRead.snapshot(source.table("t"), NOON);

      assertThatThrownBy(() -> source.read(all, sink))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "Reading public.t failed: invalid byte sequence for encoding \"UTF8\": 0xff (22021)."
                  + " Correct the text, or select it through a view, as bytea.");
      assertThat(sink.complete()).isEmpty();
      assertThat(sink.abandoned()).containsExactly(1);
      source.read(all.where("id = 1"), sink);
    }
    assertThat(sink.rows()).extracting(row -> row.get("x").toString()).containsExactly("日本");
  }

  private static void assertSameAsJdbc(String table) throws Exception {
    MemorySink sink = new MemorySink();
    read(table, sink);
    try (PostgresDatabase source = Databases.open(url)) {
      List<Column> columns = RowLayout.of(source.table(table), List.of()).columns();

      assertThat(AvroValues.byId(sink.rows())).isEqualTo(Values.fromJdbc(url, table, columns));
    }
  }

  private static ExtractResult read(String table, MemorySink sink) throws Exception {
    try (PostgresDatabase source = Databases.open(url)) {
      return source.read(TableRead.snapshot(source.table(table), NOON), sink);
    }
  }
}
