package sluice.plan;

import java.util.List;
import java.util.Optional;

/**
 * How a table's rows lie in BigQuery.
 *
 * @param clustering up to four columns, the first one first
 */
public record Layout(Optional<Partitioning> partitioning, List<String> clustering) {

  /** Neither cut nor sorted. */
  public static final Layout PLAIN = new Layout(Optional.empty(), List.of());

  public Layout {
    clustering = List.copyOf(clustering);
  }
}
