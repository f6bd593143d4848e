package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Source.Kind;
import sluice.plan.TablePatterns;

/** Sources that are MySQL's or MariaDB's. */
final class MysqlSourceTest {
  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void namesTablesWithoutASchema(String kind) {
    Plan plan =
        Folder.withOrders(root)
            .write(
                "sources/pos.columns.yaml",
                """
                receipts: {id: INT64 REQUIRED}
                staff:
                  _table: {name: "Staff"}
                  id: INT64
                tills: {id: INT64}
                """)
            .write(
                "sources/pos.yaml",
                """
                kind: %s
                connection: POS_DATABASE
                schedule: "0 * * * *"
                include: ["S*"]
                tables:
                  receipts: {}
                  tills: {table: Tills}
                """
                    .formatted(kind))
            .compile()
            .orThrow();

    assertThat(plan.source("pos").orElseThrow().kind()).isEqualTo(Kind.MYSQL);
    assertThat(plan.source("pos").orElseThrow().tables())
        .map(TablePatterns::dataset)
        .isEqualTo(Optional.of("lake_pos"));
    assertThat(plan.tablesOf("pos"))
        .extracting(table -> ((Origin.Extracted) table.origin()).table())
        .containsExactlyInAnyOrder("receipts", "Tills", "Staff");
  }

  @Test
  void aloneMayLeaveTheSchemaOut() {
    assertThat(
            Folder.withOrders(root)
                .write(
                    "sources/pos.yaml",
                    """
                    kind: postgresql
                    connection: POS_DATABASE
                    schedule: "0 * * * *"
                    tables:
                      tills: {table: tills, columns: {id: INT64}}
                    """)
                .problems())
        .containsExactly(
            "sources/pos.yaml:5: tables.tills.table is 'tills'. Write schema.table, like public.orders.");
  }
}
