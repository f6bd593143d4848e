package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulationTest {

  private static final int SEEDS = 1_000;

  @Test
  void losesNothingAndRepeatsNothingWhateverGoesWrong() {
    List<Long> failures = Simulate.failures(1, SEEDS);

    assertThat(failures)
        .as(() -> failures.isEmpty() ? "seeds" : Simulate.explain(failures.get(0)))
        .isEmpty();
  }

  @Test
  void runsASeedTheSameWayTwice() {
    assertThat(Simulation.run(17).script()).isEqualTo(Simulation.run(17).script()).isNotEmpty();
  }
}
