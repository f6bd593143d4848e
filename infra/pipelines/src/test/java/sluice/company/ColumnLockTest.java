package sluice.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.extract.database.PostgresSource;
import sluice.extract.database.SourceOptions;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.schema.Column;
import sluice.sql.pipeline.PipelineCompiler;

final class ColumnLockTest {
  private static EmbeddedServer postgres;
  private static CompanyDatabases company;

  @BeforeAll
  static void create() throws Exception {
    postgres = EmbeddedServer.start();
    company = CompanyDatabases.create(postgres.server());
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @Test
  void isWhatTheExtractorSeesInTheDatabases() {
    Plan plan = PipelineCompiler.compile(Path.of("company")).plan().orElseThrow();

    assertLocked(plan, "ec", company.ecUrl(), 8);
    assertLocked(plan, "reservations", company.reservationsUrl(), 5);
  }

  private static void assertLocked(Plan plan, String name, String url, int tables) {
    try (PostgresSource source =
        PostgresSource.open(url, Optional.empty(), Optional.empty(), SourceOptions.defaults())) {
      assertThat(source.tables()).hasSize(tables);
      for (LandingTable table : plan.tablesOf(name)) {
        assertThat(withoutExtractedAt(table.columns()))
            .as(table.id().toString())
            .isEqualTo(withoutExtractedAt(source.columns(source.table(table.id().table()))));
      }
    }
  }

  private static List<Column> withoutExtractedAt(List<Column> columns) {
    return columns.stream().filter(column -> !column.name().equals("_extracted_at")).toList();
  }
}
