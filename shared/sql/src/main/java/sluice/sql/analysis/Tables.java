package sluice.sql.analysis;

import java.util.Optional;
import sluice.schema.TableId;

/** The tables that a statement may name. */
@FunctionalInterface
public interface Tables {

  /** The table of that name, in its exact case. */
  Optional<TableDefinition> find(TableId id);

  /** No tables at all. */
  static Tables none() {
    return id -> Optional.empty();
  }
}
