package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.TableRead;

/** Tables of random keys, cut at random ones: each row is in one stretch. */
final class RandomKeysTest {
  private static final int ROWS = 200;

  /** Types of keys, and how SQL makes a value of a number h between -2^31 and 2^31. */
  private static final List<Map.Entry<String, String>> KINDS =
      List.of(
          Map.entry("smallint", "h % 100"),
          Map.entry("int", "h"),
          Map.entry("bigint", "h::bigint * 4000000000"),
          Map.entry("numeric", "CASE h % 40 WHEN 0 THEN 'NaN' ELSE h / 7.0 END"),
          Map.entry("numeric(12,2)", "h % 1000 / 7.0"),
          Map.entry("real", "h / 3.0"),
          Map.entry(
              "double precision",
              "(ARRAY['NaN', '-Infinity', 'Infinity', '-0', (h / 3e10)::text])[1 + abs(h % 9) / 2]"),
          Map.entry("boolean", "h > 0"),
          Map.entry("text", "t"),
          Map.entry("text COLLATE \"C\"", "t"),
          Map.entry("text COLLATE blurred", "t"),
          Map.entry("varchar(20) COLLATE german", "t"),
          Map.entry("char(24)", "t"),
          Map.entry("name", "t"),
          Map.entry("plate", "t"),
          Map.entry("mood", "(ARRAY['sad', 'a b', 'it''s'])[1 + abs(h % 3)]"),
          Map.entry("uuid", "md5(h::text)"),
          Map.entry("bytea", "decode(md5(h::text), 'hex')"),
          Map.entry(
              "date", "CASE h % 30 WHEN 0 THEN 'infinity' ELSE date '2000-01-01' + h / 900 END"),
          Map.entry(
              "timestamp",
              "CASE h % 30 WHEN 0 THEN '-infinity' ELSE timestamp '2000-01-01' + h * interval '1.000001 s' END"),
          Map.entry("timestamptz", "timestamptz '2000-01-01' + h * interval '1.000001 s'"),
          Map.entry("time", "time '00:00' + h * interval '1.000001 s'"),
          Map.entry("interval", "(h % 40) * interval '1 day' + (h % 3) * interval '24 h'"),
          Map.entry("inet", "inet '10.0.0.0' + abs(h % 70000)"),
          Map.entry("int[]", "ARRAY[h % 9, h]"));

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("random_keys");
    Databases.execute(
        url,
        "CREATE COLLATION german (provider = icu, locale = 'de')",
        "CREATE COLLATION blurred"
            + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TYPE mood AS ENUM ('sad', 'it''s', 'a b')",
        "CREATE DOMAIN plate AS text COLLATE german CHECK (length(value) < 40)");
  }

  static List<Integer> seeds() {
    return IntStream.range(0, KINDS.size() + 5).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areReadOnceWhateverTheyAreCutAt(int seed) throws Exception {
    Random random = new Random(seed);
    List<Map.Entry<String, String>> kinds = kinds(seed, random);
    createTable("t" + seed, kinds, random);
    try (PostgresDatabase source = Databases.open(url);
        Session session = address().connect();
        Moment moment = session.begin()) {
      TableRead what = read(source, "t" + seed, kinds.size());
      for (int turn = 0; turn < 2; turn++) {
        List<List<String>> bounds = someKeys(moment, "b" + seed, what.cutBy(), random);

        readsEachOnce(moment, what, KeyStretch.between(what.table(), what.cutBy(), bounds));
      }
      KeySample sample = new KeySample(what, 100);
      List<List<String>> sampled = moment.rows(sample.bounds(2 + random.nextInt(7)));
      List<Stretch> stretches = KeyStretch.between(what.table(), what.cutBy(), sampled);

      readsEachOnce(moment, what, stretches);
      assertThat(stretches).hasSizeGreaterThan(1);
      assertThat(moment.single(sample.inOneEach(stretches))).contains("t");
    }
  }

  @Test
  void areCutIntoPartsOfAsManyRows() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE even (id int NOT NULL, k0 int, k1 uuid, PRIMARY KEY (k0, k1))",
        "INSERT INTO even SELECT i, 7, md5(i::text)::uuid FROM generate_series(1, 1000) i");
    try (PostgresDatabase source = Databases.open(url);
        Session session = address().connect();
        Moment moment = session.begin()) {
      TableRead what = read(source, "even", 2);
      List<List<String>> bounds = moment.rows(new KeySample(what, 100).bounds(7));

      assertThat(
              readsEachOnce(moment, what, KeyStretch.between(what.table(), what.cutBy(), bounds)))
          .hasSize(7)
          .allMatch(rows -> rows == 142 || rows == 143);
    }
  }

  @Test
  void thatAreOutOfOrderAreFound() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE sorted (id int NOT NULL, k0 int PRIMARY KEY)",
        "INSERT INTO sorted SELECT i, i FROM generate_series(1, 100) i");
    try (PostgresDatabase source = Databases.open(url);
        Session session = address().connect();
        Moment moment = session.begin()) {
      TableRead what = read(source, "sorted", 1);
      List<List<String>> bounds = List.of(List.of("70"), List.of("30"));
      List<Stretch> stretches = KeyStretch.between(what.table(), what.cutBy(), bounds);

      assertThat(moment.single(new KeySample(what, 100).inOneEach(stretches))).contains("f");
    }
  }

  /** Every kind by itself, then some together. */
  private static List<Map.Entry<String, String>> kinds(int seed, Random random) {
    if (seed < KINDS.size()) {
      return List.of(KINDS.get(seed));
    }
    return random
        .ints(2 + random.nextInt(2), 0, KINDS.size())
        .mapToObj(KINDS::get)
        .collect(Collectors.toList());
  }

  /** The table, and a second one of the same columns with keys of which some are also there. */
  private static void createTable(
      String table, List<Map.Entry<String, String>> kinds, Random random) throws SQLException {
    List<String> columns = new ArrayList<>(List.of("id bigint NOT NULL"));
    List<String> values = new ArrayList<>(List.of("i"));
    for (int index = 0; index < kinds.size(); index++) {
      columns.add("k%d %s NOT NULL".formatted(index, kinds.get(index).getKey()));
      String plain = kinds.get(index).getKey().replaceAll(" COLLATE.*", "");
      String own = kinds.get(index).getValue().replaceAll("\\bh\\b", "h" + index);
      String value = own.replaceAll("\\bt\\b", "t" + index);
      values.add("(%s)::text::%s".formatted(value, plain));
    }
    String others = table.replace('t', 'b');
    String fill =
        """
        INSERT INTO %s SELECT %s FROM (
          SELECT i, h0, h1, h2,
            (ARRAY['é', 'É', 'e', '漢 ', '''', '\\', '_ ', 'Z'])[1 + abs(h0 %% 8)] || h0 %% 50 AS t0,
            (ARRAY['ß', 'ss', 'SS', '']) [1 + abs(h1 %% 4)] || h1 %% 9 AS t1, 'x' || h2 AS t2
          FROM (
            SELECT i, hashint4(i * 3 + %3$d) %% %4$d AS h0, hashint4(i * 3 + 1) AS h1,
              hashint4(i * 3 + 2) AS h2
            FROM generate_series(%5$d, %6$d) i) AS numbers) AS texts
        """;
    int spread = random.nextInt(3) == 0 ? 5 : Integer.MAX_VALUE;
    String expressions = String.join(", ", values);
    Databases.execute(
        url,
        "CREATE TABLE %s (%s)".formatted(table, String.join(", ", columns)),
        "CREATE TABLE %s (%s)".formatted(others, String.join(", ", columns)),
        fill.formatted(table, expressions, 0, spread, 1, ROWS),
        fill.formatted(others, expressions, 0, spread, ROWS - 20, ROWS + 20));
  }

  /** In the order of the database, with some twice. */
  private static List<List<String>> someKeys(
      Moment moment, String from, List<String> key, Random random) throws SQLException {
    String texts = key.stream().map(column -> column + "::text").collect(Collectors.joining(", "));
    List<List<String>> all =
        moment.rows(
            "SELECT %s FROM %s AS b ORDER BY b.%s"
                .formatted(texts, from, String.join(", b.", key)));
    return random
        .ints(random.nextInt(9), 0, all.size())
        .sorted()
        .mapToObj(all::get)
        .collect(Collectors.toList());
  }

  private static List<Integer> readsEachOnce(Moment moment, TableRead what, List<Stretch> stretches)
      throws SQLException {
    List<Long> ids = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (Stretch stretch : stretches) {
      List<String> some =
          moment.all(
              "SELECT id FROM %s%s".formatted(Sql.name(what.table()), Sql.where(what, stretch)));
      sizes.add(some.size());
      some.forEach(id -> ids.add(Long.valueOf(id)));
    }
    Collections.sort(ids);
    List<Long> all = new ArrayList<>();
    moment
        .all("SELECT id FROM " + Sql.name(what.table()) + " ORDER BY id")
        .forEach(id -> all.add(Long.valueOf(id)));
    assertThat(ids).isEqualTo(all).isNotEmpty();
    return sizes;
  }

  private static TableRead read(PostgresDatabase source, String table, int columns) {
    List<String> key = IntStream.range(0, columns).mapToObj(index -> "k" + index).toList();
    return TableRead.snapshot(source.table(table), Instant.EPOCH).cutBy(key);
  }

  private static Session.Address address() {
    return new Session.Address(
        url, Optional.of("postgres"), Optional.of("postgres"), SourceOptions.defaults());
  }
}
