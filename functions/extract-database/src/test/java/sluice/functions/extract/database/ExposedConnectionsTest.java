package sluice.functions.extract.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import sluice.plan.Source;

/**
 * What is logged when a source is opened. The host 0.0.0.0 leads to this machine, and is none of
 * the names by which connections to it are known.
 */
final class ExposedConnectionsTest {
  private static final Source SHOP =
      new Source("shop", Source.Kind.POSTGRESQL, Optional.of("SHOP"), Optional.empty());

  private static EmbeddedPostgres server;

  private final Logger logger = (Logger) LoggerFactory.getLogger("sluice");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(lines);
  }

  @Test
  void areWarnedOfWithTheirSource() {
    open("0.0.0.0", "");

    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).hasToString("WARN");
              assertThat(line.getKeyValuePairs())
                  .containsExactly(
                      new KeyValuePair("event", "extract.exposed"),
                      new KeyValuePair("source", "shop"));
              assertThat(line.getFormattedMessage())
                  .isEqualTo(
                      ("The connection to postgres at 0.0.0.0:%d does not demand encryption, so rows"
                              + " and the password may cross the network in plain text. Add"
                              + " sslmode=verify-full&sslrootcert=/path/ca.pem to it; where the"
                              + " network is safe, say so by sslmode=disable.")
                          .formatted(server.getPort()));
            });
  }

  @Test
  void areNotWarnedOfWhereSomebodyDecided() {
    open("0.0.0.0", "&sslmode=disable");
    open("127.0.0.1", "");

    assertThat(lines.list).isEqualTo(List.of());
  }

  private static void open(String host, String options) {
    String url =
        "jdbc:postgresql://%s:%d/postgres?user=postgres&password=hidden-word%s"
            .formatted(host, server.getPort(), options);
    new DatabaseReaders(Map.of("SHOP", url), InstantSource.system()).open(SHOP).close();
  }
}
