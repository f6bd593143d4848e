package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.RejectedException;
import sluice.extract.SourceTables;
import sluice.plan.LandingTable;
import sluice.plan.Source;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** A lock file is what the compiler reads back. */
final class DiscoveryTest {
  private static final Column ID = Column.of("id", ColumnType.INT64).as(Column.Mode.REQUIRED);
  private static final Column NO =
      Column.of("no", ColumnType.STRING).describedAs("Its \"number\":\n{#1, 'a'} \\ 番号");

  @TempDir private Path root;
  private final List<SourceTables.Described> live = new ArrayList<>();

  @Test
  void writesWhatTheCompilerReads() throws IOException {
    Folder folder = folder("tables: \"*\"\nexclude: [\"public.tmp_*\"]\n");
    live.add(table("public.payments", Optional.of("支払い: \"all\"\tof them"), List.of("id", "no")));
    live.add(table("sales.Refunds", Optional.empty(), List.of()));
    live.add(table("public.tmp_1", Optional.empty(), List.of()));
    live.add(table("public.9 lives", Optional.empty(), List.of()));

    Discovery.Found found = discover();

    assertThat(found.tables()).isEqualTo(2);
    assertThat(found.changed()).isTrue();
    assertThat(found.skipped()).containsExactly("public.9 lives");
    List<LandingTable> tables = folder.compile().orThrow().tablesOf("pay");
    assertThat(tables)
        .extracting(table -> table.id().toString())
        .containsExactly("lake_pay.payments", "lake_pay.sales_refunds");
    assertThat(tables.get(0).about().description()).contains("支払い: \"all\"\tof them");
    assertThat(tables.get(0).columns()).startsWith(ID, NO);
    assertThat(discover().changed()).as("the same again").isFalse();
  }

  @Test
  void letsATableGoThatIsGone() throws IOException {
    Folder folder = folder("tables: \"*\"\n");
    live.add(table("public.payments", Optional.empty(), List.of()));
    live.add(table("public.old", Optional.empty(), List.of()));
    discover();
    live.remove(1);

    assertThat(discover().tables()).isEqualTo(1);
    assertThat(folder.compile().orThrow().tablesOf("pay")).hasSize(1);
  }

  @Test
  void asksForATableThatThereIsAndTouchesNothing() {
    folder("tables: {payment: {}}\n");
    live.add(table("public.payments", Optional.empty(), List.of()));

    assertThatThrownBy(this::discover)
        .isInstanceOf(RejectedException.class)
        .hasMessage("Source pay has no table public.payment. Did you mean public.payments?");
    assertThat(root.resolve("sources/pay.columns.yaml")).doesNotExist();
  }

  private Folder folder(String tables) {
    return Folder.withOrders(root)
        .write(
            "sources/pay.yaml",
            "kind: postgresql\nconnection: PAY_DATABASE\nschedule: \"0 * * * *\"\n" + tables);
  }

  private Discovery.Found discover() throws IOException {
    SourceTables sources =
        new SourceTables() {
          @Override
          public boolean know(Source.Kind kind) {
            return kind == Source.Kind.POSTGRESQL;
          }

          @Override
          public List<Described> of(Source source, Map<String, String> environment) {
            return live;
          }
        };
    return new Discovery(root, sources, Map.of()).discover("pay");
  }

  private static SourceTables.Described table(
      String name, Optional<String> comment, List<String> key) {
    return new SourceTables.Described(name, comment, key, List.of(ID, NO));
  }
}
