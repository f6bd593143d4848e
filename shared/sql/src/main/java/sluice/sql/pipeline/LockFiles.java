package sluice.sql.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.schema.Column;

/** The columns that {@code sluice discover} wrote down, by source and table. */
final class LockFiles {
  private final Map<String, Map<String, LockedTable>> tables = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();

  void read(PipelineFile file, Problems problems) {
    Place place = Place.of(file.path(), 1);
    Optional<Settings> settings = Yaml.read(file.text(), place, problems);
    if (settings.isEmpty()) {
      unreadable.add(file.stem());
    }
    settings.ifPresent(found -> tables.put(file.stem(), ColumnsReader.readLock(found, problems)));
  }

  /** Whether something is written about that table, be it wrong. */
  boolean knows(String source, String table) {
    return unreadable.contains(source) || tables.getOrDefault(source, Map.of()).containsKey(table);
  }

  /** The columns of that table; empty where nothing, or nothing right, is written. */
  Optional<List<Column>> columns(String source, String table) {
    return find(source, table).flatMap(LockedTable::columns);
  }

  /** What is written about that table. */
  Optional<LockedTable> find(String source, String table) {
    return Optional.ofNullable(all(source).get(table));
  }

  /** Every table of a source, in the order in which they are written. */
  Map<String, LockedTable> all(String source) {
    return tables.getOrDefault(source, Map.of());
  }
}
