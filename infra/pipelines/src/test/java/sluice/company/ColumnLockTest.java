package sluice.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.extract.SourceTables.Described;
import sluice.extract.database.SourceOptions;
import sluice.extract.postgresql.PostgresDatabase;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
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
    try (PostgresDatabase database =
        PostgresDatabase.open(url, Optional.empty(), Optional.empty(), SourceOptions.defaults())) {
      Map<String, Described> live =
          database.described().stream()
              .collect(Collectors.toMap(Described::name, Function.identity()));
      assertThat(live).hasSize(tables);
      for (LandingTable table : plan.tablesOf(name)) {
        String from = ((Origin.Extracted) table.origin()).table();
        assertThat(live).containsKey(from);
        assertThat(withoutExtractedAt(table.columns()))
            .as(table.id().toString())
            .isEqualTo(live.get(from).columns());
      }
    }
  }

  private static List<Column> withoutExtractedAt(List<Column> columns) {
    return columns.stream().filter(column -> !column.name().equals("_extracted_at")).toList();
  }
}
