package sluice.local.bigquery.rest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sluice.local.bigquery.jobs.Job;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.http.Request;
import sluice.schema.TableId;

/** {@code jobs.query} and {@code jobs.getQueryResults}. */
final class QueriesApi {

  private static final Duration USUAL_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(200);

  private QueriesApi() {}

  static void routes(Api api) {
    api.on("POST", "/queries", QueriesApi::query).on("GET", "/queries/{job}", QueriesApi::results);
  }

  private static JsonObject query(Project project, Request request) throws IOException {
    JsonObject body = Api.body(request);
    JsonObject query = new JsonObject();
    for (String name :
        List.of(
            "query",
            "defaultDataset",
            "useLegacySql",
            "parameterMode",
            "queryParameters",
            "maximumBytesBilled",
            "createSession",
            "destinationEncryptionConfiguration")) {
      Json.at(body, name).ifPresent(value -> query.add(name, value));
    }
    query.addProperty(
        "useLegacySql", Json.text(body, "useLegacySql").map(Boolean::parseBoolean).orElse(true));
    JsonObject configuration = Json.of("query", query);
    for (String name : List.of("dryRun", "labels")) {
      Json.at(body, name).ifPresent(value -> configuration.add(name, value));
    }
    JsonObject reference = new JsonObject();
    Json.text(body, "location").ifPresent(in -> reference.addProperty("location", in));
    Json.text(body, "requestId")
        .ifPresent(
            id ->
                reference.addProperty(
                    "jobId", "job_request_" + id.replaceAll("[^A-Za-z0-9_-]", "_")));
    Job job = submitted(project, reference, configuration);
    Duration wait = wait(Json.number(body, "timeoutMs"));
    JsonObject answer = answer(project, project.jobs().await(job, wait), RowPages.Wanted.of(body));
    answer.addProperty("kind", "bigquery#queryResponse");
    return answer;
  }

  /** A repeated request with one request id is one query. */
  private static Job submitted(Project project, JsonObject reference, JsonObject configuration) {
    try {
      return project.jobs().submit(reference, configuration);
    } catch (Refusal refusal) {
      if (refusal.status() == 409) {
        return project
            .jobs()
            .required(Json.required(reference, "jobId"), Json.text(reference, "location"));
      }
      throw refusal;
    }
  }

  private static Duration wait(Optional<Long> millis) {
    Duration wanted = millis.map(Duration::ofMillis).orElse(USUAL_WAIT);
    return wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
  }

  private static JsonObject results(Project project, Request request) {
    Job job = JobsApi.named(project, request);
    if (job.kind() != Job.Kind.QUERY) {
      throw Refusal.invalid("Job %s is not a query.".formatted(job.key().id()));
    }
    Job then = project.jobs().await(job, wait(Api.number(request, "timeoutMs")));
    JsonObject answer = answer(project, then, RowPages.Wanted.of(request));
    answer.addProperty("kind", "bigquery#getQueryResultsResponse");
    return answer;
  }

  private static JsonObject answer(Project project, Job job, RowPages.Wanted wanted) {
    JobsApi.refusal(job)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    JsonObject answer = new JsonObject();
    answer.add("jobReference", job.resource().get("jobReference"));
    answer.addProperty("location", job.key().location());
    answer.addProperty("jobComplete", job.isDone());
    if (!job.isDone()) {
      return answer;
    }
    JsonObject statistics =
        Json.object(job.resource(), "statistics", "query").orElseGet(JsonObject::new);
    answer.addProperty("cacheHit", false);
    answer.addProperty(
        "totalBytesProcessed", Json.text(statistics, "totalBytesProcessed").orElse("0"));
    for (String name : List.of("schema", "numDmlAffectedRows", "dmlStats")) {
      Json.at(statistics, name).ifPresent(value -> answer.add(name, value));
    }
    rows(project, job, wanted)
        .ifPresentOrElse(
            page -> page.entrySet().forEach(e -> answer.add(e.getKey(), e.getValue())),
            () -> answer.addProperty("totalRows", "0"));
    return answer;
  }

  private static Optional<JsonObject> rows(Project project, Job job, RowPages.Wanted wanted) {
    boolean select =
        Json.text(job.resource(), "statistics", "query", "statementType")
            .filter("SELECT"::equals)
            .isPresent();
    Optional<TableId> destination = job.destination().filter(id -> select && !job.dryRun());
    if (destination.isEmpty()) {
      return Optional.empty();
    }
    StoredTable table = project.catalog().requiredTable(destination.get());
    return Optional.of(RowPages.page(project, table, Optional.empty(), wanted));
  }
}
