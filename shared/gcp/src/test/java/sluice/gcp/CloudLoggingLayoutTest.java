package sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class CloudLoggingLayoutTest {

  private final CloudLoggingLayout layout = new CloudLoggingLayout();

  @Test
  void writesAnEventAsOneLine() {
    LoggingEvent event = event(Level.INFO, "3 rows of {} are \"in\".\nHooray <売上>", "lake.orders");
    event.addKeyValuePair(new KeyValuePair("event", "load.finished"));
    event.addKeyValuePair(new KeyValuePair("table", "lake.orders"));
    event.addKeyValuePair(new KeyValuePair("rows", 3L));
    event.setMDCPropertyMap(Map.of("trace", "projects/p1/traces/0af7651916cd43dd8448eb211c80319c"));

    assertThat(layout.doLayout(event))
        .isEqualTo(
            "{\"severity\":\"INFO\",\"time\":\"2026-03-02T12:00:00.123Z\","
                + "\"message\":\"3 rows of lake.orders are \\\"in\\\".\\nHooray <売上>\","
                + "\"event\":\"load.finished\",\"table\":\"lake.orders\",\"rows\":3,"
                + "\"logger\":\"sluice.load.LoadExecutor\","
                + "\"logging.googleapis.com/trace\":"
                + "\"projects/p1/traces/0af7651916cd43dd8448eb211c80319c\"}\n");
  }

  @Test
  void writesNoMoreThanThereIs() {
    assertThat(layout.doLayout(event(Level.DEBUG, "hello")))
        .isEqualTo(
            "{\"severity\":\"DEBUG\",\"time\":\"2026-03-02T12:00:00.123Z\",\"message\":\"hello\","
                + "\"logger\":\"sluice.load.LoadExecutor\"}\n");
  }

  @Test
  void writesAnExceptionWithItsCauses() {
    LoggingEvent event = event(Level.ERROR, "It broke.");
    event.setThrowableProxy(
        new ThrowableProxy(
            new IllegalStateException("outer", new IllegalArgumentException("inner"))));

    JsonObject line = JsonParser.parseString(layout.doLayout(event)).getAsJsonObject();

    assertThat(line.keySet())
        .containsExactly("severity", "time", "message", "logger", "stack_trace");
    assertThat(line.get("stack_trace").getAsString())
        .startsWith("java.lang.IllegalStateException: outer")
        .contains("Caused by: java.lang.IllegalArgumentException: inner")
        .contains("at sluice.gcp.CloudLoggingLayoutTest.writesAnExceptionWithItsCauses");
  }

  @Test
  void saysSeveritiesInCloudLoggingsWords() {
    assertThat(severity(Level.ERROR)).isEqualTo("ERROR");
    assertThat(severity(Level.WARN)).isEqualTo("WARNING");
    assertThat(severity(Level.INFO)).isEqualTo("INFO");
    assertThat(severity(Level.DEBUG)).isEqualTo("DEBUG");
    assertThat(severity(Level.TRACE)).isEqualTo("DEBUG");
  }

  @Test
  void cutsATextThatNoEntryTakes() {
    LoggingEvent event = event(Level.INFO, "x".repeat(30_001));
    event.addKeyValuePair(new KeyValuePair("sql", "y".repeat(300_000)));

    JsonObject line = JsonParser.parseString(layout.doLayout(event)).getAsJsonObject();

    assertThat(line.get("message").getAsString()).isEqualTo("x".repeat(30_000) + "...");
    assertThat(line.get("sql").getAsString()).isEqualTo("y".repeat(30_000) + "...");
  }

  @Test
  void writesANumberThatJsonDoesNotKnowAsText() {
    LoggingEvent event = event(Level.INFO, "hello");
    event.addKeyValuePair(new KeyValuePair("share", Double.NaN));
    event.addKeyValuePair(new KeyValuePair("none", null));

    assertThat(layout.doLayout(event)).contains(",\"share\":\"NaN\",\"none\":\"null\",");
  }

  private String severity(Level level) {
    return JsonParser.parseString(layout.doLayout(event(level, "hello")))
        .getAsJsonObject()
        .get("severity")
        .getAsString();
  }

  private static LoggingEvent event(Level level, String message, Object... arguments) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger logger = context.getLogger("sluice.load.LoadExecutor");
    LoggingEvent event = new LoggingEvent("", logger, level, message, null, arguments);
    event.setTimeStamp(Instant.parse("2026-03-02T12:00:00.123Z").toEpochMilli());
    return event;
  }
}
