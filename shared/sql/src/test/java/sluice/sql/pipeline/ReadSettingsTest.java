package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.ReadSettings;
import sluice.plan.TablePatterns;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** How a database's tables are read. */
final class ReadSettingsTest {
  @TempDir private Path root;
  private Folder folder = new Folder(Path.of("."));

  @BeforeEach
  void write() {
    folder =
        Folder.withOrders(root)
            .write(
                "sources/pay.columns.yaml",
                """
                payments:
                  _table: {description: "支払い", key: [id]}
                  id: INT64 REQUIRED
                  mail: STRING
                  tags: ARRAY<STRING>
                  secret: BYTES
                  paid_on: DATE
                  paid_at: TIMESTAMP
                refunds:
                  _table: {name: "sales.refunds"}
                  id: INT64
                """);
  }

  @Test
  void treatColumnsAndKnowTheKey() {
    LandingTable payments =
        table(
            """
            mode: incremental
            cursor: paid_at
            drop: [secret]
            hash: [mail, tags]
            mask: [paid_on]
            where: "amount > 0"
            parallelism: 4
            object_size: 64
            reconcile: P7D
            """);

    assertThat(((Origin.Extracted) payments.origin()).settings())
        .isEqualTo(
            new ReadSettings(
                new ReadSettings.Columns(
                    List.of(), List.of("secret"), List.of("mail", "tags"), List.of("paid_on")),
                Optional.of("amount > 0"),
                Optional.of(4),
                Optional.of(64),
                Optional.empty(),
                Optional.of(Duration.ofDays(7)),
                List.of("id")));
    assertThat(payments.about().description()).contains("支払い");
    assertThat(payments.columns())
        .containsExactly(
            Column.of("id", ColumnType.INT64).as(Column.Mode.REQUIRED),
            Column.of("mail", ColumnType.STRING),
            Column.of("tags", ColumnType.STRING),
            Column.of("paid_on", ColumnType.STRING),
            Column.of("paid_at", ColumnType.TIMESTAMP),
            Column.of("_deleted", ColumnType.BOOL)
                .describedAs("Whether the row is gone from its source."),
            Column.of("_extracted_at", ColumnType.TIMESTAMP)
                .describedAs("When the row was read from its source."));
  }

  @Test
  void askForTheZoneOfACursorThatSaysNone() {
    assertThat(problems("mode: incremental\ncursor: paid_on\n"))
        .containsExactly(
            "sources/pay.yaml:5: tables.payments.cursor_zone is missing. paid_on is a DATE, which"
                + " says no time zone: write the one that the source's programs use, like"
                + " Asia/Tokyo.");
    assertThat(problems("mode: incremental\ncursor: paid_at\ncursor_zone: Asia/Tokyo\n"))
        .containsExactly(
            "sources/pay.yaml:8: tables.payments.cursor_zone is for a cursor that is a DATETIME or"
                + " a DATE. Remove it.");
  }

  @Test
  void tellWhatCannotBe() {
    assertThat(
            problems(
                """
                hash: [male]
                parallelism: 99
                reconcile: P7D
                """))
        .containsExactly(
            "sources/pay.yaml:6: tables.payments.hash[1] names the column 'male', which the table"
                + " does not have. Known here: id, mail, tags, secret, paid_on, paid_at.",
            "sources/pay.yaml:7: tables.payments.parallelism is 99. Write a number from 1 to 16.",
            "sources/pay.yaml:8: tables.payments.reconcile is for incremental tables. Remove it: a"
                + " snapshot holds what there is.");
    assertThat(
            problems(
                "mode: incremental\ncursor: paid_at\ndrop: [paid_at]\nkey: [tags]\nreconcile: P7D\n"))
        .containsExactly(
            "sources/pay.yaml:7: tables.payments.cursor names 'paid_at', which is not kept. Keep it:"
                + " the rows are read by it.",
            "sources/pay.yaml:10: tables.payments.reconcile goes by the key 'tags'. Let it be an"
                + " INT64 or a STRING that is kept as it is.");
  }

  @Test
  void takeTablesThatAreNotNamed() {
    Plan plan =
        folder
            .write(
                "sources/pay.yaml",
                """
                kind: postgresql
                connection: PAY_DATABASE
                schedule: "0 * * * *"
                tables: "*"
                exclude: ["public.tmp_*"]
                """)
            .compile()
            .orThrow();

    assertThat(plan.source("pay").orElseThrow().tables())
        .contains(new TablePatterns("lake_pay", List.of("*"), List.of("public.tmp_*")));
    assertThat(plan.tablesOf("pay"))
        .extracting(table -> ((Origin.Extracted) table.origin()).table())
        .containsExactly("public.payments", "sales.refunds");
  }

  private LandingTable table(String settings) {
    return folder
        .write("sources/pay.yaml", yaml(settings))
        .compile()
        .orThrow()
        .tablesOf("pay")
        .get(0);
  }

  private List<String> problems(String settings) {
    return folder.write("sources/pay.yaml", yaml(settings)).problems();
  }

  private static String yaml(String settings) {
    return """
        kind: postgresql
        connection: PAY_DATABASE
        schedule: "0 * * * *"
        tables:
          payments:
        """
        + settings.indent(4);
  }
}
