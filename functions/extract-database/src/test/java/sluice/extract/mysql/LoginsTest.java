package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.UnavailableException;

/** Connections that are not made, and what is said of it. */
@Tag("mysql")
final class LoginsTest {
  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("logins");
    Databases.execute(
        url,
        "CREATE USER guest IDENTIFIED BY 'hidden-word'",
        "CREATE USER guarded IDENTIFIED BY 'hidden-word' REQUIRE SSL",
        "CREATE USER crowd IDENTIFIED BY 'hidden-word' WITH MAX_USER_CONNECTIONS 1",
        "GRANT SELECT ON logins.* TO crowd",
        "CREATE USER locked IDENTIFIED BY 'hidden-word' ACCOUNT LOCK",
        "CREATE USER late IDENTIFIED BY 'hidden-word' PASSWORD EXPIRE",
        "GRANT SELECT ON logins.* TO late");
  }

  @Test
  void theConnectionsMistakesAreNamedWithoutThePassword() {
    rejected(
        () -> Databases.open(url, "guest", "wrong-word", Databases.HASTY),
        ("Connecting to logins at 127.0.0.1:%d failed: Access denied for user 'guest'@'localhost'"
                + " (using password: YES) (1045 28000). Correct the connection's user and password."
                + " Where TLS is required of the user, connect over it.")
            .formatted(Databases.port()));
    rejected(
        () -> Databases.open(url, "guarded", "hidden-word", Databases.HASTY),
        ("Connecting to logins at 127.0.0.1:%d failed: Access denied for user 'guarded'@'localhost'"
                + " (using password: YES) (1045 28000). Correct the connection's user and password."
                + " Where TLS is required of the user, connect over it.")
            .formatted(Databases.port()));
    rejected(
        () -> Databases.open(url.replace("logins", "missing"), Databases.USER, "", Databases.HASTY),
        "Connecting to missing at 127.0.0.1:%d failed: Unknown database 'missing' (1049 42000). Correct the database's name in the connection."
            .formatted(Databases.port()));
    rejected(
        () ->
            Databases.open(
                "jdbc:postgresql://127.0.0.1/shop", "guest", "hidden-word", Databases.HASTY),
        "The connection is not MySQL's. Write jdbc:mysql://host:port/database.");
    rejected(
        () -> Databases.open(url + "?sslMod=verify-full", Databases.USER, "", Databases.HASTY),
        "The connection has the options [sslMod], which MariaDB Connector/J does not know."
            + " Remove them, or write them as that driver has them, like sslMode=verify-full.");
  }

  @Test
  void eitherSchemeIsTaken() {
    try (MysqlDatabase source =
        Databases.open(
            url.replace("jdbc:mariadb:", "jdbc:mysql:"), Databases.USER, "", Databases.HASTY)) {
      assertThat(source.defaultSchema()).contains("logins");
    }
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    int port = freePort();
    assertThatThrownBy(
            () -> Databases.open(Databases.url("shop", port), "me", "x", Databases.HASTY))
        .isInstanceOf(UnavailableException.class)
        .hasMessageStartingWith("Connecting to shop at 127.0.0.1:%d failed: ".formatted(port))
        .hasMessageEndingWith(
            "(08000). Look whether the database is up, reachable and has connections left.");
  }

  @Test
  void aUserWithTooManyConnectionsIsUnavailable() {
    MysqlDatabase first = Databases.open(url, "crowd", "hidden-word", Databases.HASTY);
    try (first) {
      assertThatThrownBy(() -> Databases.open(url, "crowd", "hidden-word", Databases.HASTY))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("(1226 42000). Look whether the database is up");
    }
  }

  /** Until it was told once: then the server knows who comes, but not after its next start. */
  @Test
  void aPasswordThatIsNotToldOverPlainTextNamesTheWays() throws Exception {
    assumeFalse(Databases.isMariadb(), "MariaDB never asks for the password itself");
    Databases.execute(url, "CREATE USER shy IDENTIFIED BY 'hidden-word'");
    Optional<String> user = Optional.of("shy");
    Optional<String> password = Optional.of("hidden-word");
    String plain = Databases.url("");
    ThrowingCallable refused = () -> MysqlDatabase.open(plain, user, password, Databases.HASTY);
    String message =
        ("Connecting to no database at 127.0.0.1:%d failed: RSA public key is not available client"
                + " side (option serverRsaPublicKeyFile not set) (S1009). The server asks for the"
                + " password itself, which is not sent in plain text. Connect over TLS"
                + " (sslMode=verify-full&serverSslCert=/path/ca.pem); where the network is safe,"
                + " allowPublicKeyRetrieval=true is enough.")
            .formatted(Databases.port());

    rejected(refused, message);
    MysqlDatabase.open(plain + "?allowPublicKeyRetrieval=true", user, password, Databases.HASTY)
        .close();
    MysqlDatabase.open(plain, user, password, Databases.HASTY).close();
    Databases.execute(url, "FLUSH PRIVILEGES");
    rejected(refused, message);
    rejected(
        () ->
            MysqlDatabase.open(
                plain + "?serverRsaPublicKeyFile=/no.pem", user, password, Databases.HASTY),
        "Connecting to no database at 127.0.0.1:%d failed: Could not read server RSA public key from file : serverRsaPublicKeyFile=/no.pem (S1009). Have the server's key, as PEM, where serverRsaPublicKeyFile says."
            .formatted(Databases.port()));
  }

  @Test
  void aWayToLogInThatTheDriverLacksIsNamed() throws Exception {
    assumeFalse(Databases.isMariadb(), "MariaDB has no such way");
    Databases.execute(url, "CREATE USER old IDENTIFIED WITH sha256_password BY 'hidden-word'");

    rejected(
        () -> Databases.open(url, "old", "hidden-word", Databases.HASTY),
        "Connecting to logins at 127.0.0.1:%d failed: Client does not support authentication protocol requested by server. plugin type was = 'sha256_password' (1251 08004). See whether there is such a user, and give it a way to log in that MariaDB Connector/J knows, like caching_sha2_password."
            .formatted(Databases.port()));
  }

  @Test
  void aUserWhoIsLockedOrWhosePasswordExpiredIsNamed() {
    rejected(
        () -> Databases.open(url, "locked", "hidden-word", Databases.HASTY),
        "Connecting to logins at 127.0.0.1:%d failed: %s. Unlock the connection's user."
            .formatted(
                Databases.port(),
                Databases.either(
                    "Access denied, this account is locked (4151 HY000)",
                    "Access denied for user 'locked'@'localhost'. Account is locked (3118 HY000)")));
    rejected(
        () -> Databases.open(url, "late", "hidden-word", Databases.HASTY),
        "Connecting to logins at 127.0.0.1:%d failed: %s. Give the connection's user a password that has not expired."
            .formatted(
                Databases.port(),
                Databases.either(
                    "You must SET PASSWORD before executing this statement (1820 HY000)",
                    "Your password has expired. To log in you must change it using a client that supports expired passwords (1862 HY000)")));
  }

  private static void rejected(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(RejectedException.class).hasMessage(message);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
