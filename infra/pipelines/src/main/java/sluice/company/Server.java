package sluice.company;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** A PostgreSQL server, and who creates databases there. */
public record Server(String host, int port, String user, Optional<String> password) {

  /** A server on this machine that trusts its superuser, as an embedded one does. */
  public static Server local(int port) {
    return new Server("127.0.0.1", port, "postgres", Optional.empty());
  }

  /** The JDBC URL of one of its databases, with the user and the password in it. */
  public String url(String database) {
    return "jdbc:postgresql://%s:%d/%s?user=%s%s"
        .formatted(
            host,
            port,
            database,
            encoded(user),
            password.map(secret -> "&password=" + encoded(secret)).orElse(""));
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
