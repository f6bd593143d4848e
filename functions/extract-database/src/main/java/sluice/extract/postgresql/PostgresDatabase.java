package sluice.extract.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import sluice.RejectedException;
import sluice.extract.database.Database;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.PartSink;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SafeMoment;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/**
 * A PostgreSQL database, from version 10, for one call. Reads are binary COPYs that are turned into
 * Avro on the way. Not safe for use by several threads.
 */
public final class PostgresDatabase implements Database {
  private static final String DEFAULT_SCHEMA = "public";

  /** Two-phase commits take moments; who forgot one keeps everybody waiting. */
  private static final Duration PREPARED_PATIENCE = Duration.ofSeconds(10);

  private final Session.Address address;
  private Session session;

  private PostgresDatabase(Session.Address address, Session session) {
    this.address = address;
    this.session = session;
  }

  /**
   * Connects.
   *
   * @param user empty if the URL names one
   * @throws RejectedException if the URL, the database, the user or the password is wrong
   * @throws sluice.UnavailableException if the database cannot be reached now
   */
  public static PostgresDatabase open(
      String jdbcUrl, Optional<String> user, Optional<String> password, SourceOptions options) {
    Session.Address address = new Session.Address(jdbcUrl, user, password, options);
    try {
      return new PostgresDatabase(address, address.connect());
    } catch (SQLException failure) {
      throw Failures.of("Connecting to " + address.transport().place(), failure);
    }
  }

  @Override
  public Optional<String> exposed() {
    return address.transport().exposed();
  }

  @Override
  public List<SourceTable> tables() {
    return in("Listing tables", moment -> new Catalog(moment).tables());
  }

  @Override
  public SourceTable table(String name) {
    int dot = name.indexOf('.');
    String schema = dot < 0 ? DEFAULT_SCHEMA : name.substring(0, dot);
    String plain = name.substring(dot + 1);
    return in("Looking at " + name, moment -> new Catalog(moment).table(schema, plain))
        .orElseThrow(
            () ->
                new RejectedException(
                    "There is no table %s.%s in %s. Correct its name; schemas and case count."
                        .formatted(schema, plain, address.transport().place())));
  }

  @Override
  public SafeMoment safeMoment(Duration safety) {
    return at(
        "Looking for open transactions",
        () -> new OpenTransactions(session(), PREPARED_PATIENCE).safeMoment(safety));
  }

  @Override
  public long countWithout(TableRead what, String column) {
    String sql = Sql.countWithout(what, column);
    return in("Reading " + what.table().qualifiedName(), moment -> moment.single(sql))
        .map(Long::parseLong)
        .orElse(0L);
  }

  @Override
  public ExtractResult read(TableRead what, PartSink sink) throws IOException {
    RowLayout layout = what.rows();
    try (Moment moment = session().begin()) {
      List<Stretch> stretches = new Stretches(moment, what).cut(session.majorVersion());
      return new SnapshotReader(what, layout, sink).read(moment, address, stretches);
    } catch (SQLException failure) {
      throw Failures.of("Reading " + what.table().qualifiedName(), failure);
    }
  }

  @Override
  public Optional<List<String>> keyAt(TableRead what, long rows) {
    String sql = Sql.keyAt(what, what.keys().orElseThrow(), rows);
    return in("Reading the keys of " + what.table().qualifiedName(), moment -> moment.row(sql));
  }

  @Override
  public void keys(TableRead what, List<String> key, Consumer<List<@Nullable String>> each) {
    in(
        "Reading the keys of " + what.table().qualifiedName(),
        moment -> {
          CopyOut copy = moment.copies().copyOut(Sql.keys(what, key));
          try {
            CopyRows rows = new CopyRows(copy, key.size());
            while (rows.next()) {
              each.accept(rows.texts());
            }
          } finally {
            if (copy.isActive()) {
              moment.abort();
            }
          }
          return key;
        });
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException failure) {
      throw Failures.of("Closing the connection", failure);
    }
  }

  /** A read that failed has taken its connection with it. */
  private Session session() throws SQLException {
    if (session.isClosed()) {
      session = address.connect();
    }
    return session;
  }

  private <T> T in(String what, Query<T> query) {
    return at(
        what,
        () -> {
          try (Moment moment = session().begin()) {
            return query.run(moment);
          }
        });
  }

  private static <T> T at(String what, Work<T> work) {
    try {
      return work.run();
    } catch (SQLException failure) {
      throw Failures.of(what, failure);
    }
  }

  private interface Query<T> {
    T run(Moment moment) throws SQLException;
  }

  private interface Work<T> {
    T run() throws SQLException;
  }
}
