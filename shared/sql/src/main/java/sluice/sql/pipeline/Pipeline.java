package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.plan.Source;
import sluice.schema.TableId;

/**
 * A pipeline as its files say it, each file read by itself.
 *
 * @param name empty where a problem hides it
 * @param location empty where a problem hides it
 * @param hiddenDatasets datasets of sources whose files cannot be read, so that nobody knows which
 *     tables they hold
 */
record Pipeline(
    Optional<String> name,
    Optional<String> location,
    List<Source> sources,
    List<SourceTable> sourceTables,
    List<SqlTable> sqlTables,
    Set<String> hiddenDatasets) {

  Pipeline {
    sources = List.copyOf(sources);
    sourceTables = List.copyOf(sourceTables);
    sqlTables = List.copyOf(sqlTables);
    hiddenDatasets = Set.copyOf(hiddenDatasets);
  }

  /** Something that makes a table. */
  sealed interface Maker permits SourceTable, SqlTable {
    TableId id();

    Place place();
  }
}
