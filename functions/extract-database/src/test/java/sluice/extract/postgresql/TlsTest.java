package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

/** A server that lets nobody in but over TLS, and what is made of others. */
final class TlsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Certificates MADE = Certificates.ofThisRun();

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    Path rules = Files.createTempFile(Path.of("target"), "tls", ".conf").toAbsolutePath();
    Files.writeString(
        rules,
        """
        hostssl all clerk,porter all cert clientcert=verify-full
        hostssl all all all trust
        """);
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", MADE.certificate().toString())
            .setServerConfig("ssl_ca_file", MADE.authority().toString())
            .setServerConfig("ssl_key_file", MADE.key().toString())
            .setServerConfig("hba_file", rules.toString())
            .start();
    Databases.execute(
        url("localhost", ""),
        "CREATE TABLE large (id int PRIMARY KEY, filler text, at timestamptz NOT NULL)",
        "INSERT INTO large SELECT i, repeat(md5(i::text), 30), now() - interval '1 hour'"
            + " FROM generate_series(1, 20000) i",
        "CREATE ROLE clerk LOGIN",
        "CREATE ROLE porter LOGIN",
        "GRANT SELECT ON large TO clerk");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void everyConnectionOfASnapshotIsEncrypted() throws Exception {
    MemorySink sink = new MemorySink();
    Set<String> seen = new ConcurrentSkipListSet<>();
    try (PostgresDatabase source = open(url("localhost", verified(MADE.authority())))) {
      TableRead all = TableRead.snapshot(source.table("large"), NOON).inParallel(2);
      ExtractResult result = source.read(all, new WatchedSink(sink, () -> look(seen)));

      assertThat(result.rows()).isEqualTo(20_000);
      assertThat(result.notes()).isEmpty();
    }
    assertThat(sink.rows()).hasSize(20_000);
    assertThat(seen).hasSize(2).allMatch(connection -> connection.endsWith(" true"));
  }

  @Test
  void incrementalExtractsRunOverIt() {
    String url = url("localhost", verified(MADE.bundle()));
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
        url("localhost", verified(MADE.stranger())),
        "no CA that the connection trusts has signed the server's certificate (08006). Have the CA"
            + " that signed it in the file of sslrootcert, as PEM; if it was there and nobody changed"
            + " the server, find out who answers in its place.");
  }

  @Test
  void aServerOfAnotherNameIsRefused() {
    String url = url("127.0.0.1", verified(MADE.authority()));
    rejected(
        url,
        "the server's certificate is for another host (08006). Connect by a name that the"
            + " certificate has; sslmode=verify-ca is enough only where its CA signs for no other"
            + " server.");
    try (PostgresDatabase source = open(url.replace("verify-full", "verify-ca"))) {
      assertThat(source.tables()).hasSize(1);
    }
  }

  @Test
  void aServerWithoutTlsIsRefused() throws Exception {
    String plain = Databases.create("without_tls");
    rejected(
        plain + "?" + verified(MADE.authority()).substring(1),
        "the server speaks no TLS, and the connection's sslmode demands it (08004). Turn TLS on at"
            + " the server; look also whether host and port are the right ones.");
  }

  @Test
  void anAuthorityThatIsNotThereIsNamed() {
    rejected(
        url("localhost", verified(Path.of("/nowhere/ca.pem"))),
        "Could not open SSL root certificate file /nowhere/ca.pem (08006). Put the CA's certificate,"
            + " as PEM, where sslrootcert says; for the function, mount the secret that holds it.");
    rejected(
        url("localhost", verified(MADE.key())),
        ("Loading the SSL root certificate %s into a TrustManager failed (08006). Put the CA's"
                + " certificate, as PEM, where sslrootcert says; for the function, mount the secret"
                + " that holds it.")
            .formatted(MADE.key()));
  }

  @Test
  void aServerThatTakesNothingElseSaysSo() {
    Throwable refused = catchThrowable(() -> open(url("localhost", "&sslmode=disable")));

    assertThat(refused)
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(
            "no encryption (28000). Have the role let in from there (pg_hba.conf);")
        .hasMessageEndingWith(
            "if it is let in over TLS only, add sslmode=verify-full and sslrootcert, the path of the"
                + " server's CA, to the connection.");
  }

  @Test
  void aServerThatDemandsACertificateIsReadWithIt() throws Exception {
    Certificates.Client clerk = MADE.clerk();
    for (String own : List.of(store(clerk, Certificates.PASSWORD), files(clerk))) {
      MemorySink sink = new MemorySink();
      try (PostgresDatabase source = open(demanding("clerk", own))) {
        source.read(TableRead.snapshot(source.table("large"), NOON).inParallel(2), sink);
      }
      assertThat(sink.rows()).hasSize(20_000);
    }
  }

  @Test
  void whoShowsNoCertificateThatItTakesIsRefused() {
    for (String url :
        List.of(
            demanding("clerk", ""),
            demanding("clerk", store(MADE.impostor(), Certificates.PASSWORD)),
            demanding("clerk", files(MADE.impostor())),
            demanding("porter", store(MADE.clerk(), Certificates.PASSWORD)))) {
      rejected(
          url,
          "the server demands a client's certificate, and was shown none that it takes for this user"
              + " (28000). Add sslkey, the path of a PKCS-12 file, and sslpassword, its password, to"
              + " the connection: a key and a certificate under the name user, signed by the server's"
              + " CA for clients and made out to that user.");
    }
  }

  @Test
  void aKeyThatCannotBeReadIsTold() throws IOException {
    String remedy =
        " (08006). Put a PKCS-12 file with the client's key and certificate where sslkey says, and"
            + " its password into sslpassword; for the function, mount the secret that holds it.";
    rejected(
        demanding("clerk", "&sslkey=/nowhere/clerk.p12&sslpassword=changeit"),
        "the client's key cannot be read: /nowhere/clerk.p12 (No such file or directory)" + remedy);
    rejected(
        demanding("clerk", "&sslkey=/nowhere/clerk.pk8&sslcert=" + MADE.clerk().certificate()),
        "the client's key cannot be read: /nowhere/clerk.pk8 (No such file or directory)" + remedy);
    rejected(
        demanding("clerk", store(MADE.clerk(), "not-its-password")),
        "the client's key cannot be read: keystore password was incorrect" + remedy);
    rejected(
        demanding("clerk", "&sslkey=" + MADE.clerk().store()),
        "Could not read password for SSL key file, console is not available" + remedy);
    Path open = Files.copy(MADE.clerk().key(), MADE.clerk().key().resolveSibling("open.pk8"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(
            catchThrowable(
                () ->
                    open(
                        demanding(
                            "clerk",
                            files(
                                new Certificates.Client(MADE.clerk().certificate(), open, open))))))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("has group or world access")
        .hasMessageEndingWith(remedy);
  }

  @Test
  void optionsThatTheDriverWouldPassOverAreRefused() {
    assertThat(catchThrowable(() -> open(url("localhost", "&sslmod=verify-full"))))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "The connection has the options [sslmod], which PostgreSQL's driver does not know. Remove"
                + " them, or write them as that driver has them, like sslmode=verify-full.");
    assertThat(catchThrowable(() -> open(url("localhost", "&sslmode=verify-ful"))))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "The connection's sslmode is 'verify-ful'. Write verify-full, or verify-ca, require,"
                + " prefer, allow or disable.");
  }

  @Test
  void whoDecidedNothingIsWarnedBeyondThisMachine() {
    String url = "jdbc:postgresql://db.example:5432/shop?password=hidden-word";
    assertThat(Transport.of(url).exposed())
        .contains(
            "The connection to shop at db.example:5432 does not demand encryption, so rows and the"
                + " password may cross the network in plain text. Add"
                + " sslmode=verify-full&sslrootcert=/path/ca.pem to it; where the network is safe,"
                + " say so by sslmode=disable.");
    assertThat(Transport.of(url + "&sslmode=prefer").exposed()).isPresent();
    assertThat(Transport.of("jdbc:postgresql://localhost,db.example/shop").exposed()).isPresent();
    assertThat(
            List.of(
                url + "&sslmode=disable",
                url + "&sslmode=require",
                url + "&sslmode=verify-full",
                url + "&ssl=true",
                url
                    + "&socketFactory=com.google.cloud.sql.postgres.SocketFactory&cloudSqlInstance=x",
                "jdbc:postgresql://localhost/shop",
                "jdbc:postgresql:shop"))
        .allMatch(other -> Transport.of(other).exposed().isEmpty());
  }

  /** Notes the server's own view of our connections. */
  private static void look(Set<String> seen) throws SQLException {
    try (Connection connection = Databases.connect(url("localhost", ""));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pid || ' ' || ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                    + " WHERE application_name = 'sluice'")) {
      while (rows.next()) {
        seen.add(rows.getString(1));
      }
    }
  }

  private static void rejected(String url, String why) {
    String place = url.replaceFirst("^jdbc:postgresql://([^/]*)/([^?]*).*", "$2 at $1");
    Refusals.assertRefused(() -> open(url), "Connecting to %s failed: %s".formatted(place, why));
  }

  private static PostgresDatabase open(String url) {
    Optional<String> user = Optional.of("postgres").filter(any -> !url.contains("&user="));
    return PostgresDatabase.open(
        url, user, Optional.of(Refusals.PASSWORD), SourceOptions.defaults());
  }

  private static String demanding(String role, String own) {
    return url("localhost", verified(MADE.authority()) + "&user=" + role + own);
  }

  private static String store(Certificates.Client client, String password) {
    return "&sslkey=%s&sslpassword=%s".formatted(client.store(), password);
  }

  private static String files(Certificates.Client client) {
    return "&sslcert=%s&sslkey=%s".formatted(client.certificate(), client.key());
  }

  private static String verified(Path authority) {
    return "&sslmode=verify-full&sslrootcert=" + authority;
  }

  private static String url(String host, String options) {
    return "jdbc:postgresql://%s:%d/postgres?loginTimeout=10%s"
        .formatted(host, server.getPort(), options);
  }
}
