package sluice.extract.postgresql;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import sluice.RejectedException;
import sluice.extract.database.Loopback;

/**
 * How a connection's URL has it go over the network.
 *
 * @param options those of the URL, its parts among them
 */
record Transport(Properties options) {

  /** Modes under which the driver takes a server without TLS as it is. */
  private static final Set<SslMode> LENIENT = Set.of(SslMode.ALLOW, SslMode.PREFER);

  /**
   * Reads a URL.
   *
   * @throws RejectedException if it is not PostgreSQL's
   */
  static Transport of(String jdbcUrl) {
    Properties parsed = Driver.parseURL(jdbcUrl, null);
    if (parsed == null) {
      throw foreign();
    }
    return new Transport(parsed);
  }

  static RejectedException foreign() {
    return new RejectedException(
        "The connection is not PostgreSQL's. Write jdbc:postgresql://host:port/database.");
  }

  /** A factory of sockets, like Cloud SQL's, has options of its own, and encrypts by itself. */
  private boolean isLeftToOthers() {
    return PGProperty.SOCKET_FACTORY.getOrDefault(options) != null;
  }

  /**
   * Looks at the options: one that the driver does not know would be passed over, one for TLS too.
   *
   * @throws RejectedException if there is one, or no such mode
   */
  void check() {
    if (isLeftToOthers()) {
      return;
    }
    TreeSet<String> unknown = new TreeSet<>(options.stringPropertyNames());
    unknown.removeIf(name -> PGProperty.forName(name) != null);
    if (!unknown.isEmpty()) {
      throw new RejectedException(
          "The connection has the options %s, which PostgreSQL's driver does not know. %s"
              .formatted(
                  unknown,
                  "Remove them, or write them as that driver has them, like sslmode=verify-full."));
    }
    mode();
  }

  private SslMode mode() {
    try {
      return SslMode.of(options);
    } catch (SQLException unknown) {
      throw new RejectedException(
          "The connection's sslmode is '%s'. Write verify-full, or verify-ca, require, prefer, allow or disable."
              .formatted(PGProperty.SSL_MODE.getOrDefault(options)),
          unknown);
    }
  }

  /** A warning if nothing was decided and rows may cross a network in plain text. */
  Optional<String> exposed() {
    boolean decided = isLeftToOthers() || !LENIENT.contains(mode());
    return decided || areHostsHere()
        ? Optional.empty()
        : Optional.of(
            ("The connection to %s does not demand encryption, so rows and the password may cross the"
                    + " network in plain text. Add sslmode=verify-full&sslrootcert=/path/ca.pem to"
                    + " it; where the network is safe, say so by sslmode=disable.")
                .formatted(place()));
  }

  private boolean areHostsHere() {
    return Arrays.stream(options.getProperty("PGHOST", "").split(",")).allMatch(Loopback::is);
  }

  /** Host and database, without what is secret. */
  String place() {
    return String.format(
        Locale.ROOT,
        "%s at %s:%s",
        options.getProperty("PGDBNAME"),
        options.getProperty("PGHOST"),
        options.getProperty("PGPORT"));
  }
}
