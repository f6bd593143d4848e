package sluice.extract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.plan.Source;
import sluice.schema.Column;

/** Tells what tables a source has. */
public interface SourceTables {

  /** Whether it can look into sources of that kind. */
  boolean know(Source.Kind kind);

  /**
   * Every table of a source, by name.
   *
   * @param environment holds the source's address
   */
  List<Described> of(Source source, Map<String, String> environment);

  /**
   * A table as BigQuery will have it.
   *
   * @param name in the source, {@code schema.table}
   * @param comment what the source says of it
   * @param key the columns that tell one row from another; empty where there are none
   * @param columns without {@code _extracted_at}
   */
  record Described(String name, Optional<String> comment, List<String> key, List<Column> columns) {
    public Described {
      key = List.copyOf(key);
      columns = List.copyOf(columns);
    }
  }
}
