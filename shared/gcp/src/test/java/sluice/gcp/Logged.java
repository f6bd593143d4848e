package sluice.gcp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that Cloud Logging would get, until it is closed. */
final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("sluice");
  private final CloudLoggingLayout layout = new CloudLoggingLayout();
  private final List<JsonObject> lines = new ArrayList<>();

  Logged() {
    start();
    logger.setLevel(Level.INFO);
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(JsonParser.parseString(layout.doLayout(event)).getAsJsonObject());
  }

  /** Each line as {@code SEVERITY event message}. */
  List<String> lines() {
    return lines.stream()
        .map(line -> text(line, "severity") + " " + text(line, "event") + " " + message(line))
        .toList();
  }

  /** Each line's trace. */
  List<String> traces() {
    return lines.stream().map(line -> text(line, "logging.googleapis.com/trace")).toList();
  }

  /** Each line's stack trace. */
  List<String> stackTraces() {
    return lines.stream().map(line -> text(line, "stack_trace")).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
    stop();
  }

  private static String message(JsonObject line) {
    return text(line, "message");
  }

  private static String text(JsonObject line, String key) {
    return line.has(key) ? line.get(key).getAsString() : "";
  }
}
