package sluice.sql.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.schema.Column;

/**
 * What a statement's meaning depends on beside its text.
 *
 * @param project the project that runs it; what {@code @@project_id} gives
 * @param defaultDataset the dataset of tables that name none
 * @param namedParameters types of {@code @name}, by name; the columns' own names do not matter
 * @param positionalParameters types of each {@code ?}, in order; used where no named are given
 */
public record AnalysisOptions(
    String project,
    Optional<String> defaultDataset,
    Map<String, Column> namedParameters,
    List<Column> positionalParameters) {

  public AnalysisOptions {
    namedParameters = Map.copyOf(namedParameters);
    positionalParameters = List.copyOf(positionalParameters);
  }

  /** Without a default dataset and without parameters. */
  public static AnalysisOptions of(String project) {
    return new AnalysisOptions(project, Optional.empty(), Map.of(), List.of());
  }
}
