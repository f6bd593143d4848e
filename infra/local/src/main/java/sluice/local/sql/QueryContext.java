package sluice.local.sql;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.schema.Column;
import sluice.sql.analysis.AnalysisOptions;

/**
 * What a run of a statement depends on beside its text and its tables.
 *
 * @param now what CURRENT_TIMESTAMP and its like give
 * @param user what SESSION_USER gives
 */
public record QueryContext(
    String project,
    Optional<String> defaultDataset,
    Map<String, QueryParameter> namedParameters,
    List<QueryParameter> positionalParameters,
    Instant now,
    String user) {

  public QueryContext {
    namedParameters = Map.copyOf(namedParameters);
    positionalParameters = List.copyOf(positionalParameters);
  }

  /** Without parameters and without a default dataset. */
  public static QueryContext of(String project, Instant now) {
    return new QueryContext(
        project, Optional.empty(), Map.of(), List.of(), now, "local@" + project);
  }

  AnalysisOptions analysisOptions() {
    Map<String, Column> named =
        namedParameters.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().type(),
                    (a, b) -> a,
                    LinkedHashMap::new));
    return new AnalysisOptions(
        project,
        defaultDataset,
        named,
        positionalParameters.stream().map(QueryParameter::type).toList());
  }

  /** For the text of a view, which knows no parameters and writes its datasets out. */
  QueryContext ofView() {
    return new QueryContext(project, Optional.empty(), Map.of(), List.of(), now, user);
  }
}
