package sluice.extract.mysql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.extract.database.AvroValues;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/** Every type at its extremes, read by the engine and as the server's own text. */
@Tag("mysql")
final class TypesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("types");
    Databases.execute(
        url,
        """
        CREATE TABLE numbers (
          id int PRIMARY KEY, b bool, t1 tinyint(1), t tinyint, tu tinyint unsigned,
          s smallint, su smallint unsigned, m mediumint, mu mediumint unsigned,
          i int, iu int unsigned, iz int(10) zerofill, g bigint, gu bigint unsigned,
          d12_2 decimal(12,2), du decimal(18,0) unsigned, d38_9 decimal(38,9),
          d65_27 decimal(65,27), d65_30 decimal(65,30), d20_20 decimal(20,20),
          d5z decimal(5,1) zerofill, d65 decimal(65,0), f float, fu float unsigned, r double,
          b1 bit, b7 bit(7), b63 bit(63), b64 bit(64), y year)
        """,
        """
        INSERT INTO numbers VALUES
        (1, true, 127, 127, 255, 32767, 65535, 8388607, 16777215, 2147483647, 4294967295, 42,
          9223372036854775807, 18446744073709551615, 9999999999.99, 999999999999999999,
          99999999999999999999999999999.999999999,
          99999999999999999999999999999999999999.999999999999999999999999999,
          99999999999999999999999999999999999.999999999999999999999999999999,
          0.99999999999999999999, 7.5,
          99999999999999999999999999999999999999999999999999999999999999999, 3.4028234e38, 16777217, 1.7976931348623157e308,
          b'1', b'1111111', ~0 >> 1, ~0, 2155),
        (2, false, -128, -128, 0, -32768, 0, -8388608, 0, -2147483648, 0, 0,
          -9223372036854775808, 0, -9999999999.99, 0, -0.000000001,
          -0.000000000000000000000000001, -0.000000000000000000000000000001,
          -0.00000000000000000001, 0, -1, -1.17549435e-38, 0, -5e-324, b'0', b'0', 0, 0, 0),
        (3, 2, 1, 0, 1, -1, 1, -1, 1, -1, 1, 1, -1, 9223372036854775808, -0.01, 7, 0.1, 1, 1, 0.5,
          9999.9, 0, 0.1, 0.2, 0.1, b'1', b'1010101', 1, ~0 - 1, 1901)
        """,
        "INSERT INTO numbers (id) VALUES (4)",
        """
        CREATE TABLE texts (
          id int PRIMARY KEY, c char(9), v varchar(99), tt tinytext, tx text, mt mediumtext,
          lt longtext, mb3 varchar(99) CHARACTER SET utf8mb3, l1 varchar(99) CHARACTER SET latin1,
          sj varchar(99) CHARACTER SET sjis, cp varchar(99) CHARACTER SET cp932,
          uj varchar(99) CHARACTER SET ujis, u16 text CHARACTER SET utf16,
          e enum('', 'sad', '良い', 'it''s "fine"') CHARACTER SET utf8mb4,
          st set('a', 'b', '中') CHARACTER SET utf8mb4, j json,
          bi binary(4), vb varbinary(99), tb tinyblob, bl blob, mb mediumblob, lb longblob,
          ti time, ti6 time(6))
          CHARACTER SET utf8mb4
        """,
        """
        INSERT INTO texts VALUES
        (1, '九文字まで入る', '改行\\n\\r\\nタブ\\t😀"\\'\\\\', '😀', '', REPEAT('漢', 90000), '\\0',
          '日本', 'ÿé', '表示ｶﾅ', '①髙～', '日本語', '👩‍👩‍👧', '良い', 'a,中',
          '{"b" : 1, "a": [null, "值"], "a": 2}', x'00ff', x'', x'00', x'deadbeef',
          REPEAT(x'ff', 70000), x'0a', '838:59:59', '-838:59:59.999999'),
        (2, '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'null', '', '', '', '', '', '',
          '00:00:00', '00:00:00.000001'),
        (3, ' x', 'x ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', 'sad', 'a,b,中',
          '[1e3, -0.0]', x'41424344', x'20', x'20', x'20', x'20', x'20', '26:00:00', '-00:00:00.5')
        """,
        "INSERT INTO texts (id) VALUES (4)",
        """
        CREATE TABLE times (
          id int PRIMARY KEY, d date, dt datetime, dt3 datetime(3), dt6 datetime(6),
          ts timestamp NULL, ts6 timestamp(6) NULL)
        """,
        """
        INSERT INTO times VALUES
        (1, '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999',
          '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', '2038-01-19 03:14:07.999999'),
        (2, '0001-01-01', '0001-01-01 00:00:00', '0001-01-01 00:00:00', '0001-01-01 00:00:00',
          '1970-01-01 00:00:01', '1970-01-01 00:00:01.000001'),
        (3, '1582-10-10', '1900-02-28 12:00:00', '1969-12-31 23:59:59.999', '2000-02-29 00:00:00.5',
          '2026-07-01 00:00:00', '2000-02-29 12:34:56.789'),
        (5, '1600-02-29', '1600-03-01 00:00:00', '0004-02-29 01:02:03', '0100-03-01 00:00:00',
          '2024-02-29 00:00:00', '2024-12-31 23:59:59')
        """,
        "INSERT INTO times (id) VALUES (4)",
        """
        CREATE TABLE lossy (
          id int PRIMARY KEY, d date, dt datetime, ts timestamp NOT NULL)
        """,
        """
        INSERT INTO lossy VALUES
        (1, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00'),
        (2, '2024-00-15', '2024-01-00 10:00:00', '2026-01-01 00:00:00'),
        (3, '2023-02-29', '2024-02-31 10:00:00', '2026-01-01 00:00:00'),
        (4, '0000-01-01', '0000-12-31 23:59:59', '2026-01-01 00:00:00')
        """,
        """
        CREATE TABLE shapes (
          id int PRIMARY KEY, g geometry, p point, l linestring, a polygon, mp multipoint,
          gc geometrycollection, gen varchar(20) AS (concat('#', id)) STORED,
          virt int AS (id * 2) VIRTUAL, hidden int /*M! INVISIBLE */ /*!80023 INVISIBLE */ DEFAULT 7)
        """,
        """
        INSERT INTO shapes (id, g, p, l, a, mp, gc) VALUES
        (1, ST_GeomFromText('POINT(139.7671 35.6812)', 4326%s), POINT(-1.5, 1e300),
          ST_GeomFromText('LINESTRING(0 0,1 1)'),
          ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))'), ST_GeomFromText('MULTIPOINT(0 0,1 1)'),
          ST_GeomFromText('GEOMETRYCOLLECTION(POINT(0 0))'))
        """
            .formatted(Databases.either("", ", 'axis-order=long-lat'")),
        "INSERT INTO shapes (id) VALUES (2)");
  }

  @Test
  void numbersAreWhatTheServerWrites() throws Exception {
    assertSameAsText("numbers");
  }

  @Test
  void textsAndBytesAreWhatTheServerWrites() throws Exception {
    assertSameAsText("texts");
  }

  @Test
  void timesAreWhatTheServerWrites() throws Exception {
    assertSameAsText("times");
  }

  @Test
  void shapesGeneratedAndInvisibleColumnsAreWhatTheServerWrites() throws Exception {
    assertSameAsText("shapes");
  }

  @Test
  void theTypesAreBigQuerys() {
    assertThat(types("numbers"))
        .isEqualTo(
            Map.of(
                ColumnType.INT64,
                List.of(
                    "id", "b", "t1", "t", "tu", "s", "su", "m", "mu", "i", "iu", "iz", "g", "b7",
                    "b63", "y"),
                ColumnType.NUMERIC,
                List.of("gu", "d12_2", "du", "d38_9", "d5z", "b64"),
                ColumnType.BIGNUMERIC,
                List.of("d65_27", "d65_30", "d20_20"),
                ColumnType.FLOAT64,
                List.of("f", "fu", "r"),
                ColumnType.STRING,
                List.of("d65"),
                ColumnType.BOOL,
                List.of("b1")));
    assertThat(types("texts"))
        .isEqualTo(
            Map.of(
                ColumnType.INT64,
                List.of("id"),
                ColumnType.STRING,
                List.of(
                    "c", "v", "tt", "tx", "mt", "lt", "mb3", "l1", "sj", "cp", "uj", "u16", "e",
                    "st", "ti", "ti6"),
                ColumnType.JSON,
                List.of("j"),
                ColumnType.BYTES,
                List.of("bi", "vb", "tb", "bl", "mb", "lb")));
    assertThat(types("times"))
        .isEqualTo(
            Map.of(
                ColumnType.INT64, List.of("id"),
                ColumnType.DATE, List.of("d"),
                ColumnType.DATETIME, List.of("dt", "dt3", "dt6"),
                ColumnType.TIMESTAMP, List.of("ts", "ts6")));
    assertThat(types("shapes"))
        .isEqualTo(
            Map.of(
                ColumnType.INT64, List.of("id", "virt", "hidden"),
                ColumnType.STRING, List.of("g", "p", "l", "a", "mp", "gc", "gen")));
  }

  @Test
  void whatBigQueryCannotHoldIsNullAndCounted() throws Exception {
    MemorySink sink = new MemorySink();
    ExtractResult result = read("lossy", sink);

    assertThat(result.notes())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("d: zero date -> NULL", 2L),
                Map.entry("d: day that the calendar lacks -> NULL", 1L),
                Map.entry("d: year outside 0001-9999 -> NULL", 1L),
                Map.entry("dt: zero date -> NULL", 2L),
                Map.entry("dt: day that the calendar lacks -> NULL", 1L),
                Map.entry("dt: year outside 0001-9999 -> NULL", 1L),
                Map.entry("ts: zero date -> NULL", 1L)));
    List<GenericRecord> rows = sink.rows();
    assertThat(rows).extracting(row -> row.get("d")).containsOnlyNulls();
    assertThat(rows).extracting(row -> row.get("dt")).containsOnlyNulls();
    assertThat(rows)
        .extracting(row -> row.get("ts") == null)
        .containsExactly(true, false, false, false);
  }

  @Test
  void typesThatMariadbAloneHas() throws Exception {
    assumeTrue(Databases.isMariadb(), "MySQL has no such types");
    Databases.execute(
        url,
        "CREATE TABLE addresses (id int PRIMARY KEY, u uuid, i4 inet4, i6 inet6)",
        """
        INSERT INTO addresses VALUES
        (1, 'ffffffff-ffff-ffff-ffff-ffffffffffff', '192.168.0.1', '2001:db8::1'),
        (2, '00000000-0000-0000-0000-000000000000', '0.0.0.0', '::'),
        (3, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '255.255.255.255', '::ffff:1.2.3.4'),
        (4, NULL, NULL, NULL)
        """);

    assertSameAsText("addresses");
    assertThat(types("addresses"))
        .isEqualTo(
            Map.of(ColumnType.INT64, List.of("id"), ColumnType.STRING, List.of("u", "i4", "i6")));
  }

  @Test
  void aDocumentWithANumberThatBigQueryCannotHoldIsNullAndCounted() throws Exception {
    assumeTrue(Databases.isMariadb(), "MySQL takes no such document");
    Databases.execute(
        url,
        "CREATE TABLE documents (id int PRIMARY KEY, j json)",
        """
        INSERT INTO documents VALUES (1, '{"a": [-1.5E+400]}'), (2, '["1e400", 1e308]'), (3, '1')
        """);
    MemorySink sink = new MemorySink();
    ExtractResult result = read("documents", sink);

    assertThat(result.notes()).isEqualTo(Map.of("j: number beyond FLOAT64 -> NULL", 1L));
    assertThat(sink.rows())
        .extracting(row -> String.valueOf(row.get("j")))
        .containsExactly("null", "[\"1e400\", 1e308]", "1");
  }

  @Test
  void geometriesHaveTheFormThatBigQueryReads() throws Exception {
    MemorySink sink = new MemorySink();
    read("shapes", sink);

    ByteBuffer binary = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN);
    binary.put((byte) 1).putInt(1).putDouble(139.7671).putDouble(35.6812);
    assertThat(sink.rows().get(0).get("g"))
        .as("byte order, type, longitude, latitude")
        .hasToString(HexFormat.of().formatHex(binary.array()));
  }

  private static Map<ColumnType, List<String>> types(String table) {
    try (MysqlDatabase source = Databases.open(url)) {
      List<Column> columns = RowLayout.of(source.table(table), List.of()).columns();
      assertThat(columns.get(0).mode()).isEqualTo(Mode.REQUIRED);
      return columns.stream().collect(groupingBy(Column::type, mapping(Column::name, toList())));
    }
  }

  private static void assertSameAsText(String table) throws Exception {
    MemorySink sink = new MemorySink();
    read(table, sink);
    try (MysqlDatabase source = Databases.open(url)) {
      SourceTable described = source.table(table);

      assertThat(AvroValues.byId(sink.rows())).isEqualTo(ServerTexts.byId(url, described));
    }
  }

  private static ExtractResult read(String table, MemorySink sink) throws Exception {
    try (MysqlDatabase source = Databases.open(url)) {
      return source.read(TableRead.snapshot(source.table(table), NOON), sink);
    }
  }
}
