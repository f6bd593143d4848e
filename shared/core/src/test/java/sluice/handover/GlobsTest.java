package sluice.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GlobsTest {

  @Test
  void aStarStaysWithinAFolder() {
    Globs globs = Globs.of(List.of("payments/*.csv"));

    assertThat(globs.matches("payments/2026-01.csv")).isTrue();
    assertThat(globs.matches("payments/old/2026-01.csv")).isFalse();
    assertThat(globs.matches("payments/2026-01.csv.gz")).isFalse();
  }

  @Test
  void twoStarsCrossFolders() {
    Globs globs = Globs.of(List.of("**/*.csv", "all/**"));

    assertThat(globs.matches("a.csv")).isTrue();
    assertThat(globs.matches("x/y/a.csv")).isTrue();
    assertThat(globs.matches("all/x/y")).isTrue();
    assertThat(globs.matches("x/y/a.txt")).isFalse();
  }

  @Test
  void whatIsNoSignStandsForItself() {
    assertThat(Globs.of(List.of("a+(b).[c]?")).matches("a+(b).[c]1")).isTrue();
    assertThat(Globs.of(List.of("a+(b).[c]?")).matches("aab.c1")).isFalse();
  }

  @Test
  void knowsWhatEveryMatchBeginsWith() {
    assertThat(Globs.literal("payments/2026-*.csv")).isEqualTo("payments/2026-");
    assertThat(Globs.literal("**")).isEmpty();
  }
}
