package sluice.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where every table of a plan stands, landing tables first.
 *
 * @param unrouted the paths below {@code landing/} of objects that no table takes
 */
public record PipelineStatus(Instant at, List<TableStatus> tables, List<String> unrouted) {

  public PipelineStatus {
    tables = List.copyOf(tables);
    unrouted = List.copyOf(unrouted);
  }

  /** Whether nothing moves. */
  public boolean settled() {
    return tables.stream().noneMatch(table -> table.stage() == TableStatus.Stage.MOVING);
  }

  /** The tables in that stage. */
  public List<TableStatus> in(TableStatus.Stage stage) {
    List<TableStatus> found = new ArrayList<>(tables);
    found.removeIf(table -> table.stage() != stage);
    return found;
  }
}
