package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.extract.database.Extracting;

/**
 * Transactions that commit long after they stamped their rows, in whole seconds and in
 * microseconds, while extract follows extract and none looks back: each state that a row was left
 * in is read.
 */
@Tag("mysql")
final class LateCommitsTest {

  /** {@code -Dsluice.rounds=1000} for the thousand that the claim is about. */
  private static final int ROUNDS = Integer.getInteger("sluice.rounds", 60);

  private static final int WRITERS = 4;
  private static final long SPREAD = 1_000_000;

  private final AtomicBoolean over = new AtomicBoolean();
  private String url = "";

  @Test
  void losesNoneOfThem() throws Exception {
    url = Databases.create("late");
    Databases.execute(
        url,
        "CREATE TABLE seconds (id bigint PRIMARY KEY, version int NOT NULL,"
            + " updated_at timestamp NOT NULL, INDEX (updated_at))",
        "CREATE TABLE micros (id bigint PRIMARY KEY, version int NOT NULL,"
            + " updated_at timestamp(6) NOT NULL, INDEX (updated_at))");
    Extracting seconds = Databases.incremental(url, "seconds", "updated_at");
    Extracting micros = Databases.incremental(url, "micros", "updated_at");
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int seed = writer;
      writers.add(threads.submit(() -> write(new Random(seed), new AtomicLong(seed * SPREAD))));
    }
    Set<String> read = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      extract(seconds, "s", read);
      extract(micros, "m", read);
    }
    over.set(true);
    threads.shutdown();
    int transactions = 0;
    for (Future<Integer> writer : writers) {
      transactions += writer.get();
    }
    Databases.execute(url, "SELECT sleep(3)");
    extract(seconds, "s", read);
    extract(micros, "m", read);

    assertThat(transactions).isGreaterThan(ROUNDS / 2);
    assertThat(read).containsAll(states("seconds", "s")).containsAll(states("micros", "m"));
  }

  private static void extract(Extracting table, String mark, Set<String> read) {
    table.extract();
    table.rows(table.last()).forEach(row -> read.add(state(mark, row)));
  }

  /** One transaction after another: some long, some in two phases, some for nothing. */
  private int write(Random random, AtomicLong ids) throws SQLException {
    int transactions = 0;
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
      for (; !over.get(); transactions++) {
        String xa = random.nextInt(10) == 0 ? "'t%d'".formatted(ids.get()) : "";
        statement.execute(xa.isEmpty() ? "BEGIN" : "XA START " + xa);
        pause(statement, random, 20);
        String values =
            "VALUES (%d, 1, %s)"
                .formatted(ids.incrementAndGet(), random.nextBoolean() ? "now(6)" : "sysdate(6)");
        statement.execute("INSERT INTO seconds " + values);
        pause(statement, random, random.nextInt(20) == 0 ? 3_000 : 40);
        statement.execute("INSERT INTO micros " + values);
        try {
          if (xa.isEmpty()) {
            update(statement, random, "seconds");
            update(statement, random, "micros");
          }
          pause(statement, random, 20);
          end(statement, random, xa);
        } catch (SQLTransactionRollbackException deadlock) {
          statement.execute("ROLLBACK");
        }
      }
    }
    return transactions;
  }

  private static void update(Statement statement, Random random, String table) throws SQLException {
    List<Long> some = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT id FROM %s ORDER BY rand(%d) LIMIT 1 FOR UPDATE SKIP LOCKED"
                .formatted(table, random.nextInt()))) {
      while (row.next()) {
        some.add(row.getLong(1));
      }
    }
    for (long id : some) {
      statement.execute(
          "UPDATE %s SET version = version + 1, updated_at = now(6) WHERE id = %d"
              .formatted(table, id));
    }
  }

  private static void end(Statement statement, Random random, String xa) throws SQLException {
    boolean gone = random.nextInt(10) == 0;
    if (xa.isEmpty()) {
      statement.execute(gone ? "ROLLBACK" : "COMMIT");
    } else {
      statement.execute("XA END " + xa);
      statement.execute("XA PREPARE " + xa);
      pause(statement, random, 60);
      statement.execute((gone ? "XA ROLLBACK " : "XA COMMIT ") + xa);
    }
  }

  /** In the server, so that the transaction has a statement under way. */
  private static void pause(Statement statement, Random random, int mostMillis)
      throws SQLException {
    if (random.nextBoolean()) {
      statement.execute("DO sleep(%d / 1000)".formatted(random.nextInt(mostMillis)));
    }
  }

  private Set<String> states(String table, String mark) throws SQLException {
    Set<String> states = new HashSet<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, version FROM " + table)) {
      while (row.next()) {
        states.add(mark + row.getLong(1) + "." + row.getInt(2));
      }
    }
    return states;
  }

  private static String state(String mark, GenericRecord row) {
    return mark + row.get("id") + "." + row.get("version");
  }
}
