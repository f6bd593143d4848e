package sluice.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CompanyGeneratorTest {
  @Test
  void makesTheSameRowsOfTheSameSizeAndSeed() throws Exception {
    try (EmbeddedServer postgres = EmbeddedServer.start()) {
      Map<String, String> once = checksums(postgres, 500, 42);
      postgres.drop();

      assertThat(checksums(postgres, 500, 42)).isEqualTo(once);
      postgres.drop();

      assertThat(checksums(postgres, 500, 43).values())
          .doesNotContain(once.get("orders"), once.get("members"), once.get("reservations"));
    }
  }

  private static Map<String, String> checksums(EmbeddedServer postgres, int orders, long seed)
      throws SQLException {
    CompanyDatabases company = CompanyDatabases.create(postgres.server());
    company.generate(orders, seed);
    return checksums(company);
  }

  private static Map<String, String> checksums(CompanyDatabases company) throws SQLException {
    Map<String, String> all = new TreeMap<>(new Database(company.ecUrl()).checksums());
    all.putAll(new Database(company.reservationsUrl()).checksums());
    return all;
  }
}
