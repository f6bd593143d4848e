package sluice.company;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import sluice.RejectedException;

/** The databases of the company's services, {@code ec} and {@code reservations}, on one server. */
public final class CompanyDatabases {
  public static final String EC = "ec";
  public static final String RESERVATIONS = "reservations";

  private final Server server;

  private CompanyDatabases(Server server) {
    this.server = server;
  }

  /**
   * Creates both databases with their tables, still empty.
   *
   * @throws RejectedException when there is one of that name already
   */
  public static CompanyDatabases create(Server server) throws SQLException {
    for (String database : new String[] {EC, RESERVATIONS}) {
      try (Connection admin = server.connect("postgres");
          Statement statement = admin.createStatement()) {
        RejectedException.require(
            !exists(admin, database),
            "There is a database %s on %s:%d already"
                .formatted(database, server.host(), server.port()),
            "Drop it, or open it as it is.");
        statement.execute(
            "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
                .formatted(database));
      }
      try (Connection connection = server.connect(database);
          Statement statement = connection.createStatement()) {
        statement.execute(schema(database));
      }
    }
    return new CompanyDatabases(server);
  }

  /** The databases that {@link #create} left on the server. */
  public static CompanyDatabases open(Server server) {
    return new CompanyDatabases(server);
  }

  /** Whether both databases are there and filled. */
  public static boolean filled(Server server) throws SQLException {
    try (Connection admin = server.connect("postgres")) {
      if (!exists(admin, EC) || !exists(admin, RESERVATIONS)) {
        return false;
      }
    }
    return has(server, EC, "orders") && has(server, RESERVATIONS, "reservations");
  }

  /** The JDBC URL of the e-commerce database. */
  public String ecUrl() {
    return server.url(EC);
  }

  /** The JDBC URL of the reservation database. */
  public String reservationsUrl() {
    return server.url(RESERVATIONS);
  }

  public Connection ec() throws SQLException {
    return server.connect(EC);
  }

  public Connection reservations() throws SQLException {
    return server.connect(RESERVATIONS);
  }

  /** Fills the empty databases; everything else is in proportion to the orders. */
  public void generate(int orders, long seed) throws SQLException {
    CompanyGenerator generator = new CompanyGenerator(new CompanySize(orders), seed);
    FutureTask<Void> other =
        new FutureTask<>(
            () -> {
              fill(RESERVATIONS, generator::fillReservations);
              return null;
            });
    new Thread(other, "generate-reservations").start();
    fill(EC, generator::fillEc);
    await(other);
  }

  private void fill(String database, Work work) throws SQLException {
    try (Connection connection = server.connect(database)) {
      inOneTransaction(connection, unchecked(work));
      try (Statement statement = connection.createStatement()) {
        statement.execute("ANALYZE");
      }
    }
  }

  private static void await(FutureTask<Void> filling) throws SQLException {
    try {
      filling.get();
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while the databases were filled. Create them again.", e);
    }
  }

  /** What a service does in one transaction. */
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  static void inOneTransaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.on(connection);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /**
   * Spares the server to look up every foreign key, which is half of its work. The rows are ours,
   * and a test looks them all up. Only a superuser may.
   */
  private static Work unchecked(Work work) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT set_config('session_replication_role', 'replica', true)"
                + " WHERE current_setting('is_superuser')::boolean");
      }
      work.on(connection);
    };
  }

  private static boolean exists(Connection admin, String database) throws SQLException {
    try (PreparedStatement query =
        admin.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, database);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static boolean has(Server server, String database, String table) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SELECT to_regclass('%s')".formatted(table))) {
      tables.next();
      if (tables.getString(1) == null) {
        return false;
      }
      try (ResultSet rows = statement.executeQuery("SELECT 1 FROM %s LIMIT 1".formatted(table))) {
        return rows.next();
      }
    }
  }

  private static String schema(String database) {
    try (InputStream resource = CompanyDatabases.class.getResourceAsStream(database + ".sql")) {
      if (resource == null) {
        throw new IllegalStateException(
            "The resource %s.sql is missing. Build again.".formatted(database));
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
