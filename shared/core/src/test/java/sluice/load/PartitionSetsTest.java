package sluice.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.state.TableState.Loading;
import sluice.warehouse.Job;

final class PartitionSetsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final LandingTable SHOPS =
      new LandingTable(
          TableId.parse("lake.shops"),
          "partner",
          new Origin.Dropped(new Format.Ndjson()),
          WriteMode.REPLACE,
          List.of(),
          Layout.PLAIN,
          About.NOTHING,
          Optional.empty());

  @Test
  void takesASetOfAsManyFilesAsOneJobDoes() {
    assertThat(PartitionSets.refusal(SHOPS, setOf(Loading.MOST_OBJECTS))).isEmpty();
  }

  @Test
  void putsASetAsideWholeThatOneJobCannotTake() {
    Batch set = setOf(Loading.MOST_OBJECTS + 1);
    Job.Failure refusal = PartitionSets.refusal(SHOPS, set).orElseThrow();

    assertThat(refusal.message())
        .isEqualTo(
            "The set has 10001 files, more than the 10000 of one load job. Write fewer, larger"
                + " ones.");
    assertThat(PartitionSets.bad(SHOPS, set, refusal))
        .extracting(BadFile::object)
        .isEqualTo(set.objects());
  }

  private static Batch setOf(int files) {
    List<LandingObject> objects =
        IntStream.range(0, files).mapToObj(i -> new LandingObject("a/f" + i, i + 1, 1)).toList();
    return Batch.ofFiles(SHOPS.id(), 1, Optional.empty(), objects, List.of(), 0, NOON)
        .as(Writing.of(SHOPS));
  }
}
