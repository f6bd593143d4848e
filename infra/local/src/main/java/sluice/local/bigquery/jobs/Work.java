package sluice.local.bigquery.jobs;

import java.sql.SQLException;
import java.util.Optional;
import sluice.local.bigquery.store.Transaction;
import sluice.schema.TableId;

/** A job made ready to run. */
interface Work {

  /** The table whose other writers wait while this runs. */
  Optional<TableId> target();

  /** Does it, within the transaction that also makes the job DONE; may be called again. */
  Outcome run(Transaction transaction, Cancellation cancellation) throws SQLException;
}
