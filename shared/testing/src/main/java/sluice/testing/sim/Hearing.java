package sluice.testing.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Hears what is logged in a run, on whichever thread; warnings and errors only. */
final class Hearing {

  private static final ThreadLocal<@Nullable Hearing> LISTENS = new ThreadLocal<>();

  static {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Logger sluice = context.getLogger("sluice");
      Ear ear = new Ear();
      ear.setContext(context);
      ear.start();
      sluice.addAppender(ear);
      sluice.setLevel(Level.WARN);
      sluice.setAdditive(false);
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /**
   * A line of the log.
   *
   * @param fields all but the message
   */
  record Line(String severity, String message, Map<String, String> fields) {

    String field(String name) {
      return fields.getOrDefault(name, "");
    }

    boolean is(String field, String value) {
      return value.equals(fields.get(field));
    }
  }

  /** What was heard; in order, while nobody logs. */
  List<Line> lines() {
    return lines;
  }

  /** Work that is heard wherever it runs. */
  Runnable around(Runnable work) {
    return () -> {
      @Nullable Hearing before = LISTENS.get();
      LISTENS.set(this);
      try {
        work.run();
      } finally {
        LISTENS.set(before);
      }
    };
  }

  private static final class Ear extends UnsynchronizedAppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      @Nullable Hearing hearing = LISTENS.get();
      if (hearing != null && event.getLevel().isGreaterOrEqual(Level.WARN)) {
        Map<String, String> fields = new TreeMap<>();
        @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
          pairs.forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
        }
        hearing.lines.add(
            new Line(event.getLevel().toString(), event.getFormattedMessage(), fields));
      }
    }
  }
}
