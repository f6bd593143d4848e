package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.extract.Commit;
import sluice.plan.About;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.TableId;

/**
 * Extracts whose process is killed at any moment, while the rows change. With {@code
 * -Dsluice.kills=50 -Dsluice.rows=1000000} it is the run that docs/extraction.md tells of; {@code
 * -Dsluice.seed} has it kill at other moments.
 */
final class KilledExtractsIT {

  private static final int KILLS = Integer.getInteger("sluice.kills", 1);
  private static final int ROWS = Integer.getInteger("sluice.rows", 20_000);

  /** So many that a read of them is under way when one looks. */
  private static final int ROWS_TO_CATCH = 300_000;

  private static final long SEED = Long.getLong("sluice.seed", 20_260_301);

  /** A round calls until it is answered; the first call may be cut, the others are let be. */
  private static final int MOST_CALLS = 4;

  private static final Instant FIRST_SLOT = Instant.parse("2026-03-01T00:00:00Z");
  private static final Source SOURCE =
      new Source("bank", Source.Kind.POSTGRESQL, Optional.of("BANK_DATABASE"), Optional.empty());

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private int slots;
  private int killed;
  private int killedReading;
  private int calls;

  @Test
  void aSnapshotIsOneMomentWhoeverDies() throws Exception {
    run(new ReadMode.Snapshot(), WriteMode.REPLACE, 2);
  }

  @Test
  void anIncrementalExtractMissesAndRepeatsNothingWhoeverDies() throws Exception {
    run(new ReadMode.Incremental("updated_at", Duration.ZERO), WriteMode.APPEND, 1);
  }

  /** One of its processes killed, PostgreSQL ends all of them and starts again. */
  @Test
  void aServerThatRestartsAmidAReadIsReadAnew() throws Exception {
    ReadMode mode = new ReadMode.Snapshot();
    LandingTable table = table(mode, WriteMode.REPLACE, 2);
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Accounts accounts = Accounts.create(url(postgres), "accounts", ROWS_TO_CATCH, SEED);
        FlowingDatabase flow = new FlowingDatabase(folder, SOURCE, url(postgres), List.of(table))) {
      flow.holdLoads();
      flow.warm(1);
      CompletableFuture<Integer> call = flow.extractAsync(nextSlot());
      List<Long> readers = Accounts.readers(url(postgres));
      while (readers.isEmpty() && !call.isDone()) {
        readers = Accounts.readers(url(postgres));
      }
      ProcessHandle.of(readers.get(0)).orElseThrow().destroyForcibly();

      assertThat(call.join()).isEqualTo(200);
      assertThat(flow.logged("jsonPayload.event=\"extract.retried\""))
          .contains("lake_bank.accounts is read anew: Reading public.accounts failed: ");
      check(flow, table, accounts, new LandedAccounts(flow.store(), table, mode));
    }
  }

  private void run(ReadMode mode, WriteMode write, int connections) throws Exception {
    LandingTable table = table(mode, write, connections);
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Accounts accounts = Accounts.create(url(postgres), "accounts", ROWS, SEED);
        FlowingDatabase flow = new FlowingDatabase(folder, SOURCE, url(postgres), List.of(table))) {
      flow.holdLoads();
      LandedAccounts landed = new LandedAccounts(flow.store(), table, mode);
      accounts.change();
      Duration undisturbed = Duration.ZERO;
      for (int time = 0; time < 2; time++) {
        accounts.stamp(ROWS / 4);
        undisturbed = undisturbed(flow);
        check(flow, table, accounts, landed);
      }
      for (int round = 0; round < KILLS; round++) {
        accounts.stamp(ROWS / 4);
        killOnce(flow, url(postgres), undisturbed);
        check(flow, table, accounts, landed);
      }
      twoCallsAtOnce(flow);
      check(flow, table, accounts, landed);
      accounts.stop();
      accounts.query("SELECT pg_sleep(1.2)");
      assertThat(flow.extract(nextSlot())).isEqualTo(200);
      check(flow, table, accounts, landed);
      landed.checkSame(accounts);
      tell(mode, undisturbed, landed);
      flow.releaseLoads();
      assertThat(flow.extract(nextSlot())).as("a commit that wakes load").isEqualTo(200);
      flow.awaitLoaded(table);
      compareLoaded(flow, table, accounts, landed);
    }
  }

  /** How long a call takes that nothing happens to, on a process that has just begun. */
  private Duration undisturbed(FlowingDatabase flow) {
    flow.killExtracts();
    flow.warm(1);
    long began = System.nanoTime();
    assertThat(flow.extract(nextSlot())).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Kills the process at some moment of a call, and calls again until the slot is extracted. */
  private void killOnce(FlowingDatabase flow, String url, Duration undisturbed) throws Exception {
    flow.killExtracts();
    flow.warm(1);
    Instant slot = nextSlot();
    CompletableFuture<Integer> call = flow.extractAsync(slot);
    calls++;
    try {
      call.get((long) (random.nextDouble() * undisturbed.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException stillAtWork) {
      boolean reading = !Accounts.readers(url).isEmpty();
      killed += flow.killExtracts();
      killedReading += reading ? 1 : 0;
    }
    int status = call.join();
    for (int again = 1; status != 200 && again < MOST_CALLS; again++) {
      calls++;
      status = flow.extract(slot);
    }
    assertThat(status).isEqualTo(200);
  }

  private void twoCallsAtOnce(FlowingDatabase flow) {
    flow.warm(2);
    Instant slot = nextSlot();
    CompletableFuture<Integer> one = flow.extractAsync(slot);
    CompletableFuture<Integer> other = flow.extractAsync(slot);
    assertThat(List.of(one.join(), other.join())).containsExactly(200, 200);
  }

  /** There is one commit for each slot, and the newest is as it must be. */
  private void check(
      FlowingDatabase flow, LandingTable table, Accounts accounts, LandedAccounts landed)
      throws Exception {
    List<Commit> commits = flow.commits(table);
    assertThat(commits).as("commits").hasSize(slots);
    Commit last = commits.get(slots - 1);
    assertThat(last.slot()).isEqualTo(slot(slots));
    landed.check(last, accounts.sum());
  }

  private void compareLoaded(
      FlowingDatabase flow, LandingTable table, Accounts accounts, LandedAccounts landed)
      throws SQLException {
    String buckets =
        "SELECT MOD(id, 100) AS bucket, COUNT(*), SUM(amount), SUM(change), SUM(amount * id),"
            + " SUM(change * partner), SUM(LENGTH(filler)), MAX(filler) FROM %s AS a"
            + " GROUP BY MOD(id, 100) ORDER BY bucket";
    String newest =
        "(SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC) AS age"
            + " FROM %s) WHERE age = 1)";
    boolean whole = table.writeMode() == WriteMode.REPLACE;
    String loaded = table.id().toString();
    assertThat(flow.rows(buckets.formatted(whole ? loaded : newest.formatted(loaded))))
        .isEqualTo(accounts.query(buckets.formatted("accounts")));
    if (!whole) {
      assertThat(flow.rows("SELECT COUNT(*) FROM " + loaded))
          .isEqualTo(List.of(List.of(Long.toString(landed.versions()))));
    }
  }

  private void tell(ReadMode mode, Duration undisturbed, LandedAccounts landed) {
    System.out.printf(
        "%s: %d rows; a call takes %d ms; %d rounds, %d processes killed, %d amid a COPY;"
            + " %d calls for them; %d rows landed.%n",
        mode, ROWS, undisturbed.toMillis(), KILLS, killed, killedReading, calls, landed.versions());
  }

  private Instant nextSlot() {
    slots++;
    return slot(slots);
  }

  private static Instant slot(int number) {
    return FIRST_SLOT.plus(Duration.ofHours(number));
  }

  private static String url(EmbeddedPostgres postgres) {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private static LandingTable table(ReadMode mode, WriteMode write, int connections) {
    ReadSettings settings =
        new ReadSettings(
            ReadSettings.Columns.ALL,
            Optional.empty(),
            Optional.of(connections),
            Optional.of(1),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new LandingTable(
        new TableId("lake_bank", "accounts"),
        SOURCE.name(),
        new Origin.Extracted("public.accounts", mode, settings),
        write,
        List.of(),
        Layout.PLAIN,
        About.NOTHING,
        Optional.empty());
  }
}
