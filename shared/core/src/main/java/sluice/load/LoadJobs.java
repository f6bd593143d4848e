package sluice.load;

import java.util.List;
import java.util.Optional;
import sluice.plan.Format;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.WriteMode;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Labels;

/** The job that loads a batch: into its table, or, if it is merged, into its staging table. */
final class LoadJobs {

  private LoadJobs() {}

  static JobRequest request(
      LoadStep.Submit step,
      LandingTable table,
      Labels labels,
      List<String> uris,
      Optional<String> schemaUri) {
    Batch batch = step.batch();
    Writing writing = batch.writing(table);
    Optional<MergeRule> merge = writing.merge();
    return new JobRequest.Load(
        step.jobId(),
        labels.map(),
        merge.isPresent() ? batch.staging(table.id()) : table.id(),
        uris,
        batch.empties() ? new Format.Ndjson() : table.format(),
        merge.isPresent() ? WriteMode.REPLACE : writing.mode(),
        merge.map(rule -> MergeJobs.staged(table, rule)).orElse(table.columns()),
        merge.isPresent() ? Layout.PLAIN : table.layout(),
        schemaUri,
        writing.partition(),
        table.lineage().isEmpty() || batch.objects().isEmpty()
            ? Optional.empty()
            : Optional.of(new JobRequest.Load.Trace(table.lineage(), batch.sequence())));
  }
}
