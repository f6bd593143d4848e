package sluice.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Listens to what is logged until it is closed. */
final class Logs implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("sluice");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  Logs() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  /** The names of the events, in order. */
  List<String> events() {
    return lines.list.stream().map(line -> value(line, "event")).toList();
  }

  /** Each line of that event, as {@code SEVERITY message}. */
  List<String> of(String event) {
    return lines.list.stream()
        .filter(line -> value(line, "event").equals(event))
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  /** The fields of the first line of that event. */
  List<String> keys(String event) {
    return lines.list.stream()
        .filter(line -> value(line, "event").equals(event))
        .findFirst()
        .stream()
        .flatMap(line -> line.getKeyValuePairs().stream())
        .map(pair -> pair.key)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private static String value(ILoggingEvent line, String key) {
    return line.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map((KeyValuePair pair) -> String.valueOf(pair.value))
        .findFirst()
        .orElse("");
  }
}
