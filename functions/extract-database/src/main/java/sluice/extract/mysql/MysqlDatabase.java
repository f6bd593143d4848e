package sluice.extract.mysql;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.RejectedException;
import sluice.extract.database.Database;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.KeyRange;
import sluice.extract.database.PartSink;
import sluice.extract.database.SafeMoment;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/**
 * A MySQL 8 or MariaDB 10.6 server, or a later one, for one call. Not safe for use by several
 * threads.
 */
public final class MysqlDatabase implements Database {
  private final Session.Address address;
  private Session session;

  private MysqlDatabase(Session.Address address, Session session) {
    this.address = address;
    this.session = session;
  }

  /**
   * Connects.
   *
   * @param jdbcUrl {@code jdbc:mysql://} or {@code jdbc:mariadb://}, with options of MariaDB
   *     Connector/J
   * @param user empty if the URL names one
   * @throws RejectedException if the URL, the database, the user or the password is wrong
   * @throws sluice.UnavailableException if the database cannot be reached now
   */
  public static MysqlDatabase open(
      String jdbcUrl, Optional<String> user, Optional<String> password, SourceOptions options) {
    Session.Address address = new Session.Address(jdbcUrl, user, password, options);
    try {
      return new MysqlDatabase(address, address.connect());
    } catch (SQLException failure) {
      String connecting = "Connecting to " + address.place();
      throw address.isEncrypted()
          ? Failures.ofEncrypted(connecting, failure)
          : Failures.ofPlain(connecting, failure);
    }
  }

  @Override
  public Optional<String> exposed() {
    return at("Looking at the connection", address::exposed);
  }

  @Override
  public List<SourceTable> tables() {
    return in("Listing tables", moment -> new Catalog(moment, session.isMariadb()).tables());
  }

  /** A table of the connection's own database goes by its plain name. */
  @Override
  public Optional<String> defaultSchema() {
    return in("Looking at the database", moment -> moment.single("SELECT DATABASE()"));
  }

  @Override
  public SourceTable table(String name) {
    int dot = name.indexOf('.');
    String schema = dot < 0 ? ownDatabase(name) : name.substring(0, dot);
    String plain = name.substring(dot + 1);
    return in(
            "Looking at " + name,
            moment -> new Catalog(moment, session.isMariadb()).table(schema, plain))
        .orElseThrow(
            () ->
                new RejectedException(
                    "There is no table %s.%s in %s, or its user may not see it. %s"
                        .formatted(
                            schema,
                            plain,
                            address.place(),
                            "Correct its name, in which case counts, or GRANT SELECT on it.")));
  }

  @Override
  public SafeMoment safeMoment(Duration safety) {
    return at(
        "Looking for open transactions",
        () -> {
          try (Session look = address.connect()) {
            return look.openTransactions().safeMoment(safety);
          }
        });
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
    TableReader reader = new TableReader(what, sink);
    try (Moment moment = session().holding(what.table())) {
      return reader.read(moment, session.isMariadb());
    } catch (SQLException failure) {
      throw Failures.of("Reading " + what.table().qualifiedName(), failure);
    }
  }

  @Override
  public Optional<List<String>> keyAt(TableRead what, long rows) {
    KeyRange range = what.keys().orElseThrow();
    String sql = Sql.keyAt(what, range, rows);
    return in(
        "Reading the keys of " + what.table().qualifiedName(),
        moment -> {
          try (PreparedStatement statement = moment.prepare(sql);
              ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(texts(row, range.key().size())) : Optional.empty();
          }
        });
  }

  @Override
  public void keys(TableRead what, List<String> key, Consumer<List<@Nullable String>> each) {
    in(
        "Reading the keys of " + what.table().qualifiedName(),
        moment -> {
          PreparedStatement statement = moment.stream(Sql.keys(what, key));
          boolean done = false;
          try {
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
              each.accept(texts(rows, key.size()));
            }
            done = true;
          } finally {
            if (done) {
              statement.close();
            } else {
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

  private String ownDatabase(String table) {
    return defaultSchema()
        .orElseThrow(
            () ->
                new RejectedException(
                    "The connection names no database, so nobody knows which has the table %s. %s"
                        .formatted(table, "Write database.table, or end the URL with one.")));
  }

  private static List<@Nullable String> texts(ResultSet row, int count) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    for (int index = 1; index <= count; index++) {
      texts.add(row.getString(index));
    }
    return texts;
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
