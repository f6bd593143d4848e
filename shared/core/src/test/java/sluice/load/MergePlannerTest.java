package sluice.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sluice.governor.Governor;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.Origin;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.warehouse.Attempts;
import sluice.warehouse.Job;

final class MergePlannerTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final TableId MEMBERS = TableId.parse("lake.members");
  private static final Attempts NONE = new Attempts("j", 0, Optional.empty());
  private static final Job.Failure GONE = new Job.Failure("notFound", "No dataset.");
  private static final LandingTable TABLE =
      new LandingTable(
          MEMBERS,
          "partner",
          new Origin.Dropped(new Format.Ndjson()),
          WriteMode.MERGE,
          List.of(),
          Layout.PLAIN,
          About.NOTHING,
          Optional.empty(),
          Optional.empty(),
          Optional.of(new MergeRule(List.of("id"), Optional.empty(), Optional.empty())),
          Optional.empty(),
          List.of());
  private static final Batch BATCH =
      Batch.ofFiles(
              MEMBERS,
              1,
              Optional.empty(),
              List.of(new LandingObject("a", 1, 10)),
              List.of(),
              0,
              NOON)
          .as(Writing.of(TABLE));

  @Test
  void waitsForAMergeThatRunsWhateverWasSeenOfTheJobsBeforeIt() {
    Job running = new Job("m_0", Job.State.RUNNING, Optional.empty(), Optional.empty(), 0);

    assertThat(plan(open(merging(running), false))).isEqualTo(new LoadStep.AwaitJob(BATCH, "m_0"));
  }

  @Test
  void saysWhyTheLastJobFailedOfABatchThatIsStagedAnew() {
    Job failed = new Job("m_0", Job.State.DONE, Optional.of(GONE), Optional.of(NOON), 0);
    LoadSnapshot.OpenBatch lost = open(merging(failed), true);

    assertThat(plan(lost))
        .isEqualTo(
            new LoadStep.Submit(BATCH, lost.nextRound(MEMBERS), lost.made(), Optional.of(GONE)));
  }

  @Test
  void saysWhyAJobFailedThatIsTriedAgainAtOnce() {
    Job.Failure down = new Job.Failure("backendError", "It is down.");
    Instant before = NOON.minusSeconds(3_600);
    Job failed = new Job("s_0", Job.State.DONE, Optional.of(down), Optional.of(before), 0);
    Attempts surveying = new Attempts("s", 0, Optional.of(failed));
    Merging seen = Merging.bare(BATCH.staging(MEMBERS), 0, NONE, surveying, NONE);

    LoadStep.Press press = (LoadStep.Press) plan(open(seen, false));

    assertThat(press.jobId()).isEqualTo("s_1");
    assertThat(press.failure()).contains(down);
  }

  private static Merging merging(Job job) {
    Attempts merging = new Attempts("m", 0, Optional.of(job));
    return Merging.bare(BATCH.staging(MEMBERS), 0, NONE, NONE, merging);
  }

  private static LoadSnapshot.OpenBatch open(Merging merging, boolean lost) {
    return new LoadSnapshot.OpenBatch(BATCH, NONE, Optional.of(merging), 0, lost);
  }

  private static LoadStep plan(LoadSnapshot.OpenBatch open) {
    LoadSnapshot snapshot =
        new LoadSnapshot(
            TABLE,
            TableState.NEW,
            Governor.MOST_A_DAY,
            Optional.of(open),
            new TreeSet<>(),
            List.of(),
            List.of(),
            List.of());
    return MergePlanner.plan(snapshot, open, open.merging().orElseThrow(), NOON);
  }
}
