package sluice.local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.bigquery.store.Json;

final class JobLifeTest {

  private static final TableId ORDERS = TableId.of("shop", "orders");
  private static final Schema SCHEMA = Schema.of(Field.of("id", StandardSQLTypeName.INT64));

  @TempDir Path folder;

  private RunningBigQuery open(String name) {
    return new RunningBigQuery(folder.resolve(name), folder.resolve("gcs"));
  }

  private static LoadJobConfiguration load() {
    return LoadJobConfiguration.newBuilder(ORDERS, "gs://b/a.csv", FormatOptions.csv())
        .setSchema(SCHEMA)
        .setLabels(Map.of("sluice", "load"))
        .build();
  }

  private static JobId id(String name) {
    return JobId.newBuilder().setJob(name).setLocation("US").build();
  }

  private static long rows(RunningBigQuery bigQuery) {
    return bigQuery.client.getTable(ORDERS).getNumRows().longValue();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void aJobThatACrashCutOffRunsOnceMoreAndOnlyOnce() throws Exception {
    try (RunningBigQuery first = open("first")) {
      first.client.create(DatasetInfo.of("shop"));
      first.objects.put("b", "a.csv", "1\n2\n3\n");
      first.run("before", load());
      first.service.switches().hold(job -> job.key().id().equals("cut"));
      first.client.create(JobInfo.of(id("cut"), load()));
      await(
          () ->
              first
                  .client
                  .getJob(id("cut"))
                  .getStatus()
                  .getState()
                  .equals(JobStatus.State.RUNNING));

      copy(folder.resolve("first"), folder.resolve("second"));
    }
    try (RunningBigQuery second = open("second")) {
      Job cut = second.ended(second.client.getJob(id("cut")));
      assertThat(cut.getStatus().getError()).isNull();
      assertThat(rows(second)).isEqualTo(6);
      await(() -> second.audit.stream().anyMatch(entry -> entry.toString().contains("jobs/cut")));
    }
    try (RunningBigQuery third = open("second")) {
      assertThat(rows(third)).isEqualTo(6);
      assertThat(third.client.getJob(id("cut")).getStatus().getState())
          .isEqualTo(JobStatus.State.DONE);
    }
  }

  @Test
  void theAuditLogTellsOfEachJobInTheDocumentedShape() throws Exception {
    try (RunningBigQuery bigQuery = open("bq")) {
      bigQuery.client.create(DatasetInfo.of("shop"));
      bigQuery.objects.put("b", "a.csv", "1\n");
      bigQuery.run("good", load());
      bigQuery.objects.put("b", "a.csv", "x\n");
      bigQuery.run("bad", load());
      await(() -> bigQuery.audit.size() == 2);

      JsonObject good = bigQuery.audit.get(0);
      assertThat(Json.text(good, "resource", "type")).contains("bigquery_project");
      assertThat(Json.text(good, "resource", "labels", "location")).contains("US");
      assertThat(Json.text(good, "severity")).contains("INFO");
      JsonObject change = Json.object(good, "protoPayload", "metadata", "jobChange").orElseThrow();
      assertThat(Json.text(change, "after")).contains("DONE");
      assertThat(Json.text(change, "job", "jobName")).contains("projects/p1/jobs/good");
      assertThat(Json.text(change, "job", "jobConfig", "type")).contains("IMPORT");
      assertThat(Json.text(change, "job", "jobConfig", "labels", "sluice")).contains("load");
      assertThat(Json.text(change, "job", "jobConfig", "loadConfig", "destinationTable"))
          .contains("projects/p1/datasets/shop/tables/orders");
      JsonObject bad = bigQuery.audit.get(1);
      assertThat(Json.text(bad, "severity")).contains("ERROR");
      assertThat(Json.text(bad, "protoPayload", "status", "code")).contains("3");
    }
  }

  @Test
  void switchesFailTheNthJobLoseEntriesAndEnforceTheDaysQuota() throws Exception {
    Instant[] now = {Instant.parse("2026-03-01T00:00:00Z")};
    try (RunningBigQuery bigQuery =
        new RunningBigQuery(folder.resolve("bq"), folder.resolve("gcs"), () -> now[0])) {
      bigQuery.client.create(DatasetInfo.of("shop"));
      bigQuery.objects.put("b", "a.csv", "1\n");
      bigQuery.service.switches().failNth(2, job -> true, "backendError", "Try later.");
      bigQuery.service.switches().loseAuditEntries(job -> job.key().id().equals("j1"));
      bigQuery.service.switches().allowModificationsADay(30);

      for (int i = 1; i <= 30; i++) {
        bigQuery.client.create(JobInfo.of(id("j" + i), load()));
      }
      for (int i = 1; i <= 30; i++) {
        Job job = bigQuery.ended(bigQuery.client.getJob(id("j" + i)));
        assertThat(job.getStatus().getState()).isEqualTo(JobStatus.State.DONE);
      }
      Job over = bigQuery.run("over", load());
      assertThat(over.getStatus().getError().getReason()).isEqualTo("quotaExceeded");
      assertThat(over.getStatus().getError().getLocation()).isEqualTo("load_job_per_table.long");
      assertThat(rows(bigQuery)).isEqualTo(29);

      now[0] = now[0].plusSeconds(25 * 3_600);
      assertThat(bigQuery.run("nextDay", load()).getStatus().getError()).isNull();
      await(() -> bigQuery.audit.size() == 31);
      assertThat(bigQuery.audit.toString()).doesNotContain("jobs/j1\"");
    }
  }

  @Test
  void aHeldJobCanBeCancelled() throws Exception {
    try (RunningBigQuery bigQuery = open("bq")) {
      bigQuery.client.create(DatasetInfo.of("shop"));
      bigQuery.objects.put("b", "a.csv", "1\n");
      bigQuery.service.switches().hold(job -> true);
      Job job = bigQuery.client.create(JobInfo.of(id("held"), load()));
      bigQuery.client.cancel(id("held"));
      Job ended = bigQuery.ended(job);
      assertThat(ended.getStatus().getError().getReason()).isEqualTo("stopped");
      assertThat(bigQuery.client.getTable(ORDERS)).isNull();
    }
  }

  @Test
  void copiesSeveralTablesIntoOneAndReplacesAtOnce() throws Exception {
    try (RunningBigQuery bigQuery = open("bq")) {
      bigQuery.client.create(DatasetInfo.of("shop"));
      bigQuery.objects.put("b", "a.csv", "1\n2\n");
      bigQuery.run("load", load());
      TableId all = TableId.of("shop", "all");
      CopyJobConfiguration.Builder copy =
          CopyJobConfiguration.newBuilder(all, List.of(ORDERS, ORDERS));
      assertThat(bigQuery.run("c1", copy.build()).getStatus().getError()).isNull();
      assertThat(bigQuery.client.getTable(all).getNumRows().longValue()).isEqualTo(4);
      assertThat(bigQuery.run("c2", copy.build()).getStatus().getError().getMessage())
          .isEqualTo("Already Exists: Table p1:shop.all");
      CopyJobConfiguration replace =
          CopyJobConfiguration.newBuilder(all, ORDERS)
              .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
              .build();
      assertThat(bigQuery.run("c3", replace).getStatus().getError()).isNull();
      assertThat(bigQuery.client.getTable(all).getNumRows().longValue()).isEqualTo(2);
      Job missing =
          bigQuery.run(
              "c4", CopyJobConfiguration.newBuilder(all, TableId.of("shop", "none")).build());
      assertThat(missing.getStatus().getError().getMessage())
          .isEqualTo("Not found: Table p1:shop.none");
    }
  }
}
