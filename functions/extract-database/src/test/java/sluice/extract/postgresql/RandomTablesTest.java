package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.extract.database.AvroValues;
import sluice.extract.database.MemorySink;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;
import sluice.schema.Column;

/** Tables of random columns and rows, read by the engine and by JDBC. */
final class RandomTablesTest {
  private static final int ROWS = 150;
  private static final String LETTERS = "aZ09 \t\n\r\"'\\{},éß漢字かなカナ🍣👩‍👩‍👧";

  private static String url = "";

  /** A type, and how to make a value of it, as an SQL literal without its quotes. */
  private record Kind(String type, Function<Random, String> literal) {}

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("chance");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void areWhatJdbcReads(int seed) throws Exception {
    Random random = new Random(seed);
    String table = "t" + seed;
    createTable(table, random);
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      SourceTable described = source.table(table);
      List<Column> columns = RowLayout.of(described, List.of()).columns();
      source.read(TableRead.snapshot(described, Instant.EPOCH), sink);

      assertThat(AvroValues.byId(sink.rows()))
          .hasSize(ROWS)
          .isEqualTo(Values.fromJdbc(url, table, columns));
    }
  }

  @Test
  void everyScaleOfNumericIsWhatJdbcReads() throws Exception {
    Random random = new Random(9);
    List<String> columns = new ArrayList<>(List.of("id int PRIMARY KEY"));
    List<String> rows = new ArrayList<>();
    int[][] types = {{1, 0}, {1, 1}, {4, 4}, {5, 2}, {18, 0}, {18, 18}, {19, 2}, {38, 9}, {76, 38}};
    for (int[] type : types) {
      columns.add("n%d_%d numeric(%1$d,%2$d)".formatted(type[0], type[1]));
    }
    for (int id = 0; id < 400; id++) {
      List<String> row = new ArrayList<>(List.of("" + id));
      for (int[] type : types) {
        row.add(decimal(random, type[0], type[1]));
      }
      rows.add("(" + String.join(",", row) + ")");
    }
    Databases.execute(
        url,
        "CREATE TABLE scales (" + String.join(",", columns) + ")",
        "INSERT INTO scales VALUES " + String.join(",", rows));
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      SourceTable scales = source.table("scales");
      source.read(TableRead.snapshot(scales, Instant.EPOCH), sink);

      assertThat(AvroValues.byId(sink.rows()))
          .isEqualTo(Values.fromJdbc(url, "scales", RowLayout.of(scales, List.of()).columns()));
    }
  }

  private static void createTable(String table, Random random) throws Exception {
    List<Kind> all = kinds();
    List<Kind> columns =
        IntStream.range(0, 1 + random.nextInt(20))
            .mapToObj(column -> all.get(random.nextInt(all.size())))
            .toList();
    String types =
        IntStream.range(0, columns.size())
            .mapToObj(index -> ", c" + index + " " + columns.get(index).type)
            .collect(Collectors.joining());
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj(id -> row(id, columns, random))
            .collect(Collectors.joining(","));
    Databases.execute(
        url,
        "CREATE TABLE %s (id int PRIMARY KEY%s)".formatted(table, types),
        "INSERT INTO %s VALUES %s".formatted(table, rows));
  }

  private static String row(int id, List<Kind> columns, Random random) {
    List<String> values = new ArrayList<>(List.of("" + id));
    for (Kind kind : columns) {
      boolean absent = random.nextInt(7) == 0;
      values.add(absent ? "NULL" : quoted(kind.literal.apply(random)) + "::" + kind.type);
    }
    return "(" + String.join(",", values) + ")";
  }

  private static List<Kind> kinds() {
    List<Kind> kinds =
        new ArrayList<>(
            List.of(
                new Kind("bool", random -> "" + random.nextBoolean()),
                new Kind("int2", random -> "" + (short) random.nextInt()),
                new Kind("int4", random -> "" + (random.nextInt() >> random.nextInt(32))),
                new Kind("int8", random -> "" + (random.nextLong() >> random.nextInt(64))),
                new Kind("float8", random -> "" + Double.longBitsToDouble(random.nextLong())),
                new Kind("numeric(12,2)", random -> decimal(random, 12, 2)),
                new Kind("numeric(30,7)", random -> decimal(random, 30, 7)),
                new Kind("text", RandomTablesTest::text),
                new Kind("uuid", random -> "" + new UUID(random.nextLong(), random.nextLong())),
                new Kind("date", random -> "" + day(random)),
                new Kind("timestamp", random -> "" + time(random)),
                new Kind("bytea", RandomTablesTest::bytes),
                new Kind("numeric", random -> decimal(random, 40, 20))));
    List<Kind> scalars = List.copyOf(kinds);
    for (Kind scalar : scalars) {
      kinds.add(new Kind(scalar.type + "[]", random -> array(scalar, random)));
    }
    kinds.add(new Kind("time", random -> "" + LocalTime.ofNanoOfDay(micros(random) * 1_000)));
    kinds.add(new Kind("timestamptz", random -> time(random) + "+09"));
    kinds.add(new Kind("jsonb", random -> "{\"a\": [" + decimal(random, 9, 3) + ", null]}"));
    kinds.add(
        new Kind(
            "interval", random -> (random.nextInt() >> 12) + " s " + micros(random) / 100 + " us"));
    return kinds;
  }

  private static String array(Kind kind, Random random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(index -> random.nextInt(5) == 0 ? "NULL" : element(kind.literal.apply(random)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String element(String literal) {
    return '"' + literal.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String decimal(Random random, int precision, int scale) {
    BigInteger bound = BigInteger.TEN.pow(precision);
    int bits = random.nextInt(bound.bitLength() + 1);
    BigInteger unscaled = new BigInteger(bits, random).mod(bound);
    BigDecimal value = new BigDecimal(unscaled, scale);
    return (random.nextBoolean() ? value : value.negate()).toPlainString();
  }

  private static String text(Random random) {
    int[] letters = LETTERS.codePoints().toArray();
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
    return "\\x" + HexFormat.of().formatHex(bytes);
  }

  /** Days since 1600, for JDBC's dates in arrays go by the Julian calendar before 1582. */
  private static LocalDate day(Random random) {
    return LocalDate.of(1600, 1, 1).plusDays(random.nextInt(3_000_000));
  }

  private static LocalDateTime time(Random random) {
    return LocalDateTime.ofEpochSecond(
        day(random).toEpochDay() * 86_400 + random.nextInt(86_400),
        random.nextInt(1_000_000) * 1_000,
        ZoneOffset.UTC);
  }

  private static long micros(Random random) {
    return (long) (random.nextDouble() * 86_400_000_000L);
  }

  private static String quoted(String value) {
    return Sql.literal(value);
  }
}
