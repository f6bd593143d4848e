package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import sluice.extract.database.Extracting;

/**
 * Transactions that commit long after they stamped their rows, while extract follows extract and
 * none looks back: each state that a row was left in is read.
 */
final class LateCommitsTest {

  /** {@code -Dsluice.rounds=1000} for the thousand that the claim is about. */
  private static final int ROUNDS = Integer.getInteger("sluice.rounds", 60);

  private static final int WRITERS = 4;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong ids = new AtomicLong();
  private String url = "";

  @Test
  void losesNoneOfThem() throws Exception {
    url = Databases.create("late");
    Databases.execute(
        url,
        "CREATE TABLE events (id bigint PRIMARY KEY, version int NOT NULL,"
            + " updated_at timestamptz NOT NULL)",
        "CREATE INDEX ON events (updated_at)");
    Extracting events = Databases.incremental(url, "events", "updated_at");
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      long seed = writer;
      writers.add(threads.submit(() -> write(new Random(seed))));
    }
    Set<String> read = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      events.extract();
      events.rows(events.last()).forEach(row -> read.add(state(row)));
    }
    over.set(true);
    threads.shutdown();
    int transactions = 0;
    for (Future<Integer> writer : writers) {
      transactions += writer.get();
    }
    Databases.execute(url, "SELECT pg_sleep(1.2)");
    events.extract();
    events.rows(events.last()).forEach(row -> read.add(state(row)));

    assertThat(transactions).isGreaterThan(ROUNDS / 2);
    assertThat(read).containsAll(states());
  }

  /** One transaction after another: some long, some in two phases, some for nothing. */
  private int write(Random random) throws SQLException {
    int transactions = 0;
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      for (; !over.get(); transactions++) {
        statement.execute("BEGIN");
        String stamp = random.nextBoolean() ? "now()" : "clock_timestamp()";
        pause(statement, random, 20);
        statement.execute(
            "INSERT INTO events VALUES (%d, 1, %s)".formatted(ids.incrementAndGet(), stamp));
        pause(statement, random, random.nextInt(20) == 0 ? 3_000 : 40);
        statement.execute(
            "UPDATE events SET version = version + 1, updated_at = %s WHERE id = (%s)"
                .formatted(
                    stamp,
                    "SELECT id FROM events ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED"));
        pause(statement, random, 20);
        end(statement, random);
      }
    }
    return transactions;
  }

  private void end(Statement statement, Random random) throws SQLException {
    switch (random.nextInt(10)) {
      case 0 -> statement.execute("ROLLBACK");
      case 1 -> {
        String name = "'t" + ids.incrementAndGet() + "'";
        statement.execute("PREPARE TRANSACTION " + name);
        pause(statement, random, 60);
        statement.execute("COMMIT PREPARED " + name);
      }
      default -> statement.execute("COMMIT");
    }
  }

  private static void pause(Statement statement, Random random, int mostMillis)
      throws SQLException {
    statement.execute("SELECT pg_sleep(%d / 1000.0)".formatted(random.nextInt(mostMillis)));
  }

  private Set<String> states() throws SQLException {
    Set<String> states = new HashSet<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, version FROM events")) {
      while (row.next()) {
        states.add(row.getLong(1) + "." + row.getInt(2));
      }
    }
    return states;
  }

  private static String state(GenericRecord row) {
    return row.get("id") + "." + row.get("version");
  }
}
