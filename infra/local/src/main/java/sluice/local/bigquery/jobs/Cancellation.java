package sluice.local.bigquery.jobs;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import sluice.local.bigquery.store.Refusal;

/** Whether a job is to stop, and how to stop the statement it waits for. */
public final class Cancellation {

  private final AtomicBoolean requested = new AtomicBoolean();
  private volatile Optional<Statement> current = Optional.empty();

  void request() {
    requested.set(true);
    current.ifPresent(
        statement -> {
          try {
            statement.cancel();
          } catch (SQLException e) {
            LoggerFactory.getLogger(Cancellation.class).debug("Nothing to cancel.", e);
          }
        });
  }

  /** Makes the statement end when the job is cancelled. */
  public void covers(Statement statement) {
    current = Optional.of(statement);
    check();
  }

  /** The statement that was covered has ended. */
  public void uncover() {
    current = Optional.empty();
  }

  boolean requested() {
    return requested.get();
  }

  /** Throws once the job is cancelled. */
  public void check() {
    if (requested.get()) {
      throw new Refusal("stopped", "Job execution was cancelled: User requested cancellation");
    }
  }
}
