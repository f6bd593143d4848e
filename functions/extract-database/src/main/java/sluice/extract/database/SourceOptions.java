package sluice.extract.database;

import static sluice.RejectedException.require;

import java.time.Duration;

/**
 * How a source database is spoken to.
 *
 * @param statementTimeout the longest that one statement, so one COPY, may take
 * @param connectTimeout the longest that making a connection may take
 * @param lockTimeout the longest that a statement waits for somebody's lock on the table
 */
public record SourceOptions(
    Duration statementTimeout, Duration connectTimeout, Duration lockTimeout) {

  public SourceOptions {
    atLeastASecond("statementTimeout", statementTimeout);
    atLeastASecond("connectTimeout", connectTimeout);
    atLeastASecond("lockTimeout", lockTimeout);
  }

  /** Statements of 50 minutes, connections within 10 seconds, locks within 30. */
  public static SourceOptions defaults() {
    return new SourceOptions(
        Duration.ofMinutes(50), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  private static void atLeastASecond(String name, Duration value) {
    require(value.toSeconds() > 0, name + " is " + value, "Write at least one second, like PT10S.");
  }
}
