package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.extract.Commits;
import sluice.extract.Extracts;
import sluice.extract.SourceTables.Described;
import sluice.extract.database.DatabaseReader;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.SourceTable;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.plan.TablePatterns;
import sluice.schema.TableId;
import sluice.testing.InMemoryObjectStore;

/** What a server tells of its tables, and tables that flow although nobody named them. */
@Tag("mysql")
final class DiscoveriesTest {
  private static final TablePatterns ALL =
      new TablePatterns("lake_shop", List.of("found.*", "off*", "tmp_*", "9*"), List.of("tmp_*"));

  private final InMemoryObjectStore store = new InMemoryObjectStore(InstantSource.system());
  private final Plans plans = new Plans(store);
  private long slots;

  @Test
  void tablesHaveTheirKeysCommentsAndColumnsForWhoMayOnlySelect() throws Exception {
    String url = Databases.create("described");
    Databases.execute(
        url,
        """
        CREATE TABLE orders (
          shop varchar(9), id int unsigned COMMENT 'Numbered by shop', doc json,
          doubled int AS (id * 2), hidden int /*M! INVISIBLE */ /*!80023 INVISIBLE */,
          PRIMARY KEY (id, shop)) COMMENT '注文'
        """,
        "CREATE VIEW some AS SELECT id, doc FROM orders",
        Databases.either("CREATE SEQUENCE numbers", "DO 0"),
        "CREATE USER onlooker IDENTIFIED BY 'word'",
        "GRANT SELECT ON described.* TO onlooker");
    try (MysqlDatabase source = Databases.open(url, "onlooker", "word", SourceOptions.defaults())) {
      Map<String, Described> described =
          source.described().stream()
              .collect(Collectors.toMap(Described::name, Function.identity()));

      assertThat(described).containsOnlyKeys("orders", "some");
      Described orders = described.get("orders");
      assertThat(orders.comment()).contains("注文");
      assertThat(orders.key()).containsExactly("id", "shop");
      assertThat(orders.columns())
          .extracting(column -> column.name() + " " + column.type() + " " + column.mode())
          .containsExactly(
              "shop STRING REQUIRED",
              "id INT64 REQUIRED",
              "doc JSON NULLABLE",
              "doubled INT64 NULLABLE",
              "hidden INT64 NULLABLE");
      assertThat(orders.columns().get(1).description()).contains("Numbered by shop");
      assertThat(described.get("some").comment()).isEmpty();
      assertThat(source.table("described.some").kind()).isEqualTo(SourceTable.Kind.VIEW);
    }
  }

  @Test
  void theSystemsTablesAreNotAmongThem() {
    try (MysqlDatabase source = Databases.open(Databases.url(""))) {
      assertThat(source.defaultSchema()).isEmpty();
      assertThat(source.tables())
          .extracting(SourceTable::schema)
          .doesNotContain("mysql", "sys", "information_schema", "performance_schema");
    }
  }

  @Test
  void readTablesFromTheSlotOnAfterTheyCame() throws Exception {
    String url = Databases.create("shopping");
    Databases.create("found");
    Databases.execute(
        url,
        "CREATE TABLE found.refunds (id int PRIMARY KEY, note text)",
        "INSERT INTO found.refunds VALUES (1, 'x')",
        "CREATE TABLE tmp_orders (id int)",
        "CREATE TABLE `9 others` (id int)");
    plans.publish(
        new Plan(
            "test",
            "US",
            List.of(
                new Source(
                    "shop",
                    Source.Kind.MYSQL,
                    Optional.of("SHOP"),
                    Optional.empty(),
                    Optional.of(ALL))),
            List.of(),
            List.of()));

    extract(url);

    assertThat(tables()).containsExactly("lake_shop.found_refunds");
    assertThat(plans.current().tablesOf("shop").get(0).columns())
        .extracting(column -> column.name() + " " + column.type())
        .containsExactly("id INT64", "note STRING", "_extracted_at TIMESTAMP");

    Databases.execute(url, "CREATE TABLE orders (id int)", "INSERT INTO orders VALUES (1), (2)");
    Databases.execute(url, "RENAME TABLE orders TO offers");
    extract(url);

    assertThat(tables()).containsExactlyInAnyOrder("lake_shop.offers", "lake_shop.found_refunds");
    assertThat(commits("lake_shop.offers")).isEqualTo(1);
    assertThat(commits("lake_shop.found_refunds")).isEqualTo(2);
  }

  private void extract(String url) {
    new Extracts(
            plans,
            store,
            source ->
                new DatabaseReader(
                    Databases.open(url), InstantSource.system(), Optional.empty(), pause -> {}),
            (of, key) -> List.<List<String>>of().iterator(),
            InstantSource.system(),
            () -> "call" + slots)
        .extract("shop", Instant.EPOCH.plus(Duration.ofHours(++slots)));
  }

  private List<String> tables() {
    return plans.current().tablesOf("shop").stream().map(table -> table.id().toString()).toList();
  }

  private int commits(String name) {
    LandingTable table = plans.current().landingTable(TableId.parse(name)).orElseThrow();
    return new Commits(store).after(table, 0).size();
  }
}
