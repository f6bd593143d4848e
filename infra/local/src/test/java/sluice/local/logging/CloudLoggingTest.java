package sluice.local.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.Receiver;
import sluice.local.TestCloud;
import sluice.local.events.Trigger;

final class CloudLoggingTest {

  @TempDir Path folder;

  private static Entry entry(String severity, String event, int minute) {
    JsonObject payload = new JsonObject();
    payload.addProperty("event", event);
    return Entry.of(
        Instant.parse("2026-03-01T09:%02d:00Z".formatted(minute)),
        "projects/p1/logs/functions",
        severity,
        "cloud_run_revision",
        new JsonObject(),
        payload);
  }

  @Test
  void listsWhatPassesNewestFirstPageByPage() {
    try (TestCloud cloud = TestCloud.in(folder)) {
      for (int i = 0; i < 5; i++) {
        cloud.logs.write(entry(i % 2 == 0 ? "INFO" : "ERROR", "e" + i, i));
      }
      String ask = "{\"filter\":\"severity=INFO\",\"orderBy\":\"timestamp desc\",\"pageSize\":2%s}";
      JsonObject first =
          JsonParser.parseString(cloud.send("POST", "/v2/entries:list", ask.formatted("")).body())
              .getAsJsonObject();
      assertThat(first.getAsJsonArray("entries").toString())
          .contains("\"e4\"", "\"e2\"")
          .doesNotContain("\"e0\"");
      String token = first.get("nextPageToken").getAsString();
      assertThat(
              cloud
                  .send(
                      "POST", "/v2/entries:list", ask.formatted(",\"pageToken\":\"" + token + "\""))
                  .body())
          .contains("\"e0\"")
          .doesNotContain("nextPageToken");
      assertThat(cloud.send("POST", "/v2/entries:list", "{\"filter\":\"a==\"}").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void keepsEntriesThroughAKillInTheMiddleOfALine() throws Exception {
    try (TestCloud cloud = TestCloud.in(folder)) {
      cloud.logs.write(entry("INFO", "before", 1));
    }
    try (var files = Files.list(folder.resolve("logs"))) {
      Files.writeString(
          files.findFirst().orElseThrow(), "{\"severity\":\"INF", StandardOpenOption.APPEND);
    }
    try (TestCloud again = TestCloud.in(folder)) {
      again.logs.write(entry("INFO", "after", 2));
      assertThat(again.logs.entries(LogFilter.parse("")))
          .extracting(e -> e.json().getAsJsonObject("jsonPayload").get("event").getAsString())
          .containsExactly("before", "after");
    }
  }

  @Test
  void forgetsTheOldestWhenItIsFull() throws Exception {
    try (LogStore logs = new LogStore(folder, 40_000, InstantSource.system())) {
      for (int i = 0; i < 1_000; i++) {
        logs.write(entry("INFO", "e" + i, 0));
      }
      List<Entry> kept = logs.entries(LogFilter.parse(""));
      assertThat(kept).hasSizeBetween(50, 500);
      assertThat(kept.get(kept.size() - 1).json().toString()).contains("\"e999\"");
    }
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThanOrEqualTo(40_000);
  }

  @Test
  void tellsItsFollowersUntilTheyStop() {
    try (LogStore logs = new LogStore(folder, 1 << 20, InstantSource.system())) {
      List<Entry> heard = new ArrayList<>();
      try (LogStore.Following following = logs.follow(heard::add)) {
        logs.write(entry("INFO", "one", 1));
        assertThat(following).isNotNull();
      }
      logs.write(entry("INFO", "two", 2));
      assertThat(heard).hasSize(1);
      assertThat(heard.get(0).json().has("insertId")).isTrue();
    }
  }

  @Test
  void publishesWhatPassesASinksFilter() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver function = new Receiver()) {
      cloud.pubsub.createTopic("projects/p1/topics/done");
      cloud.triggers.put(
          Trigger.onPublished("transform", "projects/p1/topics/done", function.uri()));
      String sink =
          """
          {"name":"done","destination":"pubsub.googleapis.com/projects/p1/topics/done",
           "filter":"protoPayload.metadata.jobChange.after=\\"DONE\\""}
          """;
      assertThat(cloud.send("POST", "/v2/projects/p1/sinks", sink).statusCode()).isEqualTo(200);
      assertThat(cloud.send("POST", "/v2/projects/p1/sinks", sink).statusCode()).isEqualTo(409);
      cloud.logs.write(entry("INFO", "no", 1));
      cloud.logs.write(
          new Entry(
              JsonParser.parseString(
                      """
                      {"timestamp":"2026-03-01T09:00:00Z",
                       "protoPayload":{"metadata":{"jobChange":{"after":"DONE"}}}}
                      """)
                  .getAsJsonObject()));

      JsonObject message =
          JsonParser.parseString(function.next().body())
              .getAsJsonObject()
              .getAsJsonObject("message");
      String data =
          new String(
              Base64.getDecoder().decode(message.get("data").getAsString()),
              StandardCharsets.UTF_8);
      assertThat(data).contains("\"after\":\"DONE\"", "\"insertId\"");
      assertThat(message.getAsJsonObject("attributes").toString())
          .isEqualTo("{\"logging.googleapis.com/timestamp\":\"2026-03-01T09:00:00Z\"}");
      assertThat(cloud.send("GET", "/v2/projects/p1/sinks", "").body()).contains("writerIdentity");
      assertThat(cloud.send("DELETE", "/v2/projects/p1/sinks/done", "").statusCode())
          .isEqualTo(200);
      assertThat(cloud.send("GET", "/v2/projects/p1/sinks/done", "").statusCode()).isEqualTo(404);
    }
  }
}
