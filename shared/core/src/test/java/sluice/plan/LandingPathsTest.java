package sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.schema.TableId;

final class LandingPathsTest {
  private static final LandingTable ORDERS =
      new LandingTable(
          TableId.parse("lake.orders"),
          "partner",
          new Origin.Dropped(new Format.Ndjson()),
          WriteMode.APPEND,
          List.of(),
          Layout.PLAIN,
          About.NOTHING,
          Optional.empty());

  @Test
  void knowsWhoseAFileIs() {
    String file = LandingPaths.files(ORDERS) + "2026/03/a.json";

    assertThat(LandingPaths.landingName(file)).contains("partner.orders");
  }

  @Test
  void knowsWhoseACommitIs() {
    String commit = LandingPaths.commits(ORDERS) + "000000000001.json";

    assertThat(LandingPaths.landingName(commit)).contains("partner.orders");
  }

  @Test
  void isNotWokenByWhatItMovesItself() {
    Instant slot = Instant.parse("2026-03-02T12:00:00Z");

    assertThat(
            List.of(
                LandingPaths.claimed(ORDERS) + "1/a",
                LandingPaths.parts(ORDERS, slot, "call") + "part-00001.avro",
                LandingPaths.archive(ORDERS) + "1/a",
                LandingPaths.quarantine(ORDERS) + "1/a",
                "state/tables/lake.orders.json",
                "landing/a",
                "landing//a"))
        .allSatisfy(object -> assertThat(LandingPaths.landingName(object)).isEmpty());
  }

  @Test
  void namesPartsAfterTheSlotAndTheCall() {
    assertThat(LandingPaths.parts(ORDERS, Instant.parse("2026-03-02T12:00:00Z"), "c1"))
        .isEqualTo("landing/_parts/partner.orders/20260302T120000Z/c1/");
  }
}
