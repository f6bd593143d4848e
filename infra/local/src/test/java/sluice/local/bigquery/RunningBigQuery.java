package sluice.local.bigquery;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatus;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sluice.local.http.LoopbackServer;

/** The service behind HTTP, with a client. */
final class RunningBigQuery implements AutoCloseable {

  static final String PROJECT = "p1";

  final FolderObjects objects;
  final BigQueryService service;
  final List<JsonObject> audit = Collections.synchronizedList(new ArrayList<>());
  final BigQuery client;
  private final LoopbackServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  RunningBigQuery(Path directory, Path buckets) {
    this(directory, buckets, InstantSource.system());
  }

  RunningBigQuery(Path directory, Path buckets, InstantSource clock) {
    this.objects = new FolderObjects(buckets);
    this.service = new BigQueryService(directory, objects, clock, audit::add);
    this.server = LoopbackServer.start(0, service.routes());
    this.client =
        BigQueryOptions.newBuilder()
            .setHost(server.address())
            .setProjectId(PROJECT)
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
  }

  String address() {
    return server.address();
  }

  Job run(String id, JobConfiguration configuration) throws InterruptedException {
    JobId jobId = JobId.newBuilder().setJob(id).setLocation("US").build();
    return ended(client.create(JobInfo.of(jobId, configuration)));
  }

  /** Waits without the client's own, which throws for a job that failed. */
  Job ended(Job submitted) throws InterruptedException {
    Job job = submitted;
    while (!job.getStatus().getState().equals(JobStatus.State.DONE)) {
      TimeUnit.MILLISECONDS.sleep(5);
      job = client.getJob(submitted.getJobId());
    }
    return job;
  }

  record Answer(int status, JsonObject body) {}

  Answer send(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + "/bigquery/v2/projects/p1" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    String text = response.body();
    return new Answer(
        response.statusCode(),
        text.isEmpty() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject());
  }

  @Override
  public void close() {
    server.close();
    service.close();
  }
}
