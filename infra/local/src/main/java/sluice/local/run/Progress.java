package sluice.local.run;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import sluice.local.logging.Entry;
import sluice.local.run.Terminal.Tone;

/** Turns the functions' log entries into lines that a person likes to watch. */
final class Progress {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  /** The events of docs/logs.md that move data, by the word they are shown with. */
  private static final Map<String, String> MOVES =
      Map.of(
          "extract.committed", "landed",
          "handover.committed", "landed",
          "load.loaded", "loaded",
          "transform.published", "published");

  /** An alarm about time that has passed, as on an old folder: nothing went wrong in this run. */
  private static final String STALE = "table.stale";

  private final Terminal terminal;
  private final AtomicLong errors = new AtomicLong();

  Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** How many entries there were that tell of a failure. */
  long errors() {
    return errors.get();
  }

  /** Shows an entry, if a function wrote it. */
  void show(Entry logged) {
    if (!logged.json().has("jsonPayload")) {
      return;
    }
    JsonObject entry = logged.json().getAsJsonObject("jsonPayload");
    String event = text(entry, "event");
    String severity = logged.severity();
    String word = MOVES.get(event);
    if (word != null) {
      terminal.line(Tone.PLAIN, moved(time(logged), entry, word));
    } else if (severity.equals("ERROR") || severity.equals("WARNING")) {
      boolean bad = severity.equals("ERROR");
      if (bad && !event.equals(STALE)) {
        errors.incrementAndGet();
      }
      terminal.line(
          bad ? Tone.BAD : Tone.WARN,
          "  %s  %-9s  %s"
              .formatted(time(logged), bad ? "error" : "warning", text(entry, "message")));
    }
  }

  private static String moved(String time, JsonObject entry, String word) {
    StringBuilder line =
        new StringBuilder("  %s  %-9s  %-34s".formatted(time, word, text(entry, "table")));
    line.append(
        entry.has("rows")
            ? "%14s".formatted(Terminal.count(entry.get("rows").getAsLong()) + " rows")
            : " ".repeat(14));
    line.append(
        entry.has("bytes")
            ? "%11s".formatted(Terminal.bytes(entry.get("bytes").getAsLong()))
            : " ".repeat(11));
    if (entry.has("millis")) {
      Duration took = Duration.ofMillis(entry.get("millis").getAsLong());
      line.append("%9s".formatted(Terminal.time(took)));
    }
    return line.toString();
  }

  private static String time(Entry entry) {
    return TIME.format(entry.timestamp());
  }

  private static String text(JsonObject entry, String key) {
    return entry.has(key) ? entry.get(key).getAsString() : "";
  }
}
