package sluice.load;

import java.util.List;
import java.util.Optional;
import sluice.plan.LandingTable;
import sluice.plan.MergeRule;
import sluice.schema.Column;
import sluice.warehouse.Cut;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Labels;

/** The jobs of a batch that is merged, behind the one that stages its rows. */
final class MergeJobs {

  private MergeJobs() {}

  static JobRequest request(LoadStep.Press step, LandingTable table, Labels labels) {
    MergeRule rule = step.batch().writing(table).merge().orElseThrow();
    Merging merging = step.merging();
    Optional<Cut> cut = Cut.of(table.layout(), merging.staged());
    return switch (step.step()) {
      case SHAPE ->
          new JobRequest.Shape(
              step.jobId(), labels.map(), merging.staging(), table.id(), table.layout());
      case SURVEY ->
          new JobRequest.Survey(
              step.jobId(),
              labels.map(),
              merging.staging(),
              table.id(),
              rule.key(),
              cut,
              merging.reach());
      case MERGE ->
          new JobRequest.Merge(
              step.jobId(),
              labels.map(),
              merging.staging(),
              table.id(),
              merging.staged(),
              rule,
              cut,
              merging.partitions());
      default -> throw new IllegalArgumentException(step.step() + " is no job of a merge");
    };
  }

  /** The columns to stage with: a row without a key is refused where the format allows it. */
  static List<Column> staged(LandingTable table, MergeRule rule) {
    return table.columns().stream()
        .map(
            column ->
                rule.key().stream().anyMatch(column.name()::equalsIgnoreCase)
                    ? column.as(Column.Mode.REQUIRED)
                    : column)
        .toList();
  }
}
