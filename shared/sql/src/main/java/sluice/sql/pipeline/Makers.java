package sluice.sql.pipeline;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import sluice.schema.TableId;

/** Which file makes which table. */
final class Makers {
  private final SortedMap<TableId, Pipeline.Maker> makers = new TreeMap<>();
  private final Set<TableId> ambiguous = new HashSet<>();
  private final Set<String> hiddenDatasets;

  private Makers(Set<String> hiddenDatasets) {
    this.hiddenDatasets = hiddenDatasets;
  }

  /** The makers of a pipeline's tables; a table that is made twice is told. */
  static Makers of(Pipeline pipeline, Problems problems) {
    Makers makers = new Makers(pipeline.hiddenDatasets());
    pipeline.sourceTables().forEach(maker -> makers.add(maker, problems));
    pipeline.sqlTables().forEach(maker -> makers.add(maker, problems));
    return makers;
  }

  private void add(Pipeline.Maker maker, Problems problems) {
    Pipeline.Maker earlier = makers.putIfAbsent(maker.id(), maker);
    if (earlier != null) {
      ambiguous.add(maker.id());
      problems.add(
          Place.of(maker.place().file(), maker.place().line()),
          "%s is made here and in %s, line %d"
              .formatted(maker.id(), earlier.place().file(), earlier.place().line()),
          "Remove one of the two, or give it another name.");
    }
  }

  boolean makes(TableId id) {
    return makers.containsKey(id);
  }

  /** Whether more than one file makes the table, so that nobody knows its columns. */
  boolean isAmbiguous(TableId id) {
    return ambiguous.contains(id);
  }

  /** Whether the table may be one of a source whose file cannot be read. */
  boolean mayBeHidden(TableId id) {
    return hiddenDatasets.contains(id.dataset());
  }

  /** What to do about a table that nobody makes. */
  String remedy(TableId id) {
    if (!Readings.isName(id.dataset()) || !Readings.isName(id.table())) {
      return "Read tables that the pipeline makes, each by its name.";
    }
    Optional<String> nearest =
        Nearest.of(id.toString(), makers.keySet().stream().map(TableId::toString).toList());
    return nearest
        .map("Did you mean %s?"::formatted)
        .orElseGet(
            () -> "Add it to a source, or write %s/%s.sql.".formatted(id.dataset(), id.table()));
  }
}
