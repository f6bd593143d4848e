package sluice.local;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.InstantSource;
import sluice.local.host.LogLine;
import sluice.local.logging.Entry;
import sluice.local.logging.LogStore;

/**
 * Turns the lines that functions write into log entries as Cloud Run's agent does: a line of JSON
 * is the payload, and its {@code severity} the entry's; any other line is a text.
 */
final class FunctionLogs {

  private final String project;
  private final LogStore logs;
  private final InstantSource clock;

  FunctionLogs(String project, LogStore logs, InstantSource clock) {
    this.project = project;
    this.logs = logs;
    this.clock = clock;
  }

  void write(LogLine line) {
    JsonObject payload = payload(line.line());
    JsonElement severity = payload.remove("severity");
    JsonObject labels = new JsonObject();
    labels.addProperty("project_id", project);
    labels.addProperty("service_name", line.function());
    labels.addProperty("revision_name", line.instance());
    logs.write(
        Entry.of(
            clock.instant(),
            "projects/%s/logs/run.googleapis.com%%2Fstdout".formatted(project),
            severity == null ? "DEFAULT" : severity.getAsString(),
            "cloud_run_revision",
            labels,
            payload));
  }

  private static JsonObject payload(String line) {
    if (line.startsWith("{")) {
      try {
        return JsonParser.parseString(line).getAsJsonObject();
      } catch (JsonParseException e) {
        // A text that merely begins like JSON.
      }
    }
    JsonObject text = new JsonObject();
    text.addProperty("message", line);
    return text;
  }
}
