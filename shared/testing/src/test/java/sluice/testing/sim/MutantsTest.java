package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Shows that the simulator sees what it is there for: defects put into the real classes. */
final class MutantsTest {

  private static final long SEEDS = 1_000;

  @Test
  void catchesFilesThatAreLoadedWhereTheyLieAndNotClaimed() {
    Mutant unclaimed =
        Mutant.of("load/Landing.java")
            .replacing(
                "return LandingPaths.claimed(table) + object.immutablePath();",
                "return LandingPaths.files(table) + object.path();");

    assertThat(unclaimed.caughtWithin(SEEDS)).as("a seed").isPresent();
  }

  @Test
  void catchesAClaimThatDoesNotSayWhichGenerationItMeans() {
    Mutant anyGeneration =
        Mutant.of("load/Claims.java")
            .replacing(
                "if (store.move(from, object.generation(), to)) {",
                """
                long generation = store.find(from).map(ObjectStore.Entry::generation).orElse(0L);
                if (store.move(from, generation, to)) {
                """);

    assertThat(anyGeneration.caughtWithin(SEEDS)).as("a seed").isPresent();
  }

  @Test
  void catchesABatchThatHasTwoAuthors() {
    Mutant twoAuthors =
        Mutant.of("load/Ledger.java")
            .replacing(
                "return store.create(name(table, batch.sequence()), Json.write(batch));",
                """
                String name = name(table, batch.sequence());
                return store
                    .find(name)
                    .map(at -> store.replace(name, at.generation(), Json.write(batch)))
                    .orElseGet(() -> store.create(name, Json.write(batch)));
                """);

    assertThat(twoAuthors.caughtWithin(SEEDS)).as("a seed").isPresent();
  }

  @Test
  void catchesAnAttemptThatIsMadeWhileTheOneBeforeRuns() {
    Mutant early =
        Mutant.of("warehouse/Attempts.java")
            .replacing(
                "return job.filter(last -> last.state() != Job.State.DONE).isPresent();",
                "return job.filter(last -> last.state() == Job.State.PENDING).isPresent();");

    assertThat(early.caughtWithin(SEEDS)).as("a seed").isPresent();
  }

  @Test
  void catchesAnEventThatIsTakenForTheEndOfTheJob() {
    Mutant trusting =
        Mutant.of("warehouse/Attempts.java")
            .replacing(
                "return job.filter(Job::succeeded).isPresent();",
                "return job.filter(last -> last.failure().isEmpty()).isPresent();")
            .replacing(
                "return job.filter(last -> last.state() != Job.State.DONE).isPresent();",
                "return false;");

    assertThat(trusting.caughtWithin(SEEDS)).as("a seed").isPresent();
  }
}
