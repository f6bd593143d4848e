package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.governor.Governor;
import sluice.governor.Shares;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.WriteMode;

final class SharesTest {
  private final ManualClock clock = ManualClock.atNoon();
  private final Shares shares = new Shares(new InMemoryObjectStore(clock));

  @Test
  void givesEachOfAFewTablesAllThatBigQueryAllowsOrWhatItAsksFor() {
    Plan plan = plan(60);
    LandingTable table = plan.landingTables().get(0);
    LandingTable low =
        new LandingTable(
            table.id(),
            table.source(),
            table.origin(),
            table.writeMode(),
            table.columns(),
            table.layout(),
            table.about(),
            Optional.of(24));

    assertThat(Shares.needed(plan)).isFalse();
    assertThat(shares.limit(table, plan, 1_400)).isEqualTo(Governor.MOST_A_DAY);
    assertThat(shares.limit(low, plan, 0)).isEqualTo(24);
  }

  @Test
  void givesAnEqualShareUntilASweepHasNoted() {
    assertThat(Shares.needed(plan(100))).isTrue();
    assertThat(shares.limit(plan(100).landingTables().get(0), plan(100), 900)).isEqualTo(950);
  }

  @Test
  void givesWhatQuietTablesDoNotUseToTheBusyOnes() {
    Plan plan = plan(100);
    LandingTable busy = plan.landingTables().get(0);

    shares.note(plan, table -> table.equals(busy) ? 1_200 : 0, clock.instant());

    assertThat(shares.limit(busy, plan, 1_200)).isEqualTo(Governor.MOST_A_DAY);
  }

  @Test
  void staysWithinTheProjectsLimitHoweverTablesUseIt() {
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      Plan plan = plan(64 + random.nextInt(100));
      Shares noted = new Shares(new InMemoryObjectStore(clock));
      Map<LandingTable, Integer> used = new HashMap<>();
      plan.landingTables().forEach(table -> used.put(table, 0));
      for (int sweep = 0; sweep < 30; sweep++) {
        if (random.nextInt(3) > 0) {
          noted.note(plan, used::get, clock.instant());
        }
        for (LandingTable table : plan.landingTables()) {
          if (random.nextBoolean()) {
            used.compute(table, (key, jobs) -> Math.max(jobs, noted.limit(key, plan, jobs)));
          }
        }
        assertThat(used.values().stream().mapToInt(Integer::intValue).sum())
            .isLessThanOrEqualTo(100_000);
      }
    }
  }

  private static Plan plan(int tables) {
    PlanBuilder plan = new PlanBuilder();
    IntStream.range(0, tables)
        .forEach(i -> plan.with(PlanBuilder.dropped("lake.t" + i, WriteMode.APPEND)));
    return plan.build();
  }
}
