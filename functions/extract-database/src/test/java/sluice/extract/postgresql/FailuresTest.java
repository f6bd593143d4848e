package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.database.ColumnSelection;
import sluice.extract.database.CursorRange;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/** What goes wrong, and what is said of it. */
final class FailuresTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final SourceOptions HASTY =
      new SourceOptions(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1));

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("failing");
    Databases.execute(
        url,
        "CREATE TABLE secrets (id int PRIMARY KEY, tenant text)",
        "CREATE TABLE odd (\"注文番号\" int, \"Id\" int, id int, _partitiontime int, \"1st\" int,"
            + " _extracted_at int)",
        "CREATE TABLE tenants (id int PRIMARY KEY)",
        "ALTER TABLE tenants ENABLE ROW LEVEL SECURITY",
        "CREATE ROLE clerk LOGIN PASSWORD 'hidden-word'",
        "GRANT SELECT ON tenants TO clerk",
        "CREATE SEQUENCE numbers",
        "CREATE ROLE crowd LOGIN CONNECTION LIMIT 2",
        "INSERT INTO secrets VALUES (1, 'a')");
    Databases.askForPasswords("clerk");
  }

  @Test
  void theConnectionsMistakesAreNamedWithoutThePassword() {
    int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
    rejected(
        () -> open(url, "clerk", "wrong-word", SourceOptions.defaults()),
        "Connecting to failing at 127.0.0.1:%d failed: password authentication failed for user \"clerk\" (28P01). Correct the connection's user and password."
            .formatted(port));
    rejected(
        () ->
            open(
                url.replace("failing", "missing"),
                "clerk",
                "hidden-word",
                SourceOptions.defaults()),
        "Connecting to missing at 127.0.0.1:%d failed: database \"missing\" does not exist (3D000). Correct the database's name in the connection."
            .formatted(port));
    rejected(
        () -> open("jdbc:mysql://127.0.0.1/shop", "clerk", "hidden-word", HASTY),
        "The connection is not PostgreSQL's. Write jdbc:postgresql://host:port/database.");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    int port = freePort();
    assertThatThrownBy(
            () -> open("jdbc:postgresql://127.0.0.1:%d/shop".formatted(port), "me", "x", HASTY))
        .isInstanceOf(UnavailableException.class)
        .hasMessageStartingWith("Connecting to shop at 127.0.0.1:%d failed: ".formatted(port))
        .hasMessageEndingWith(
            "(08001). Look whether the database is up, reachable and has connections left.");
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    try (PostgresDatabase source = Databases.open(url)) {
      assertThatThrownBy(() -> source.table("sales.orders"))
          .isInstanceOf(RejectedException.class)
          .hasMessageStartingWith("There is no table sales.orders in failing at 127.0.0.1:");
    }
  }

  @Test
  void whatTheRoleMayNotReadIsSaid() {
    try (PostgresDatabase source = open(url, "clerk", "hidden-word", SourceOptions.defaults())) {
      rejected(
          () -> read(source, TableRead.snapshot(source.table("secrets"), NOON)),
          "Reading public.secrets failed: permission denied for table secrets (42501)."
              + " Let the connection's role SELECT it, past policies too (BYPASSRLS).");
      rejected(
          () -> read(source, TableRead.snapshot(source.table("tenants"), NOON)),
          "Reading public.tenants failed: query would be affected by row-level security policy for"
              + " table \"tenants\" (42501)."
              + " Let the connection's role SELECT it, past policies too (BYPASSRLS).");
    }
  }

  @Test
  void aConditionThatIsWrongOrWritesIsRefused() {
    try (PostgresDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("secrets"), NOON);
      rejected(
          () -> read(source, all.where("tenat = 'a'")),
          "Reading public.secrets failed: column \"tenat\" does not exist (42703)."
              + " Correct the table, cursor or condition.");
      rejected(
          () -> read(source, all.where("nextval('numbers') > 0")),
          "Reading public.secrets failed: cannot execute nextval() in a read-only transaction"
              + " (25006). Correct the condition: it writes.");
      rejected(
          () -> read(source, all.within(new CursorRange("id", Optional.empty(), "x"))),
          "Reading public.secrets failed: invalid input syntax for type integer: \"x\" (22P02)."
              + " Correct the cursor's value or the condition.");
    }
  }

  @Test
  void namesThatBigQueryDoesNotTakeAreAllTold() {
    try (PostgresDatabase source = Databases.open(url)) {
      SourceTable odd = source.table("odd");
      rejected(
          () -> RowLayout.of(odd, List.of()).columns(),
          "public.odd cannot be read: column '注文番号': '注文番号' is not a name that BigQuery takes:"
              + " up to 300 Latin letters, digits and underscores, no digit first;"
              + " column 'id': 'id' is also the name of column 'Id';"
              + " column '_partitiontime': '_partitiontime' begins with _PARTITION,"
              + " which BigQuery keeps to itself;"
              + " column '1st': '1st' is not a name that BigQuery takes:"
              + " up to 300 Latin letters, digits and underscores, no digit first;"
              + " column '_extracted_at': '_extracted_at' is also the name of the time of extraction."
              + " Select the columns that you need, each under a name of its own.");
      assertThat(
              RowLayout.of(
                      odd,
                      List.of(
                          new ColumnSelection("注文番号", "order_number"), ColumnSelection.of("Id")))
                  .columns())
          .extracting(sluice.schema.Column::name)
          .containsExactly("order_number", "Id");
    }
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUp() {
    try (PostgresDatabase source = open(url, "postgres", "postgres", HASTY)) {
      TableRead slow =
          TableRead.snapshot(source.table("secrets"), NOON).where("pg_sleep(60) IS NOT NULL");

      assertThatThrownBy(() -> read(source, slow))
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "Reading public.secrets failed: canceling statement due to statement timeout (57014)."
                  + " Read fewer rows at once, or allow a statement more time.");
      assertThat(source.tables()).isNotEmpty();
    }
  }

  @Test
  void aConnectionThatBreaksIsUnavailable() throws Exception {
    try (PostgresDatabase source = Databases.open(url);
        Connection other = Databases.connect(url);
        Statement statement = other.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'sluice' AND datname = current_database()");

      assertThatThrownBy(source::tables).isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void aServerWithoutConnectionsLeftIsReadOnFewer() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE large (id int PRIMARY KEY, filler text)",
        "INSERT INTO large SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, 20000) i",
        "GRANT SELECT ON large TO crowd");
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = open(url, "crowd", "none", SourceOptions.defaults())) {
      TableRead all = TableRead.snapshot(source.table("large"), NOON).inParallel(4);
      ExtractResult result = source.read(all, sink);

      assertThat(result.notes()).containsEntry("connections refused -> read on fewer", 2L);
      assertThat(result.rows()).isEqualTo(20_000);
    }
  }

  private static void read(PostgresDatabase source, TableRead what) throws IOException {
    source.read(what, new MemorySink());
  }

  private static void rejected(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(RejectedException.class).hasMessage(message);
  }

  private static PostgresDatabase open(
      String to, String user, String password, SourceOptions options) {
    return PostgresDatabase.open(to, Optional.of(user), Optional.of(password), options);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
