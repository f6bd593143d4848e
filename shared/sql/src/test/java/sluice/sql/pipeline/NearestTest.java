package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> KNOWN = List.of("cursor", "cluster", "columns");

  @Test
  void findsWhatWasMeantDespiteALetterMissingAddedReplacedOrSwapped() {
    assertThat(List.of("cursr", "curssor", "cursur", "cusror", "CURSOR"))
        .allSatisfy(written -> assertThat(Nearest.of(written, KNOWN)).contains("cursor"));
  }

  @Test
  void namesAllWhenNothingIsNear() {
    assertThat(Nearest.remedy("retries", KNOWN)).isEqualTo("Known here: cursor, cluster, columns.");
  }
}
