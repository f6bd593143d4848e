package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.database.Certificates;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.Extracting;
import sluice.extract.database.MemorySink;
import sluice.extract.database.Refusals;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.TableRead;
import sluice.extract.database.WatchedSink;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;

/** A server that takes nothing but TLS, and what is made of others. */
@Tag("mysql")
final class TlsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Certificates MADE = Certificates.ofThisRun();

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        TestServer.start(
            List.of(
                "--ssl-cert=" + MADE.certificate(),
                "--ssl-key=" + MADE.key(),
                "--ssl-ca=" + MADE.authority(),
                "--require-secure-transport=ON",
                "--performance-schema=ON"));
    try (Connection connection =
            DriverManager.getConnection(
                url("localhost", "", "trust", MADE.authority()), Databases.USER, "");
        Statement statement = connection.createStatement()) {
      if (!Databases.isMariadb()) {
        statement.execute("SET cte_max_recursion_depth = 1000000");
      }
      statement.execute("CREATE DATABASE shop");
      statement.execute("USE shop");
      statement.execute(
          "CREATE TABLE large (id int PRIMARY KEY, filler text, at timestamp NOT NULL)");
      statement.execute(
          "INSERT INTO large SELECT seq, repeat(sha2(seq, 256), 10), now() - INTERVAL 1 HOUR"
              + " FROM "
              + Databases.sequence(20_000));
      statement.execute(
          "CREATE USER clerk@localhost IDENTIFIED BY '%s'".formatted(Refusals.PASSWORD));
      statement.execute("GRANT SELECT, PROCESS ON *.* TO clerk@localhost");
      statement.execute(
          "CREATE USER porter@localhost IDENTIFIED BY '%s' REQUIRE X509"
              .formatted(Refusals.PASSWORD));
      statement.execute("GRANT SELECT ON shop.* TO porter@localhost");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void aSnapshotIsEncrypted() throws Exception {
    MemorySink sink = new MemorySink();
    Set<String> seen = new ConcurrentSkipListSet<>();
    try (MysqlDatabase source = open(verified("localhost", MADE.authority()))) {
      TableRead all = TableRead.snapshot(source.table("large"), NOON);
      ExtractResult result = source.read(all, new WatchedSink(sink, () -> look(seen)));

      assertThat(result.rows()).isEqualTo(20_000);
    }
    assertThat(sink.rows()).hasSize(20_000);
    assertThat(seen).singleElement().asString().startsWith("TLSv1.");
  }

  @Test
  void incrementalExtractsRunOverIt() {
    String url = verified("localhost", MADE.bundle());
    ReadMode mode = new ReadMode.Incremental("at", Duration.ZERO);
    Extracting large = Databases.extracting(() -> open(url), "large", mode, ReadSettings.PLAIN);
    large.extract();
    large.extract();

    assertThat(large.commits()).hasSize(2);
    assertThat(large.ids()).hasSize(20_000);
  }

  @Test
  void aServerThatNoKnownAuthorityVouchesForIsRefused() {
    rejected(
        verified("localhost", MADE.stranger()),
        "no CA that the connection trusts has signed the server's certificate (08000). Have the CA"
            + " that signed it in the file of serverSslCert, as PEM; if it was there and nobody"
            + " changed the server, find out who answers in its place.");
  }

  @Test
  void aServerOfAnotherNameIsRefused() {
    String url = verified("127.0.0.1", MADE.authority());
    rejected(
        url,
        "the server's certificate is for another host (08006). Connect by a name that the"
            + " certificate has; sslMode=verify-ca is enough only where its CA signs for no other"
            + " server.");
    try (MysqlDatabase source = open(url.replace("verify-full", "verify-ca"))) {
      assertThat(source.tables()).hasSize(1);
    }
  }

  @Test
  void aServerWithoutTlsIsRefused() {
    rejected(
        Databases.url("shop") + "?sslMode=verify-full&serverSslCert=" + MADE.authority(),
        "the server speaks no TLS, and the connection's sslMode demands it (08000). Turn TLS on at"
            + " the server; look also whether host and port are the right ones.");
  }

  @Test
  void anAuthorityThatIsNotThereIsTold() {
    for (Path file : List.of(Path.of("/nowhere/ca.pem"), Path.of("/dev/null"), MADE.key())) {
      rejected(
          verified("localhost", file),
          "the file of serverSslCert is not there, or holds no CA's certificate (08000). Put the CA's"
              + " certificate, as PEM, where serverSslCert says; for the function, mount the secret"
              + " that holds it.");
    }
  }

  @Test
  void aServerThatTakesNothingElseSaysSo() {
    rejected(
        url("localhost", "shop", "disable", MADE.authority()),
        "the server takes connections over TLS only (3159 "
            + Databases.either("08004", "HY000")
            + "). Add sslMode=verify-full and"
            + " serverSslCert, the path of the server's CA, to the connection.");
  }

  @Test
  void aServerThatDemandsACertificateIsReadWithIt() throws Exception {
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = porter(store(MADE.clerk().store(), Certificates.PASSWORD))) {
      source.read(TableRead.snapshot(source.table("large"), NOON), sink);
    }
    assertThat(sink.rows()).hasSize(20_000);
  }

  @Test
  void whoShowsNoCertificateIsRefused() {
    String url = verified("localhost", MADE.authority());
    Refusals.assertRefused(
        () -> porter(""),
        "Connecting to %s failed: Access denied for user 'porter'@'localhost' (using password: YES)"
                .formatted(place(url))
            + " (1045 28000). Correct the connection's user and password. Where the user has to show"
            + " a certificate (REQUIRE X509): Add keyStore, the path of a PKCS-12 file, and"
            + " keyStorePassword, its password, to the connection: a key and a certificate under the"
            + " name user, signed by the server's CA for clients and made out to that user.");
  }

  @Test
  void aKeyThatCannotBeReadIsTold() {
    Map<String, String> reasons =
        Map.of(
            store(Path.of("/nowhere/clerk.p12"), Certificates.PASSWORD),
            "/nowhere/clerk.p12 (No such file or directory)",
            store(MADE.clerk().store(), "not-its-password"),
            "keystore password was incorrect");
    reasons.forEach(
        (own, reason) ->
            Refusals.assertRefused(
                () -> porter(own),
                ("Connecting to %s failed: the client's key cannot be read: %s (08000). Put a PKCS-12"
                        + " file with the client's key and certificate where keyStore says, and its"
                        + " password into keyStorePassword; for the function, mount the secret that"
                        + " holds it.")
                    .formatted(place(verified("localhost", MADE.authority())), reason)));
  }

  @Test
  void aModeThatIsNoneIsRefused() {
    String url = url("localhost", "shop", "verify-ful", MADE.authority());
    assertThat(catchThrowable(() -> open(url)))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Connecting to the database failed: error parsing url: Wrong argument value 'verify-ful'"
                + " for SslMode (). Correct the connection's options.");
  }

  @Test
  void whoDecidedNothingIsWarnedBeyondThisMachine() throws Exception {
    String url = "jdbc:mysql://db.example:3306/shop?password=hidden-word";
    assertThat(exposed(url))
        .contains(
            "The connection to shop at db.example:3306 is not encrypted, so rows cross the network in"
                + " plain text. Add sslMode=verify-full&serverSslCert=/path/ca.pem to it; where the"
                + " network is safe, say so by sslMode=disable.");
    for (String decided :
        List.of(
            url + "&sslMode=disable",
            url + "&sslMode=trust",
            url + "&sslMode=verify-full",
            "jdbc:mariadb://localhost/shop",
            "jdbc:mariadb:///shop")) {
      assertThat(exposed(decided)).as(decided).isEmpty();
    }
  }

  private static Optional<String> exposed(String url) throws SQLException {
    return new Session.Address(url, Optional.empty(), Optional.empty(), SourceOptions.defaults())
        .exposed();
  }

  /** Notes the server's own view of our connections. */
  private static void look(Set<String> seen) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                url("localhost", "", "trust", MADE.authority()), Databases.USER, "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT s.variable_value FROM performance_schema.status_by_thread s"
                    + " JOIN performance_schema.threads t USING (thread_id)"
                    + " WHERE s.variable_name = 'Ssl_version' AND t.processlist_user = 'clerk'")) {
      while (rows.next()) {
        seen.add(rows.getString(1));
      }
    }
  }

  private static void rejected(String url, String why) {
    Refusals.assertRefused(
        () -> open(url), "Connecting to %s failed: %s".formatted(place(url), why));
  }

  private static String place(String url) {
    return url.replaceFirst("^jdbc:mariadb://([^/]*)/([^?]*).*", "$2 at $1");
  }

  /** As a user who has to show a certificate. */
  private static MysqlDatabase porter(String own) {
    String url = verified("localhost", MADE.authority()) + own;
    return Databases.open(url, "porter", Refusals.PASSWORD, SourceOptions.defaults());
  }

  private static String store(Path file, String password) {
    return "&keyStore=%s&keyStorePassword=%s".formatted(file, password);
  }

  private static MysqlDatabase open(String url) {
    return Databases.open(url, "clerk", Refusals.PASSWORD, SourceOptions.defaults());
  }

  private static String verified(String host, Path authority) {
    return url(host, "shop", "verify-full", authority);
  }

  private static String url(String host, String database, String mode, Path authority) {
    int port = server.port();
    return "jdbc:mariadb://%s:%d/%s?sslMode=%s&serverSslCert=%s"
        .formatted(host, port, database, mode, authority);
  }
}
