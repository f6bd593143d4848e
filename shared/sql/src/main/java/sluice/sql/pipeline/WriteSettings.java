package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import sluice.plan.LineageColumn;
import sluice.plan.MergeRule;
import sluice.plan.PartitionFiles;
import sluice.plan.WriteMode;

/** How a source's table is written, as written. */
record WriteSettings(
    Located<WriteMode> mode,
    List<Located<String>> key,
    Optional<Located<String>> orderBy,
    Optional<Located<String>> delete,
    Optional<Located<PartitionFiles>> partitionFiles,
    List<Located<LineageColumn>> lineage) {

  /** Nothing but a mode. */
  static WriteSettings of(WriteMode mode, Place place) {
    return new WriteSettings(
        new Located<>(mode, place),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The rule of a table that is merged, as far as it is right. */
  Optional<MergeRule> merge() {
    return mode.value() == WriteMode.MERGE && !key.isEmpty()
        ? Optional.of(
            new MergeRule(
                key.stream().map(Located::value).toList(),
                orderBy.map(Located::value),
                delete.map(Located::value)))
        : Optional.empty();
  }
}
