package sluice.gcp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Writes an event as one line of JSON in the shape that Cloud Logging reads from a function. */
public final class CloudLoggingLayout extends LayoutBase<ILoggingEvent> {

  /** Cloud Logging's limit on an entry is 256 KB. */
  private static final int LONGEST_TEXT = 30_000;

  private static final Map<Level, String> SEVERITIES =
      Map.of(
          Level.ERROR,
          "ERROR",
          Level.WARN,
          "WARNING",
          Level.INFO,
          "INFO",
          Level.DEBUG,
          "DEBUG",
          Level.TRACE,
          "DEBUG");

  @Override
  public String doLayout(ILoggingEvent event) {
    JsonObject line = new JsonObject();
    line.addProperty("severity", SEVERITIES.getOrDefault(event.getLevel(), "DEFAULT"));
    line.addProperty("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    line.addProperty("message", cut(event.getFormattedMessage()));
    @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> add(line, pair));
    }
    line.addProperty("logger", event.getLoggerName());
    String trace = event.getMDCPropertyMap().getOrDefault(Boundary.TRACE, "");
    if (!trace.isEmpty()) {
      line.addProperty("logging.googleapis.com/trace", trace);
    }
    if (event.getThrowableProxy() != null) {
      line.addProperty("stack_trace", cut(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    return line + "\n";
  }

  private static void add(JsonObject line, KeyValuePair pair) {
    if (pair.value instanceof Number number && Double.isFinite(number.doubleValue())) {
      line.addProperty(pair.key, number);
    } else {
      line.addProperty(pair.key, cut(String.valueOf(pair.value)));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
  }
}
