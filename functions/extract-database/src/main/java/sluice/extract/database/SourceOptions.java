package sluice.extract.database;

import static sluice.RejectedException.require;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How a source database is spoken to.
 *
 * @param statementTimeout the longest that one statement, so one COPY, may take
 * @param connectTimeout the longest that making a connection may take
 * @param clock the zone that the source's programs write timestamps without a zone in; matters only
 *     where such a column is the cursor
 */
public record SourceOptions(Duration statementTimeout, Duration connectTimeout, ZoneId clock) {

  public SourceOptions {
    require(
        statementTimeout.toSeconds() > 0,
        "statementTimeout is " + statementTimeout,
        "Write at least one second, like PT50M.");
    require(
        connectTimeout.toSeconds() > 0,
        "connectTimeout is " + connectTimeout,
        "Write at least one second, like PT10S.");
  }

  /** Statements of 50 minutes, connections within 10 seconds, wall clocks in UTC. */
  public static SourceOptions defaults() {
    return new SourceOptions(Duration.ofMinutes(50), Duration.ofSeconds(10), ZoneOffset.UTC);
  }
}
