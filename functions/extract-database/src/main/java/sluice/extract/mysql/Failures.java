package sluice.extract.mysql;

import static java.util.Map.entry;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.database.TlsProblem;

/**
 * Says what a failure of the database means.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/error-codes">MariaDB's error codes</a>
 * @see <a href="https://dev.mysql.com/doc/mysql-errors/8.0/en/">MySQL's</a>
 */
final class Failures {
  private static final String CREDENTIALS = "Correct the connection's user and password.";
  private static final String SELECT = "Let the connection's user SELECT it.";
  private static final String STATEMENT = "Correct the table, cursor or condition.";
  private static final String DAMAGE =
      "Ask the database's owner to mend it; reading again does not help.";

  /** MySQL asks one who does not exist for a password too, by whatever plugin it has. */
  private static final String PLUGIN =
      "See whether there is such a user, and give it a way to log in that MariaDB Connector/J knows,"
          + " like caching_sha2_password.";

  /** MySQL's {@code caching_sha2_password}. */
  private static final String PLAIN_TEXT =
      "The server asks for the password itself, which is not sent in plain text. Connect over TLS"
          + " (sslMode=verify-full&serverSslCert=/path/ca.pem); where the network is safe,"
          + " allowPublicKeyRetrieval=true is enough.";

  /** What somebody has to do, by the error's number. */
  private static final Map<Integer, String> REMEDIES =
      Map.ofEntries(
          entry(1045, CREDENTIALS),
          entry(1698, CREDENTIALS),
          entry(1820, "Give the connection's user a password that has not expired."),
          entry(1862, "Give the connection's user a password that has not expired."),
          entry(3118, "Unlock the connection's user."),
          entry(4151, "Unlock the connection's user."),
          entry(3955, "Unlock the connection's user, and correct its password."),
          entry(1130, "Let the connection's user connect from there, or go through a proxy."),
          entry(1251, PLUGIN),
          entry(1524, PLUGIN),
          entry(1044, "Let the connection's user into that database."),
          entry(1049, "Correct the database's name in the connection."),
          entry(1046, "Name a database in the connection."),
          entry(1142, SELECT),
          entry(1143, SELECT),
          entry(1370, "Let the connection's user EXECUTE it."),
          entry(1227, "Let the connection's user do that."),
          entry(1356, "Mend the view, or let its definer read what it names."),
          entry(1449, "Mend the view: its definer is gone."),
          entry(1034, DAMAGE),
          entry(1035, DAMAGE),
          entry(1194, DAMAGE),
          entry(1195, DAMAGE),
          entry(1712, DAMAGE));

  /** What somebody has to do, by the class of the error's state. */
  private static final Map<String, String> REMEDIES_BY_CLASS =
      Map.of(
          "28", CREDENTIALS,
          "3D", "Name a database in the connection.",
          "42", STATEMENT,
          "21", STATEMENT,
          "22", "Correct the condition.",
          "0A", "Read it through a view that does not need this.",
          "25", "Correct the condition: it writes.");

  /** Too many connections, of all or of this user: states that look like a wrong statement's. */
  private static final Set<Integer> CROWDED = Set.of(1040, 1203, 1226);

  private static final Set<Integer> CHANGED = Set.of(1412, 1615);
  private static final Set<Integer> LOCKED = Set.of(1205, 1213, 3572);
  private static final Set<Integer> OUT_OF_TIME = Set.of(1969, 3024);
  private static final Set<Integer> STOPPED = Set.of(1053, 1077, 1078, 1317, 1927);

  /** MySQL's number, and MariaDB's, for a server that takes no other connections. */
  private static final int SECURE_TRANSPORT_REQUIRED = 3159;

  private static final TlsProblem.Options OPTIONS =
      new TlsProblem.Options("sslMode", "serverSslCert", "keyStore", "keyStorePassword");

  /** The server says no more to a user who has to come over TLS, or with a certificate. */
  private static final int ACCESS_DENIED = 1045;

  private static final String ENCRYPTION = "Where TLS is required of the user, connect over it.";

  private static final String CERTIFICATE =
      "Where the user has to show a certificate (REQUIRE X509): "
          + TlsProblem.CLIENT_UNKNOWN.remedy(OPTIONS);

  private Failures() {}

  /**
   * The exception to throw.
   *
   * @param what what was being done, like {@code Reading shop.orders}
   */
  static RuntimeException of(String what, SQLException failure) {
    int code = failure.getErrorCode();
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    Optional<TlsProblem> tls = tls(code, failure);
    if (tls.isPresent()) {
      return unsafe(what, tls.get(), named(code, state), failure);
    }
    String wrong = "%s failed: %s (%s).".formatted(what, reason(failure), named(code, state));
    if (failure.getCause() instanceof IllegalArgumentException) {
      return new RejectedException(wrong + " Correct the connection's options.", failure);
    }
    if (passes(code)) {
      return new UnavailableException(wrong + " " + hint(code), failure);
    }
    return remedy(code, state, failure)
        .<RuntimeException>map(remedy -> new RejectedException(wrong + " " + remedy, failure))
        .orElseGet(() -> new UnavailableException(wrong + " " + hint(code), failure));
  }

  private static Optional<String> remedy(int code, String state, SQLException failure) {
    if (code > 0) {
      return Optional.ofNullable(
          REMEDIES.getOrDefault(code, REMEDIES_BY_CLASS.get(classOf(state))));
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("RSA public key is not available")) {
      return Optional.of(PLAIN_TEXT);
    }
    return message.contains("read server RSA public key")
        ? Optional.of("Have the server's key, as PEM, where serverRsaPublicKeyFile says.")
        : Optional.ofNullable(REMEDIES_BY_CLASS.get(classOf(state)));
  }

  /** The exception to throw when a connection in plain text was not made. */
  static RuntimeException ofPlain(String what, SQLException failure) {
    return ifDenied(of(what, failure), failure, ENCRYPTION);
  }

  /** The exception to throw when a connection that is encrypted was not made. */
  static RuntimeException ofEncrypted(String what, SQLException failure) {
    return ifDenied(of(what, failure), failure, CERTIFICATE);
  }

  private static RuntimeException ifDenied(
      RuntimeException said, SQLException failure, String alsoTry) {
    return failure.getErrorCode() == ACCESS_DENIED
        ? new RejectedException(said.getMessage() + " " + alsoTry, failure)
        : said;
  }

  private static RejectedException unsafe(
      String what, TlsProblem problem, String named, SQLException failure) {
    String wrong = problem.wrong(OPTIONS);
    if (problem == TlsProblem.NO_CLIENT_KEY && failure.getCause() != null) {
      wrong += ": " + failure.getCause().getMessage();
    }
    return new RejectedException(
        "%s failed: %s (%s). %s".formatted(what, wrong, named, problem.remedy(OPTIONS)), failure);
  }

  /** The driver itself has no numbers, and speaks English only. */
  private static Optional<TlsProblem> tls(int code, SQLException failure) {
    if (code == SECURE_TRANSPORT_REQUIRED) {
      return Optional.of(TlsProblem.DEMANDED);
    }
    if (code > 0) {
      return Optional.empty();
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("ssl not enabled in the server")) {
      return Optional.of(TlsProblem.NOT_OFFERED);
    }
    if (message.contains("SSL hostname verification failed")) {
      return Optional.of(TlsProblem.OTHER_NAME);
    }
    if (message.contains("Self signed certificates")) {
      return Optional.of(TlsProblem.UNKNOWN_SIGNER);
    }
    if (message.contains("Failed to read keyStore")) {
      return Optional.of(TlsProblem.NO_CLIENT_KEY);
    }
    return message.contains("Failed load keyStore")
        ? Optional.of(TlsProblem.NO_AUTHORITY)
        : TlsProblem.behind(failure);
  }

  private static boolean passes(int code) {
    return CROWDED.contains(code)
        || CHANGED.contains(code)
        || LOCKED.contains(code)
        || OUT_OF_TIME.contains(code)
        || STOPPED.contains(code);
  }

  private static String hint(int code) {
    if (LOCKED.contains(code)) {
      return "See who holds a lock on the table (SHOW PROCESSLIST); it is tried again.";
    }
    if (OUT_OF_TIME.contains(code)) {
      return "Read fewer rows at once, or allow a statement more time.";
    }
    if (CHANGED.contains(code)) {
      return "The table was changed meanwhile; it is tried again.";
    }
    return "Look whether the database is up, reachable and has connections left.";
  }

  /** The first line, without what the driver puts before it. */
  private static String reason(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    String line = message.lines().findFirst().orElse(message).strip();
    String plain = line.replaceFirst("^(\\(conn=\\d+\\) )+", "");
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static String named(int code, String state) {
    return code > 0 ? "%d %s".formatted(code, state) : state;
  }

  private static String classOf(String state) {
    return state.length() < 2 ? state : state.substring(0, 2);
  }
}
