package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.extract.database.AvroValues;
import sluice.extract.database.MemorySink;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/** Tables of random columns and rows, read by the engine and as the server's own text. */
@Tag("mysql")
final class RandomTablesTest {
  private static final int ROWS = 150;
  private static final String LETTERS = "aZ09 \t\n\r\"'\\{},éß漢字かなカナ🍣👩‍👩‍👧";
  private static final String JAPANESE = "aZ09 ~漢字表示かなカナ";

  private static String url = "";

  /** A type, and how to make a value of it, as an SQL literal. */
  private record Kind(String type, Function<Random, String> literal) {}

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("chance");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void areWhatTheServerWrites(int seed) throws Exception {
    Random random = new Random(seed);
    String table = "t" + seed;
    createTable(table, random);
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      SourceTable described = source.table(table);
      source.read(TableRead.snapshot(described, Instant.EPOCH), sink);

      assertThat(AvroValues.byId(sink.rows()))
          .hasSize(ROWS)
          .isEqualTo(ServerTexts.byId(url, described));
    }
  }

  private static void createTable(String table, Random random) throws Exception {
    List<Kind> all = kinds();
    List<Kind> columns =
        IntStream.range(0, 1 + random.nextInt(25))
            .mapToObj(column -> all.get(random.nextInt(all.size())))
            .toList();
    String types =
        IntStream.range(0, columns.size())
            .mapToObj(index -> ", c%d %s NULL".formatted(index, columns.get(index).type))
            .collect(Collectors.joining());
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj(id -> row(id, columns, random))
            .collect(Collectors.joining(","));
    Databases.execute(
        url,
        "CREATE TABLE %s (id int PRIMARY KEY%s) CHARACTER SET utf8mb4".formatted(table, types),
        "INSERT INTO %s VALUES %s".formatted(table, rows));
  }

  private static String row(int id, List<Kind> columns, Random random) {
    List<String> values = new ArrayList<>(List.of("" + id));
    for (Kind kind : columns) {
      values.add(random.nextInt(7) == 0 ? "NULL" : kind.literal.apply(random));
    }
    return "(" + String.join(",", values) + ")";
  }

  private static List<Kind> kinds() {
    return List.of(
        new Kind("tinyint", random -> "" + (byte) random.nextInt()),
        new Kind("smallint unsigned", random -> "" + (random.nextInt() & 0xFFFF)),
        new Kind("mediumint", random -> "" + (random.nextInt() >> 8)),
        new Kind("int", random -> "" + (random.nextInt() >> random.nextInt(32))),
        new Kind("bigint", random -> "" + (random.nextLong() >> random.nextInt(64))),
        new Kind("bigint unsigned", random -> Long.toUnsignedString(random.nextLong())),
        new Kind("double", random -> "" + Double.longBitsToDouble(random.nextLong() >>> 2)),
        new Kind("float", random -> "" + random.nextFloat() * random.nextInt(1_000_000)),
        new Kind("decimal(12,2)", random -> decimal(random, 12, 2)),
        new Kind("decimal(18,18)", random -> decimal(random, 18, 18)),
        new Kind("decimal(19,0)", random -> decimal(random, 19, 0)),
        new Kind("decimal(38,9)", random -> decimal(random, 38, 9)),
        new Kind("decimal(65,30)", random -> decimal(random, 65, 30)),
        new Kind("bit(1)", random -> "" + random.nextInt(2)),
        new Kind("bit(33)", random -> "" + (random.nextLong() >>> 31)),
        new Kind("varchar(40)", random -> quoted(text(random, LETTERS))),
        new Kind("char(40)", random -> quoted(text(random, LETTERS))),
        new Kind("mediumtext", random -> quoted(text(random, LETTERS).repeat(random.nextInt(20)))),
        new Kind("text CHARACTER SET cp932", random -> quoted(text(random, JAPANESE))),
        new Kind("text CHARACTER SET ujis", random -> quoted(text(random, JAPANESE))),
        new Kind("varbinary(99)", RandomTablesTest::bytes),
        new Kind("blob", RandomTablesTest::bytes),
        new Kind("date", random -> quoted("" + day(random))),
        new Kind("datetime", random -> quoted("" + time(random))),
        new Kind("datetime(6)", random -> quoted("" + time(random))),
        new Kind(
            "timestamp(3)",
            random ->
                quoted(
                    ""
                        + LocalDateTime.ofEpochSecond(
                            1 + random.nextInt(2_000_000_000), 0, ZoneOffset.UTC))),
        new Kind("time(6)", random -> "sec_to_time(%d.25)".formatted(random.nextInt() >> 10)),
        new Kind("year", random -> "" + (1901 + random.nextInt(255))),
        new Kind(
            Databases.either("uuid", "char(36)"),
            random -> quoted("" + new UUID(random.nextLong(), random.nextLong()))),
        new Kind("json", random -> quoted("{\"a\": [" + decimal(random, 9, 3) + ", null]}")),
        new Kind("point", random -> "point(%d, %d)".formatted(random.nextInt(), random.nextInt())));
  }

  private static String decimal(Random random, int precision, int scale) {
    BigInteger bound = BigInteger.TEN.pow(precision);
    int bits = random.nextInt(bound.bitLength() + 1);
    BigInteger unscaled = new BigInteger(bits, random).mod(bound);
    BigDecimal value = new BigDecimal(unscaled, scale);
    return (random.nextBoolean() ? value : value.negate()).toPlainString();
  }

  private static String text(Random random, String from) {
    int[] letters = from.codePoints().toArray();
    return random
        .ints(random.nextInt(30), 0, letters.length)
        .collect(
            StringBuilder::new,
            (built, letter) -> built.appendCodePoint(letters[letter]),
            StringBuilder::append)
        .toString();
  }

  private static String bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return "x'" + HexFormat.of().formatHex(bytes) + "'";
  }

  private static LocalDate day(Random random) {
    return LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_652_059));
  }

  private static LocalDateTime time(Random random) {
    return LocalDateTime.ofEpochSecond(
        day(random).toEpochDay() * 86_400 + random.nextInt(86_400),
        random.nextInt(1_000_000) * 1_000,
        ZoneOffset.UTC);
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
