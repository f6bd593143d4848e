package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SimulationTest {

  private static final int SEEDS = 1_000;

  @Test
  void losesNothingAndRepeatsNothingWhateverGoesWrong() {
    Optional<Long> failing = Simulate.failing(1, SEEDS);

    assertThat(failing).as(() -> failing.map(Simulate::explain).orElse("seeds")).isEmpty();
  }

  @Test
  void runsASeedTheSameWayTwice() {
    Trace once = Trace.kept();
    Trace again = Trace.kept();

    Simulation.run(Script.of(17), once);
    Simulation.run(Script.of(17), again);

    assertThat(again.lines()).isEqualTo(once.lines()).isNotEmpty();
  }
}
