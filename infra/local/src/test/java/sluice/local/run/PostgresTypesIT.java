package sluice.local.run;

import static sluice.local.run.TypedColumn.Form.FLOAT;
import static sluice.local.run.TypedColumn.Form.JSON;
import static sluice.local.run.TypedColumn.Form.NUMBER;
import static sluice.local.run.TypedColumn.Form.TEXT;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.About;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.TableId;

/**
 * Every type of PostgreSQL at its extremes, through the functions into BigQuery: what a query there
 * says is compared with what PostgreSQL's own SQL says of the documented rule.
 */
final class PostgresTypesIT {
  private static final String PLAIN = "$::text";

  /** What the type writes, where a cast to text says more. */
  private static final String WRITTEN = "CASE WHEN $ IS NOT NULL THEN format('%s', $) END";

  private static final String CAST = "CAST($ AS STRING)";

  /** Does not compile where the column became a STRING. */
  private static final String BIG = "CAST(IF(TRUE, $, BIGNUMERIC '0') AS STRING)";

  private static final String LIST =
      "(SELECT coalesce(json_agg(e::text ORDER BY o), '[]')::text"
          + " FROM unnest($) WITH ORDINALITY u(e, o) WHERE e IS NOT NULL)";
  private static final String ARRAY =
      "TO_JSON_STRING(ARRAY(SELECT CAST(e AS STRING) FROM UNNEST($) e WITH OFFSET o ORDER BY o))";

  private static final List<TypedColumn> COLUMNS =
      List.of(
          TypedColumn.of("b", "bool", PLAIN, CAST, TEXT, "true", "false"),
          TypedColumn.of("i2", "int2", PLAIN, CAST, TEXT, "32767", "-32768", "0"),
          TypedColumn.of("i4", "int4", PLAIN, CAST, TEXT, "2147483647", "-2147483648"),
          TypedColumn.of(
              "i8", "int8", PLAIN, CAST, TEXT, "9223372036854775807", "'-9223372036854775808'"),
          TypedColumn.of("o", "oid", PLAIN, CAST, TEXT, "4294967295", "0"),
          TypedColumn.of(
              "f4",
              "float4",
              "$::float8::text",
              CAST,
              FLOAT,
              "'NaN'",
              "3.4028235e38",
              "-1e-45",
              "'-Infinity'",
              "0.1"),
          TypedColumn.of(
              "f8",
              "float8",
              PLAIN,
              CAST,
              FLOAT,
              "'NaN'",
              "1.7976931348623157e308",
              "-5e-324",
              "'Infinity'",
              "0.1",
              "'-0'"),
          TypedColumn.of(
              "n12_2", "numeric(12,2)", decimal(), CAST, NUMBER, "9999999999.99", "'NaN'", "-0.01"),
          TypedColumn.of(
              "n38_9",
              "numeric(38,9)",
              decimal(),
              CAST,
              NUMBER,
              "99999999999999999999999999999.999999999",
              "-99999999999999999999999999999.999999999",
              "0.000000001",
              "'NaN'"),
          TypedColumn.of(
              "n76_38",
              "numeric(76,38)",
              decimal(),
              BIG,
              NUMBER,
              "99999999999999999999999999999999999999.99999999999999999999999999999999999999",
              "-99999999999999999999999999999999999999.99999999999999999999999999999999999999",
              "0.00000000000000000000000000000000000001",
              "-0.00000000000000000000000000000000000001",
              "0",
              "12345678901234567890.1234567890123456789",
              "'NaN'"),
          TypedColumn.of("n38", "numeric(38,0)", decimal(), BIG, NUMBER, "1e37", "-1", "'NaN'"),
          TypedColumn.of("n10", "numeric(10,10)", decimal(), BIG, NUMBER, "0.0000000001", "-0.5"),
          TypedColumn.of(
              "arr_n",
              "numeric(40,10)[]",
              LIST,
              ARRAY,
              JSON,
              "'{123456789012345678901234567890.0123456789,-0.5000000001}'"),
          TypedColumn.of("n", "numeric", PLAIN, "$", TEXT, "'NaN'", "1e-20", "123456789.5000"),
          TypedColumn.of("n90", "numeric(90,45)", PLAIN, "$", TEXT, "1", "-0.1", "'NaN'"),
          TypedColumn.of(
              "t", "text", PLAIN, "$", TEXT, "''", "'日本語 😀'", "E'\\n\\r\\t\"''\\\\'", "' x '"),
          TypedColumn.of("v", "varchar(9)", PLAIN, "$", TEXT, "''", "'九文字まで入る'"),
          TypedColumn.of("c", "char(5)", "rpad($::text, 5)", "$", TEXT, "''", "'ab'", "'日本'"),
          TypedColumn.of("nm", "name", PLAIN, "$", TEXT, "'a name'"),
          TypedColumn.of("m", "mood", PLAIN, "$", TEXT, "'sad'", "'良い'"),
          TypedColumn.of("price", "price", decimal(), CAST, NUMBER, "999999999.99", "-0.01"),
          TypedColumn.of("u", "uuid", PLAIN, "$", TEXT, "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
          TypedColumn.of(
              "d",
              "date",
              "CASE WHEN $ BETWEEN '0001-01-01' AND '9999-12-31' THEN to_char($, 'YYYY-MM-DD') END",
              CAST,
              TEXT,
              "'0001-01-01'",
              "'9999-12-31'",
              "'infinity'",
              "'-infinity'",
              "'0001-12-31 BC'",
              "'10000-01-01'",
              "'1582-10-10'"),
          TypedColumn.of(
              "ti",
              "time",
              "CASE WHEN $ < '24:00' THEN to_char($, 'HH24:MI:SS.US') END",
              "FORMAT_TIME('%H:%M:%E6S', $)",
              TEXT,
              "'00:00'",
              "'23:59:59.999999'",
              "'24:00'"),
          TypedColumn.of("tz", "timetz", PLAIN, "$", TEXT, "'12:34:56.789+09'", "'00:00-12'"),
          TypedColumn.of(
              "ts",
              "timestamp",
              "CASE WHEN $ >= '0001-01-01' AND $ < '10000-01-01'"
                  + " THEN to_char($, 'YYYY-MM-DD HH24:MI:SS.US') END",
              "FORMAT_DATETIME('%E4Y-%m-%d %H:%M:%E6S', $)",
              TEXT,
              "'0001-01-01'",
              "'9999-12-31 23:59:59.999999'",
              "'infinity'",
              "'4713-01-01 BC'",
              "'1900-01-01 00:00:00.000001'"),
          TypedColumn.of(
              "tstz",
              "timestamptz",
              "CASE WHEN $ >= '0001-01-01 UTC' AND $ < '10000-01-01 UTC'"
                  + " THEN (extract(epoch FROM $) * 1000000)::bigint::text END",
              "CAST(UNIX_MICROS($) AS STRING)",
              TEXT,
              "'0001-01-01 00:00:00+00'",
              "'9999-12-31 23:59:59.999999+00'",
              "'-infinity'",
              "'2024-02-29 23:59:59.5+09:30'"),
          TypedColumn.of(
              "j",
              "json",
              "CASE WHEN $::text NOT LIKE '%1e400%' THEN $::text END",
              "IF($ IS NULL, NULL, TO_JSON_STRING($))",
              JSON,
              "'{\"b\" : 1, \"a\": [null, \"值\", true]}'",
              "'null'",
              "'[1e400]'",
              "'1.50'"),
          TypedColumn.of(
              "jb",
              "jsonb",
              PLAIN,
              "IF($ IS NULL, NULL, TO_JSON_STRING($))",
              JSON,
              "'{\"a\": 2.50, \"\": {}}'",
              "'[]'"),
          TypedColumn.of(
              "bin", "bytea", "encode($, 'hex')", "TO_HEX($)", TEXT, "''", "'\\x00ff'", "'\\xe3'"),
          TypedColumn.of(
              "iv", "interval", PLAIN, "$", TEXT, "'1 year -2 mons 3 days 04:05:06.789'", "'0'"),
          TypedColumn.of("mo", "money", PLAIN, "$", TEXT, "'1234.50'", "'-0.01'"),
          TypedColumn.of("bi", "bit(4)", PLAIN, "$", TEXT, "'1010'"),
          TypedColumn.of("vb", "varbit", PLAIN, "$", TEXT, "''", "'101'"),
          TypedColumn.of("ip", "inet", WRITTEN, "$", TEXT, "'192.168.0.1'", "'::1/64'"),
          TypedColumn.of("net", "cidr", PLAIN, "$", TEXT, "'10.0.0.0/8'"),
          TypedColumn.of("mac", "macaddr", PLAIN, "$", TEXT, "'08:00:2b:01:02:03'"),
          TypedColumn.of("r", "int4range", PLAIN, "$", TEXT, "'[1,10)'", "'empty'", "'(,5]'"),
          TypedColumn.of("tr", "tstzrange", PLAIN, "$", TEXT, "'[2024-01-01 09:00+09,)'"),
          TypedColumn.of("x", "xml", PLAIN, "$", TEXT, "'<a>&amp;</a>'"),
          TypedColumn.of("p", "point", PLAIN, "$", TEXT, "'(1.5,-2)'"),
          TypedColumn.of("poly", "polygon", PLAIN, "$", TEXT, "'((0,0),(1,0),(1,1))'"),
          TypedColumn.of("a", "address", PLAIN, "$", TEXT, "'(\"東京, 中央\",100)'", "'(,)'"),
          TypedColumn.of("tsv", "tsvector", PLAIN, "$", TEXT, "'a:1 b:2'"),
          TypedColumn.of("hs", "hstore", PLAIN, "$", TEXT, "'a=>1, 鍵=>NULL'", "''"),
          TypedColumn.of("lt", "ltree", PLAIN, "$", TEXT, "'Top.Science'"),
          TypedColumn.of(
              "arr_i", "int8[]", LIST, ARRAY, JSON, "'{1,-2,NULL}'", "'{}'", "'{{1},{2}}'"),
          TypedColumn.of("arr_t", "text[]", LIST, ARRAY, JSON, "'{\"\",NULL,\"日, \\\"x\\\"\"}'"),
          TypedColumn.of("arr_m", "mood[]", LIST, ARRAY, JSON, "'{sad,良い}'"),
          TypedColumn.of("arr_d", "date[]", LIST, ARRAY, JSON, "'{2020-02-29,0001-01-01}'"));

  private static final Source SOURCE =
      new Source("shop", Source.Kind.POSTGRESQL, Optional.of("SHOP_DATABASE"), Optional.empty());
  private static final LandingTable TABLE =
      new LandingTable(
          new TableId("lake_shop", "torture"),
          SOURCE.name(),
          new Origin.Extracted("public.torture", new ReadMode.Snapshot()),
          WriteMode.REPLACE,
          List.of(),
          Layout.PLAIN,
          About.NOTHING,
          Optional.empty());

  @TempDir static Path folder;

  private static String decimal() {
    return "CASE WHEN $ <> 'NaN' THEN $::text END";
  }

  @Test
  void sayTheSameInBigQuery() throws Exception {
    TypedTable torture = new TypedTable("torture", COLUMNS);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        FlowingDatabase flow =
            new FlowingDatabase(
                folder, SOURCE, postgres.getJdbcUrl("postgres", "postgres"), List.of(TABLE))) {
      statement.execute("SET IntervalStyle = 'iso_8601'; SET TimeZone = 'UTC'");
      statement.execute("CREATE EXTENSION hstore; CREATE EXTENSION ltree");
      statement.execute("CREATE TYPE mood AS ENUM ('sad', '良い')");
      statement.execute("CREATE TYPE address AS (city text, zip text)");
      statement.execute("CREATE DOMAIN price AS numeric(12,2) CHECK (VALUE > -1000000)");
      torture.create(connection);
      torture.assertSame(flow, TABLE, connection);
    }
  }
}
