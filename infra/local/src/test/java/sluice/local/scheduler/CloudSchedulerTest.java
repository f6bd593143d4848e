package sluice.local.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.scheduler.v1.CloudSchedulerClient;
import com.google.cloud.scheduler.v1.CloudSchedulerSettings;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.Eventually;
import sluice.local.Receiver;
import sluice.local.SetClock;
import sluice.local.TestCloud;

final class CloudSchedulerTest {

  private static final String PARENT = "projects/p1/locations/l1";
  private static final String JOB = PARENT + "/jobs/nightly";

  @TempDir Path folder;
  private final SetClock clock = new SetClock("2026-03-01T17:30:00Z");

  /** Each night at three, Tokyo's time: 18:00 UTC. */
  private static void create(TestCloud cloud, Receiver target, String more) {
    String body =
        """
        {"name":"%s","schedule":"0 3 * * *","timeZone":"Asia/Tokyo",%s
         "httpTarget":{"uri":"%s","httpMethod":"POST","body":"eyJzbG90Ijp0cnVlfQ==",
                       "headers":{"Content-Type":"application/json"}}}
        """
            .formatted(JOB, more, target.uri());
    assertThat(cloud.send("POST", "/v1/" + PARENT + "/jobs", body).statusCode()).isEqualTo(200);
  }

  @Test
  void runsAJobWhenItsCronSaysSoInItsOwnTimeZone() {
    try (TestCloud cloud = TestCloud.in(folder, clock);
        Receiver target = new Receiver()) {
      create(cloud, target, "");
      assertThat(cloud.send("GET", "/v1/" + JOB, "").body())
          .contains("\"scheduleTime\":\"2026-03-01T18:00:00Z\"");
      clock.advance(Duration.ofMinutes(31));

      Receiver.Got got = target.next();
      assertThat(got.body()).isEqualTo("{\"slot\":true}");
      assertThat(got.request().header("X-CloudScheduler")).hasValue("true");
      assertThat(got.request().header("X-CloudScheduler-JobName")).hasValue("nightly");
      assertThat(got.request().header("X-CloudScheduler-ScheduleTime"))
          .hasValue("2026-03-01T18:00:00Z");
      assertThat(got.request().header("Content-Type")).hasValue("application/json");
      Eventually.holds(
          "it shows what became of it",
          () -> cloud.send("GET", "/v1/" + JOB, "").body().contains("\"status\":{}"));
      assertThat(cloud.send("GET", "/v1/" + JOB, "").body())
          .contains("\"scheduleTime\":\"2026-03-02T18:00:00Z\"");
    }
  }

  @Test
  void runsOnceForAllThatWasMissedWhileItWasDown() {
    try (Receiver target = new Receiver()) {
      try (TestCloud cloud = TestCloud.in(folder, clock)) {
        create(cloud, target, "");
      }
      clock.advance(Duration.ofDays(5));
      try (TestCloud again = TestCloud.in(folder, clock)) {
        assertThat(target.next().request().header("X-CloudScheduler-ScheduleTime"))
            .hasValue("2026-03-05T18:00:00Z");
        Eventually.holds(
            "the next run is planned",
            () -> again.send("GET", "/v1/" + JOB, "").body().contains("2026-03-06T18:00:00Z"));
        assertThat(target.quiet()).isTrue();
      }
    }
  }

  @Test
  void retriesAsConfiguredAndThenShowsTheFailure() {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver target = new Receiver(500, 503, 404)) {
      create(cloud, target, "\"retryConfig\":{\"retryCount\":2,\"minBackoffDuration\":\"0.01s\"},");
      cloud.send("POST", "/v1/" + JOB + ":run", "{}");
      String first = target.next().request().header("X-CloudScheduler-ScheduleTime").orElseThrow();
      for (int i = 0; i < 2; i++) {
        assertThat(target.next().request().header("X-CloudScheduler-ScheduleTime")).hasValue(first);
      }
      Eventually.holds(
          "the failure shows",
          () ->
              cloud
                  .send("GET", "/v1/" + JOB, "")
                  .body()
                  .contains("\"status\":{\"code\":5,\"message\":\"HTTP 404 \"}"));
      assertThat(cloud.backlog.size("job/" + JOB)).isZero();
    }
  }

  @Test
  void doesNotRunWhatIsPausedButForWhoAsks() {
    try (TestCloud cloud = TestCloud.in(folder, clock);
        Receiver target = new Receiver()) {
      create(cloud, target, "");
      cloud.send("POST", "/v1/" + JOB + ":pause", "");
      clock.advance(Duration.ofDays(2));
      cloud.send("POST", "/v1/" + JOB + ":run", "");
      assertThat(target.next().request().header("X-CloudScheduler-ScheduleTime"))
          .hasValue("2026-03-03T17:30:00Z");
      cloud.send("POST", "/v1/" + JOB + ":resume", "");
      assertThat(cloud.send("GET", "/v1/" + JOB, "").body())
          .contains("\"state\":\"ENABLED\"", "\"scheduleTime\":\"2026-03-03T18:00:00Z\"");
    }
  }

  @Test
  void publishesToATopic() {
    try (TestCloud cloud = TestCloud.in(folder)) {
      cloud.pubsub.createTopic("projects/p1/topics/t");
      cloud.send("PUT", "/v1/projects/p1/subscriptions/s", "{\"topic\":\"projects/p1/topics/t\"}");
      cloud.send(
          "POST",
          "/v1/" + PARENT + "/jobs",
          """
          {"name":"%s","schedule":"* * * * *",
           "pubsubTarget":{"topicName":"projects/p1/topics/t","data":"aGk=","attributes":{"a":"b"}}}
          """
              .formatted(JOB));
      cloud.send("POST", "/v1/" + JOB + ":run", "");
      assertThat(
              cloud
                  .send("POST", "/v1/projects/p1/subscriptions/s:pull", "{\"maxMessages\":1}")
                  .body())
          .contains("\"data\":\"aGk=\"", "\"a\":\"b\"");
    }
  }

  @Test
  void saysWhatIsWrongWithAJob() {
    try (TestCloud cloud = TestCloud.in(folder)) {
      String body =
          "{\"name\":\"%s\",\"schedule\":\"every day\",\"httpTarget\":{\"uri\":\"http://x\"}}";
      assertThat(cloud.send("POST", "/v1/" + PARENT + "/jobs", body.formatted(JOB)).body())
          .contains("schedule 'every day' is not unix-cron", "INVALID_ARGUMENT");
      String zone =
          "{\"name\":\"%s\",\"schedule\":\"* * * * *\",\"timeZone\":\"Tokyo\","
              + "\"httpTarget\":{\"uri\":\"http://x\"}}";
      assertThat(cloud.send("POST", "/v1/" + PARENT + "/jobs", zone.formatted(JOB)).body())
          .contains(
              "timeZone 'Tokyo' is not in the time zone database. Write one like Asia/Tokyo.");
    }
  }

  @Test
  void servesGooglesClient() throws Exception {
    try (TestCloud cloud = TestCloud.in(folder);
        Receiver target = new Receiver();
        CloudSchedulerClient client =
            CloudSchedulerClient.create(
                CloudSchedulerSettings.newHttpJsonBuilder()
                    .setEndpoint(cloud.address())
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build())) {
      client.createJob(
          PARENT,
          com.google.cloud.scheduler.v1.Job.newBuilder()
              .setName(JOB)
              .setSchedule("0 3 * * *")
              .setTimeZone("Asia/Tokyo")
              .setHttpTarget(
                  HttpTarget.newBuilder()
                      .setUri(target.uri().toString())
                      .setBody(ByteString.copyFromUtf8("go")))
              .build());
      client.runJob(JOB);

      assertThat(target.next().body()).isEqualTo("go");
      assertThat(client.listJobs(PARENT).iterateAll()).hasSize(1);
      assertThat(client.pauseJob(JOB).getState())
          .isEqualTo(com.google.cloud.scheduler.v1.Job.State.PAUSED);
      client.deleteJob(JOB);
      assertThat(client.listJobs(PARENT).iterateAll()).isEmpty();
    }
  }
}
