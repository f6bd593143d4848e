package sluice.local.scheduler;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** The API's jobs. */
final class JobRoutes {

  private static final String JOBS = "/v1/projects/{project}/locations/{location}/jobs";
  private static final String JOB = JOBS + "/{job}";

  private final CloudScheduler scheduler;

  JobRoutes(CloudScheduler scheduler) {
    this.scheduler = scheduler;
  }

  Routes routes() {
    return new Routes()
        .on("POST", JOBS, this::create)
        .on("GET", JOBS, this::list)
        .on("POST", JOB + ":run", request -> shown(scheduler.run(name(request))))
        .on("POST", JOB + ":pause", request -> shown(scheduler.enable(name(request), "PAUSED")))
        .on("POST", JOB + ":resume", request -> shown(scheduler.enable(name(request), "ENABLED")))
        .on("GET", JOB, request -> shown(scheduler.require(name(request))))
        .on("PATCH", JOB, this::patch)
        .on("DELETE", JOB, this::delete);
  }

  private Response create(Request request) throws IOException {
    JsonObject body = request.json();
    String parent = parent(request);
    if (!body.has("name") || !body.get("name").getAsString().startsWith(parent)) {
      throw Job.invalid("name is missing or elsewhere. Write %sJOB.".formatted(parent));
    }
    return shown(scheduler.create(body.get("name").getAsString(), body));
  }

  private Response list(Request request) {
    JsonArray list = new JsonArray();
    scheduler.all(parent(request)).forEach(job -> list.add(job.json()));
    JsonObject json = new JsonObject();
    json.add("jobs", list);
    return Response.json(200, json.toString());
  }

  private Response patch(Request request) throws IOException {
    JsonObject values = request.json();
    List<String> fields =
        request
            .parameter("updateMask")
            .map(mask -> Arrays.stream(mask.split(",")).map(JobRoutes::topField).toList())
            .orElseGet(() -> List.copyOf(values.keySet()));
    return shown(scheduler.change(name(request), values, fields.stream().distinct().toList()));
  }

  /** {@code http_target.uri} names the whole {@code httpTarget}. */
  private static String topField(String path) {
    String[] words = path.strip().split("\\.")[0].split("_");
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }

  private Response delete(Request request) {
    scheduler.delete(name(request));
    return Response.json(200, "{}");
  }

  private static String parent(Request request) {
    return "projects/%s/locations/%s/jobs/"
        .formatted(request.variable("project"), request.variable("location"));
  }

  private static String name(Request request) {
    return parent(request) + request.variable("job");
  }

  private static Response shown(Job job) {
    return Response.json(200, job.json().toString());
  }
}
