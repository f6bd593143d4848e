package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.Commits;
import sluice.extract.Extracts;
import sluice.extract.database.DatabaseReader;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Source;
import sluice.plan.TablePatterns;
import sluice.schema.TableId;
import sluice.testing.InMemoryObjectStore;

/** Tables that flow although nobody named them. */
final class DiscoveriesTest {
  private static final TablePatterns ALL =
      new TablePatterns("lake_shop", List.of("*"), List.of("public.tmp_*"));

  private final InMemoryObjectStore store = new InMemoryObjectStore(InstantSource.system());
  private final Plans plans = new Plans(store);
  private long slots;

  @Test
  void readTablesFromTheSlotOnAfterTheyCame() throws Exception {
    String url = Databases.create("discovered");
    Databases.execute(
        url,
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.refunds (id int PRIMARY KEY, note text)",
        "INSERT INTO sales.refunds VALUES (1, 'x')",
        "CREATE TABLE tmp_1 (id int)",
        "CREATE TABLE \"9 lives\" (id int)");
    publish(Optional.of(ALL));

    extract(url);

    assertThat(tables()).containsExactly("lake_shop.sales_refunds");
    assertThat(plans.current().tablesOf("shop").get(0).columns())
        .extracting(column -> column.name() + " " + column.type())
        .containsExactly("id INT64", "note STRING", "_extracted_at TIMESTAMP");
    assertThat(commits("lake_shop.sales_refunds")).isEqualTo(1);

    Databases.execute(url, "CREATE TABLE orders (id int)", "INSERT INTO orders VALUES (1), (2)");
    extract(url);

    assertThat(tables()).containsExactlyInAnyOrder("lake_shop.orders", "lake_shop.sales_refunds");
    assertThat(commits("lake_shop.orders")).isEqualTo(1);
    assertThat(commits("lake_shop.sales_refunds")).isEqualTo(2);
    assertThat(new Plans(store).current().tablesOf("shop"))
        .as("what another function sees")
        .hasSize(2);

    publish(Optional.empty());
    extract(url);
    assertThat(tables()).as("no pattern takes them any more").isEmpty();
  }

  @Test
  void failForAColumnThatBigQueryCannotNameAndReadTheOthers() throws Exception {
    String url = Databases.create("odd");
    Databases.execute(
        url,
        "CREATE TABLE a_odd (id int, \"its no.\" int)",
        "CREATE TABLE even (id int)",
        "INSERT INTO even VALUES (1)");
    publish(Optional.of(ALL));

    assertThatThrownBy(() -> extract(url))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("public.a_odd cannot be read: column 'its no.'");

    assertThat(commits("lake_shop.a_odd")).isZero();
    assertThat(commits("lake_shop.even")).isEqualTo(1);
  }

  private void publish(Optional<TablePatterns> patterns) {
    Source shop =
        new Source("shop", Source.Kind.POSTGRESQL, Optional.of("SHOP"), Optional.empty(), patterns);
    plans.publish(new Plan("test", "US", List.of(shop), List.of(), List.of()));
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
