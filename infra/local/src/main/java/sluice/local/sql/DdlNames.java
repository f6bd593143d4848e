package sluice.local.sql;

import java.util.List;
import java.util.Optional;
import sluice.schema.TableId;
import sluice.sql.analysis.SqlException;

/** Names of what a statement makes, drops or alters. */
final class DdlNames {
  private DdlNames() {}

  /** The dotted parts, however they were quoted. */
  static List<String> parts(List<String> path) {
    return List.of(String.join(".", path).split("\\."));
  }

  static TableId table(List<String> path, Optional<String> defaultDataset) {
    List<String> parts = parts(path);
    int last = parts.size() - 1;
    if (last > 0) {
      return new TableId(parts.get(last - 1), parts.get(last));
    }
    return defaultDataset
        .map(dataset -> new TableId(dataset, parts.get(last)))
        .orElseThrow(
            () ->
                SqlException.at(
                    1,
                    1,
                    "Table \"%s\" must be qualified with a dataset (e.g. dataset.table)."
                        .formatted(parts.get(last))));
  }
}
