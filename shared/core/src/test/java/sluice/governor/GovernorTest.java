package sluice.governor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.governor.Governor.Hold;
import sluice.state.Modifications;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;

final class GovernorTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final int MOST = Governor.MOST_A_DAY;
  private static final Attempts NONE = new Attempts("j", 0, Optional.empty());

  @Test
  void holdsNothingBackWhileFewJobsWereMade() {
    Modifications quarter = Modifications.NONE.with(MOST / 4, NOON);

    assertThat(Governor.beforeNew(quarter, MOST, NOON)).isEmpty();
    assertThat(Governor.gap(MOST / 4, MOST)).isZero();
  }

  @Test
  void widensTheGapTheNearerTheLimitIs() {
    assertThat(Governor.gap(600, MOST)).isEqualTo(Duration.ofMillis(5_378));
    assertThat(Governor.gap(900, MOST)).isEqualTo(Duration.ofMillis(29_243));
    assertThat(Governor.gap(1_200, MOST)).isEqualTo(Duration.ofMillis(72_187));
    assertThat(Governor.beforeNew(Modifications.NONE.with(1_200, NOON), MOST, NOON))
        .contains(new Hold(NOON.plusMillis(72_187), 1_200, MOST));
  }

  @Test
  void holdsNothingBackOnlyBecauseAnotherCallersClockIsAhead() {
    Modifications notedAhead = Modifications.NONE.with(3, NOON.plusSeconds(240));
    Modifications manyAhead = Modifications.NONE.with(1_200, NOON.plusSeconds(240));

    assertThat(Governor.beforeNew(notedAhead, MOST, NOON)).isEmpty();
    assertThat(Governor.beforeNew(manyAhead, MOST, NOON))
        .map(Hold::until)
        .contains(NOON.plusMillis(72_187));
  }

  @Test
  void keepsARestForWhatFailedUntilOldJobsCountNoMore() {
    Modifications spent = Modifications.NONE.with(1_349, NOON);
    Instant left = NOON.plus(Duration.ofHours(24)).plus(Duration.ofMinutes(30));

    assertThat(Governor.beforeNew(spent, MOST, NOON)).contains(new Hold(left, 1_349, MOST));
    assertThat(Governor.beforeNew(spent, MOST, left)).isEmpty();
    assertThat(Governor.beforeAttempt(spent, NONE, MOST, NOON)).isEmpty();
  }

  @Test
  void triesNothingAgainBeyondTheLimit() {
    Modifications ten = Modifications.NONE.with(10, NOON);
    Job.Failure passing = new Job.Failure("backendError", "Try again.");
    Job failed =
        new Job("j_2", Job.State.DONE, Optional.of(passing), Optional.of(NOON.plusSeconds(90)), 0);
    Attempts three = new Attempts("j", 2, Optional.of(failed));

    assertThat(Governor.beforeAttempt(ten, three, 14, NOON)).isEmpty();
    assertThat(Governor.beforeAttempt(ten, three, 13, NOON))
        .contains(new Hold(NOON.plus(Duration.ofMinutes(24 * 60 + 30)), 13, 13));
  }

  @Test
  void settlesAnEndlessStreamAtFourFifthsAndNeverExceedsTheLimit() {
    Modifications noted = Modifications.NONE;
    Deque<Instant> day = new ArrayDeque<>();
    int most = 0;
    for (Instant now = NOON;
        now.isBefore(NOON.plus(Duration.ofDays(7)));
        now = now.plusSeconds(5)) {
      Instant since = now.minus(Duration.ofDays(1));
      while (!day.isEmpty() && !day.peekFirst().isAfter(since)) {
        day.removeFirst();
      }
      if (Governor.beforeNew(noted, MOST, now).isEmpty()) {
        noted = noted.with(1, now);
        day.addLast(now);
        most = Math.max(most, day.size());
      }
    }

    assertThat(most).isLessThan(1_350);
    assertThat(day.size()).isBetween(1_100, 1_250);
    assertThat(noted.counts()).hasSizeLessThan(100);
  }

  @Test
  void keepsATableToALowerLimitOfItsOwn() {
    assertThat(Governor.gap(6, 24)).isZero();
    assertThat(Governor.gap(19, 24)).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(80));
    assertThat(Governor.beforeNew(Modifications.NONE.with(1, NOON), 1, NOON.plusSeconds(1)))
        .map(Hold::spent)
        .contains(true);
  }
}
