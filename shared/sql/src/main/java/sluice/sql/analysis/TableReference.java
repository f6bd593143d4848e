package sluice.sql.analysis;

import java.util.List;
import java.util.Optional;
import sluice.schema.TableId;

/**
 * A table as a statement names it, however it is quoted.
 *
 * @param project the project, where the statement names one
 * @param dataset the dataset, where the statement names one
 * @param line the line of its first mention, from 1
 * @param column the column of its first mention, from 1
 */
public record TableReference(
    Optional<String> project, Optional<String> dataset, String table, int line, int column) {

  /** Reads a path of identifiers, each of which may hold several dotted names: {@code `p.d`.t}. */
  static TableReference of(List<String> path, int line, int column) {
    String[] names = String.join(".", path).split("\\.", -1);
    int last = names.length - 1;
    // A project of the old form has a domain: example.com:analytics.
    Optional<String> project =
        last < 2
            ? Optional.empty()
            : Optional.of(String.join(".", List.of(names).subList(0, last - 1)));
    Optional<String> dataset = last < 1 ? Optional.empty() : Optional.of(names[last - 1]);
    return new TableReference(project, dataset, names[last], line, column);
  }

  /** The table's id; empty where neither the statement nor the default names a dataset. */
  public Optional<TableId> id(Optional<String> defaultDataset) {
    return dataset.or(() -> defaultDataset).map(name -> new TableId(name, table));
  }

  /** The name as a person would write it: {@code project.dataset.table}. */
  public String text() {
    return project.map(name -> name + ".").orElse("")
        + dataset.map(name -> name + ".").orElse("")
        + table;
  }
}
