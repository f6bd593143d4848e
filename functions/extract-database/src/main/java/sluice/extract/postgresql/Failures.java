package sluice.extract.postgresql;

import static java.util.Map.entry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.database.TlsProblem;

/**
 * Says what a failure of the database means.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">Error codes</a>
 */
final class Failures {

  /** What somebody has to do, by the state or its class; what is not here passes by itself. */
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          entry("08004", "Correct the connection's user, password or options."),
          entry("28", "Correct the connection's user and password."),
          entry("3D", "Correct the database's name in the connection."),
          entry("42501", "Let the connection's role SELECT it, past policies too (BYPASSRLS)."),
          entry("42", "Correct the table, cursor or condition."),
          entry("22", "Correct the cursor's value or the condition."),
          entry("22021", "Correct the text, or select it through a view, as bytea."),
          entry("25006", "Correct the condition: it writes."),
          entry("0A", "Read it through a view that does not need this."),
          entry("XX001", "Ask the database's owner to mend it; reading again does not help."),
          entry("XX002", "Ask the database's owner to mend it; reading again does not help."));

  private static final String STATEMENT_CANCELED = "57014";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String CONNECTION_REJECTED = "08004";
  private static final String CONNECTION_FAILURE = "08006";
  private static final String INVALID_AUTHORIZATION = "28000";

  private static final TlsProblem.Options OPTIONS =
      new TlsProblem.Options("sslmode", "sslrootcert", "sslkey", "sslpassword");

  private static final String NOT_LET_IN =
      "Have the role let in from there (pg_hba.conf); if it is let in over TLS only, add"
          + " sslmode=verify-full and sslrootcert, the path of the server's CA, to the connection.";

  private Failures() {}

  /**
   * The exception to throw.
   *
   * @param what what was being done, like {@code Reading public.orders}
   */
  static RuntimeException of(String what, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    Optional<TlsProblem> tls = tls(state, failure);
    if (tls.isPresent()) {
      return unsafe(what, tls.get(), state, failure);
    }
    String wrong = "%s failed: %s (%s).".formatted(what, reason(failure), state);
    if (state.equals(INVALID_AUTHORIZATION) && says(failure, "pg_hba.conf")) {
      return new RejectedException(wrong + " " + NOT_LET_IN, failure);
    }
    String remedy = REMEDIES.getOrDefault(state, REMEDIES.get(classOf(state)));
    if (remedy != null) {
      return new RejectedException(wrong + " " + remedy, failure);
    }
    if (state.equals(LOCK_NOT_AVAILABLE)) {
      return new UnavailableException(
          wrong + " See who holds a lock on the table (pg_locks); it is tried again.", failure);
    }
    if (state.equals(STATEMENT_CANCELED)) {
      return new UnavailableException(
          wrong + " Read fewer rows at once, or allow a statement more time.", failure);
    }
    return new UnavailableException(
        wrong + " Look whether the database is up, reachable and has connections left.", failure);
  }

  private static RejectedException unsafe(
      String what, TlsProblem problem, String state, SQLException failure) {
    String wrong =
        switch (problem) {
          // Only the driver says which file that is.
          case NO_AUTHORITY -> reason(failure);
          // Of a PKCS-12 file it says no more than that some algorithm is missing.
          case NO_CLIENT_KEY ->
              failure.getCause() instanceof IOException cause
                  ? problem.wrong(OPTIONS) + ": " + cause.getMessage()
                  : reason(failure);
          default -> problem.wrong(OPTIONS);
        };
    return new RejectedException(
        "%s failed: %s (%s). %s".formatted(what, wrong, state, problem.remedy(OPTIONS)), failure);
  }

  /** The driver's messages are in the machine's language: names in them are in none. */
  private static Optional<TlsProblem> tls(String state, SQLException failure) {
    if (state.equals(CONNECTION_REJECTED) && says(failure, "SSL")) {
      return Optional.of(TlsProblem.NOT_OFFERED);
    }
    if (state.equals(INVALID_AUTHORIZATION) && says(failure, "certificate")) {
      return Optional.of(TlsProblem.CLIENT_UNKNOWN);
    }
    if (!state.equals(CONNECTION_FAILURE)) {
      return Optional.empty();
    }
    if (isOfClientKey(failure)) {
      return Optional.of(TlsProblem.NO_CLIENT_KEY);
    }
    if (says(failure, "PgjdbcHostnameVerifier")) {
      return Optional.of(TlsProblem.OTHER_NAME);
    }
    return failure.getCause() instanceof FileNotFoundException
        ? Optional.of(TlsProblem.NO_AUTHORITY)
        : TlsProblem.behind(failure);
  }

  /** A file that is not there may be the CA's or the client's: what reads it tells them apart. */
  private static boolean isOfClientKey(SQLException failure) {
    return says(failure, "private key file")
        || says(failure, "SSL key file")
        || Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
            .anyMatch(frame -> frame.getClassName().matches("org[.]postgresql[.]ssl.*KeyManager"));
  }

  private static boolean says(SQLException failure, String word) {
    return String.valueOf(failure.getMessage()).contains(word);
  }

  /** The first line, without what pgjdbc puts before it. */
  private static String reason(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    String line = message.lines().findFirst().orElse(message).strip();
    String plain = line.startsWith("ERROR: ") ? line.substring("ERROR: ".length()) : line;
    plain = plain.startsWith("FATAL: ") ? plain.substring("FATAL: ".length()) : plain;
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static String classOf(String state) {
    return state.length() < 2 ? state : state.substring(0, 2);
  }
}
