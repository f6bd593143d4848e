package sluice.extract.database;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.extract.SourceTables.Described;

/**
 * A source database, open for one call. Not safe for use by several threads.
 *
 * <p>Its methods throw {@link sluice.RejectedException} if what they are asked for is wrong, and
 * {@link sluice.UnavailableException} if the database failed.
 */
public interface Database extends AutoCloseable {

  /** A warning if what is read may cross a network in plain text, and nobody decided that. */
  default Optional<String> exposed() {
    return Optional.empty();
  }

  /** Every table and view that is not the system's, by name; no partitions of tables. */
  List<SourceTable> tables();

  /** The schema whose tables go by their plain names, if there is one. */
  default Optional<String> defaultSchema() {
    return Optional.empty();
  }

  /** Every table and view, as BigQuery will have it. */
  default List<Described> described() {
    Optional<String> plain = defaultSchema();
    return tables().stream().map(table -> table.described(plain)).toList();
  }

  /**
   * The table or view of that name.
   *
   * @param name {@code schema.table}, or {@code table} for one in the default schema
   */
  SourceTable table(String name);

  /**
   * The latest such time that is at least {@code safety} ago. A read that begins later sees every
   * row stamped at or before it.
   */
  SafeMoment safeMoment(Duration safety);

  /** How many of the rows that would be read have no value in that column. */
  long countWithout(TableRead what, String column);

  /**
   * Reads rows of one moment into parts. A snapshot without rows gives one empty part, a range
   * without rows gives none.
   *
   * @throws IOException if the sink failed
   */
  ExtractResult read(TableRead what, PartSink sink) throws IOException;

  /**
   * The key of the row that is that many rows into a read, in the order of {@link TableRead#keys},
   * as the database writes it; empty if there are fewer.
   */
  Optional<List<String>> keyAt(TableRead what, long rows);

  /**
   * Tells the key of each row, as the texts that the row's parts hold, in the order of those texts'
   * UTF-8; null stands for NULL.
   */
  void keys(TableRead what, List<String> key, Consumer<List<@Nullable String>> each);

  @Override
  void close();
}
