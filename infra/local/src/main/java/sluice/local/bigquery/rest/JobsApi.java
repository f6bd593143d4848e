package sluice.local.bigquery.rest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.local.bigquery.jobs.Job;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.http.Request;

/** The {@code jobs} resource. */
final class JobsApi {

  private JobsApi() {}

  static void routes(Api api) {
    api.on("POST", "/jobs", JobsApi::insert)
        .on("GET", "/jobs", JobsApi::list)
        .on("GET", "/jobs/{job}", (project, request) -> named(project, request).resource())
        .on("POST", "/jobs/{job}/cancel", JobsApi::cancel)
        .on("DELETE", "/jobs/{job}/delete", JobsApi::delete);
  }

  static Job named(Project project, Request request) {
    return project.jobs().required(request.variable("job"), request.parameter("location"));
  }

  private static JsonObject insert(Project project, Request request) throws IOException {
    return insert(project, Api.body(request));
  }

  static JsonObject insert(Project project, JsonObject body) {
    JsonObject configuration =
        Json.object(body, "configuration")
            .orElseThrow(
                () -> new Refusal("required", "Required parameter is missing: configuration"));
    JsonObject reference = Json.object(body, "jobReference").orElseGet(JsonObject::new);
    return project.jobs().submit(reference, configuration).resource();
  }

  private static JsonObject list(Project project, Request request) {
    List<String> states =
        request.query().getOrDefault("stateFilter", List.of()).stream()
            .map(state -> state.toUpperCase(Locale.ROOT))
            .toList();
    long from = Api.number(request, "minCreationTime").orElse(0L);
    long to = Api.number(request, "maxCreationTime").orElse(Long.MAX_VALUE);
    boolean full = request.parameter("projection").filter("full"::equalsIgnoreCase).isPresent();
    List<JsonObject> jobs =
        project.jobs().newestFirst().stream()
            .filter(job -> states.isEmpty() || states.contains(job.state()))
            .filter(job -> job.created() >= from && job.created() <= to)
            .map(job -> listed(job, full))
            .toList();
    return Api.page("bigquery#jobList", "jobs", jobs, request, 50);
  }

  private static JsonObject listed(Job job, boolean full) {
    JsonObject listed = job.resource().deepCopy();
    listed.addProperty("state", job.state());
    job.failure().ifPresent(failure -> listed.add("errorResult", failure.deepCopy()));
    if (!full) {
      String type = Json.text(listed, "configuration", "jobType").orElse("");
      listed.add("configuration", Json.of("jobType", type));
    }
    return listed;
  }

  private static JsonObject cancel(Project project, Request request) {
    Job job = project.jobs().cancel(named(project, request));
    return Json.of("kind", "bigquery#jobCancelResponse", "job", job.resource());
  }

  private static JsonObject delete(Project project, Request request) {
    Job job = named(project, request);
    if (!job.isDone()) {
      throw Refusal.invalid("Cannot delete job %s: it is still running.".formatted(job.key().id()));
    }
    project.jobs().forget(job);
    return new JsonObject();
  }

  /** The HTTP error of a job that failed, as the query methods answer it. */
  static Optional<Refusal> refusal(Job job) {
    return job.failure()
        .map(
            failure ->
                new Refusal(
                    Json.required(failure, "reason"),
                    Json.text(failure, "message").orElse(""),
                    Json.text(failure, "location").orElse("")));
  }
}
