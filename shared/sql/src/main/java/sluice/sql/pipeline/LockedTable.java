package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import sluice.schema.Column;

/**
 * A table of a lock file.
 *
 * @param name in the source, where it is not {@code public.} and the table's name
 * @param description what the source says of the table
 * @param key the columns that tell one row from another; empty where there are none
 * @param columns empty where a problem hides them
 * @param place where it is written
 */
record LockedTable(
    Optional<String> name,
    Optional<String> description,
    List<String> key,
    Optional<List<Column>> columns,
    Place place) {

  /** The key of a lock file's table under which what is no column stands. */
  static final String ABOUT = "_table";
}
