package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.load.LoadReconciler;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.Origin;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/** A caller looks at a merge, and goes on when others have closed its batch. */
final class OvertakenMergeTest {
  private static final LandingTable MEMBERS =
      new LandingTable(
          TableId.parse("lake.members"),
          "partner",
          new Origin.Dropped(new Format.Ndjson()),
          WriteMode.MERGE,
          List.of(Column.of("day", ColumnType.DATE), Column.of("id", ColumnType.STRING)),
          new Layout(Optional.of(new Partitioning("day", Partitioning.Granularity.DAY)), List.of()),
          About.NOTHING,
          Optional.empty(),
          Optional.empty(),
          Optional.of(new MergeRule(List.of("id"), Optional.empty(), Optional.empty())),
          Optional.empty(),
          List.of());

  private final Pipeline pipeline = new Pipeline(new PlanBuilder().with(MEMBERS).build());

  @Test
  void doesNothingMore() {
    land("a", "1");
    pipeline.loads.reconcile(MEMBERS.id());
    // Up to the survey: what follows is the merge.
    for (int job = 0; job < 3; job++) {
      pipeline.loads.reconcile(MEMBERS.id());
      pipeline.warehouse.run(pipeline.warehouse.unfinished().get(0));
    }

    new LoadReconciler(pipeline.plans, pipeline.store, new Overtaking(), pipeline.clock)
        .reconcile(MEMBERS.id());

    assertThat(pipeline.ids("lake.members")).containsExactly("1");
    assertThat(pipeline.warehouse.unfinished()).isEmpty();
    assertThat(pipeline.jobs("load")).isEqualTo(1);
    assertThat(pipeline.state("lake.members").loading().sequence()).isEqualTo(1);
    assertThat(pipeline.warehouse.exists(new TableId("_sluice", "lake__members__batch_1")))
        .isFalse();
  }

  private void land(String path, String id) {
    pipeline.store.put(
        LandingPaths.files(MEMBERS) + path,
        "{\"day\":\"2026-01-01\",\"id\":\"%s\"}\n".formatted(id));
  }

  /** Others merge and close the batch as soon as somebody has seen that it is not merged. */
  private final class Overtaking implements Warehouse {
    private final Warehouse warehouse = pipeline.warehouse;
    private boolean overtaken;

    @Override
    public Optional<Job> find(String jobId) {
      Optional<Job> seen = warehouse.find(jobId);
      if (jobId.startsWith("sluice_merge") && !overtaken) {
        overtaken = true;
        pipeline.loads.reconcile(MEMBERS.id());
        pipeline.settle();
      }
      return seen;
    }

    @Override
    public void submit(JobRequest request) {
      warehouse.submit(request);
    }

    @Override
    public Optional<List<Column>> columns(TableId table) {
      return warehouse.columns(table);
    }

    @Override
    public List<Map<String, String>> rows(String jobId) {
      return warehouse.rows(jobId);
    }

    @Override
    public void describe(TableId table, String description, Map<String, String> columns) {
      warehouse.describe(table, description, columns);
    }

    @Override
    public void drop(TableId table) {
      warehouse.drop(table);
    }
  }
}
