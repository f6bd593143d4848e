package sluice.company;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of the tests' own. */
final class EmbeddedServer implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static EmbeddedServer start() throws IOException {
    return new EmbeddedServer(EmbeddedPostgres.builder().start());
  }

  Server server() {
    return Server.local(postgres.getPort());
  }

  /** Drops the company's databases. */
  void drop() throws SQLException {
    try (Connection admin = server().connect("postgres");
        Statement statement = admin.createStatement()) {
      statement.execute("DROP DATABASE ec WITH (FORCE)");
      statement.execute("DROP DATABASE reservations WITH (FORCE)");
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
