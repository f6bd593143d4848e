package sluice.local.bigquery.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.TableId;

/**
 * A job: what was asked for, and how far it is.
 *
 * @param resource as REST answers it; never changed in place
 */
public record Job(Key key, JsonObject resource) {

  /** A job's name: the same id may exist once in each location. */
  public record Key(String location, String id) {}

  /** What a job does. */
  public enum Kind {
    LOAD,
    QUERY,
    COPY,
    EXTRACT;

    /** Its key in a job's configuration. */
    public String configurationKey() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A new job, as a request describes it. */
  static Job submitted(
      String project, Key key, JsonObject configuration, String user, Instant now) {
    JsonObject configured = configuration.deepCopy();
    configured.addProperty("jobType", kind(configuration).name());
    JsonObject resource =
        Json.of(
            "kind",
            "bigquery#job",
            "id",
            project + ":" + key.location() + "." + key.id(),
            "user_email",
            user,
            "principal_subject",
            "user:" + user);
    resource.add(
        "jobReference",
        Json.of("projectId", project, "jobId", key.id(), "location", key.location()));
    resource.add("configuration", configured);
    resource.add("status", Json.of("state", "PENDING"));
    resource.add("statistics", Json.of("creationTime", Long.toString(now.toEpochMilli())));
    return new Job(key, resource);
  }

  private static Kind kind(JsonObject configuration) {
    for (Kind kind : Kind.values()) {
      if (configuration.has(kind.configurationKey())) {
        return kind;
      }
    }
    throw new Refusal("required", "Required parameter is missing: Job configuration type");
  }

  static Job stored(String location, String id, String resource) {
    return new Job(new Key(location, id), Json.parse(resource));
  }

  Job running(Instant now) {
    JsonObject changed = resource.deepCopy();
    changed.add("status", Json.of("state", "RUNNING"));
    changed
        .getAsJsonObject("statistics")
        .addProperty("startTime", Long.toString(now.toEpochMilli()));
    return new Job(key, changed);
  }

  /** Done; the outcome's members join the statistics. */
  Job done(Instant now, Outcome outcome) {
    JsonObject changed = resource.deepCopy();
    JsonObject status = Json.of("state", "DONE");
    if (!outcome.warnings().isEmpty()) {
      status.add("errors", errors(outcome.warnings()));
    }
    changed.add("status", status);
    JsonObject statistics = ended(changed, now);
    outcome.statistics().entrySet().forEach(e -> statistics.add(e.getKey(), e.getValue()));
    outcome
        .destination()
        .ifPresent(table -> configurationOf(changed).add("destinationTable", table));
    return new Job(key, changed);
  }

  Job failed(Instant now, Refusal refusal) {
    JsonObject changed = resource.deepCopy();
    JsonObject status = Json.of("state", "DONE", "errorResult", refusal.error().json());
    status.add("errors", errors(refusal.errors()));
    changed.add("status", status);
    ended(changed, now);
    return new Job(key, changed);
  }

  private static JsonObject ended(JsonObject resource, Instant now) {
    JsonObject statistics = resource.getAsJsonObject("statistics");
    String end = Long.toString(now.toEpochMilli());
    if (!statistics.has("startTime")) {
      statistics.addProperty("startTime", end);
    }
    statistics.addProperty("endTime", end);
    long millis = now.toEpochMilli() - statistics.get("startTime").getAsLong();
    statistics.addProperty("finalExecutionDurationMs", Long.toString(millis));
    statistics.addProperty("totalSlotMs", Long.toString(millis));
    return statistics;
  }

  private static JsonArray errors(Iterable<Refusal.Problem> problems) {
    JsonArray errors = new JsonArray();
    problems.forEach(problem -> errors.add(problem.json()));
    return errors;
  }

  private JsonObject configurationOf(JsonObject of) {
    return of.getAsJsonObject("configuration").getAsJsonObject(kind().configurationKey());
  }

  public Kind kind() {
    return kind(resource.getAsJsonObject("configuration"));
  }

  /** The part of the configuration for the job's kind. */
  public JsonObject configuration() {
    return configurationOf(resource);
  }

  public boolean dryRun() {
    return Json.flag(resource, "configuration", "dryRun");
  }

  /** PENDING, RUNNING or DONE. */
  public String state() {
    return Json.required(resource, "status", "state");
  }

  public boolean isDone() {
    return state().equals("DONE");
  }

  /** Why it failed, when it did. */
  public Optional<JsonObject> failure() {
    return Json.object(resource, "status", "errorResult");
  }

  public long created() {
    return Json.number(resource, "statistics", "creationTime").orElse(0L);
  }

  /** The table it writes, without a partition, where its configuration names one. */
  public Optional<TableId> destination() {
    return Json.object(configuration(), "destinationTable")
        .map(table -> Destination.of(table).table());
  }
}
