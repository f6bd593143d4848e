package sluice.testing;

import java.util.List;
import java.util.Map;
import sluice.RejectedException;
import sluice.schema.TableId;

/** What SQL means in a test: the test says it itself, by the statement's text. */
@FunctionalInterface
public interface SqlRunner {

  /** The tables of the warehouse, for a statement that runs. */
  @FunctionalInterface
  interface Tables {
    /** The rows of a table or a view; a table that is not there fails the job. */
    List<Map<String, String>> rows(TableId table);
  }

  /**
   * The rows that a statement answers with.
   *
   * @throws RejectedException when the statement is wrong; the job fails as {@code invalidQuery}
   */
  List<Map<String, String>> run(String sql, Tables tables);
}
