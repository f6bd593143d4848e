package sluice.local.bigquery.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import sluice.local.bigquery.store.Json;

/**
 * The Cloud Audit Logs entry of a job's completion.
 *
 * @see <a
 *     href="https://cloud.google.com/bigquery/docs/reference/auditlogs/rest/Shared.Types/BigQueryAuditMetadata">
 *     BigQueryAuditMetadata</a>
 */
final class AuditEntry {

  private static final int MOST_URIS = 100;

  private AuditEntry() {}

  static JsonObject of(String project, Job job, Instant now) {
    String jobName = "projects/%s/jobs/%s".formatted(project, job.key().id());
    JsonObject entry =
        Json.of(
            "insertId",
            "local-" + job.key().id(),
            "logName",
            "projects/" + project + "/logs/cloudaudit.googleapis.com%2Fdata_access",
            "severity",
            job.failure().isPresent() ? "ERROR" : "INFO",
            "timestamp",
            now.toString(),
            "receiveTimestamp",
            now.toString());
    entry.add(
        "resource",
        Json.of(
            "type",
            "bigquery_project",
            "labels",
            Json.of("project_id", project, "location", job.key().location())));
    entry.add(
        "operation",
        Json.of(
            "id",
            job.created() + "-" + project + ":" + job.key().id(),
            "producer",
            "bigquery.googleapis.com",
            "last",
            true));
    entry.add("protoPayload", payload(project, job, jobName));
    return entry;
  }

  private static JsonObject payload(String project, Job job, String jobName) {
    JsonObject payload =
        Json.of(
            "@type", "type.googleapis.com/google.cloud.audit.AuditLog",
            "serviceName", "bigquery.googleapis.com",
            "methodName", "google.cloud.bigquery.v2.JobService.InsertJob",
            "resourceName", jobName);
    payload.add(
        "authenticationInfo",
        Json.of("principalEmail", Json.text(job.resource(), "user_email").orElse("")));
    payload.add("status", job.failure().map(AuditEntry::status).orElseGet(JsonObject::new));
    JsonObject change = Json.of("before", "RUNNING", "after", "DONE");
    change.add("job", job(project, job, jobName));
    payload.add(
        "metadata",
        Json.of(
            "@type",
            "type.googleapis.com/google.cloud.audit.BigQueryAuditMetadata",
            "jobChange",
            change));
    return payload;
  }

  private static JsonObject job(String project, Job job, String jobName) {
    JsonObject json = Json.of("jobName", jobName);
    JsonObject config = Json.of("type", type(job.kind()));
    Json.object(job.resource(), "configuration", "labels")
        .ifPresent(labels -> config.add("labels", labels));
    config.add(configKey(job.kind()), config(project, job));
    json.add("jobConfig", config);
    JsonObject status = Json.of("jobState", "DONE");
    job.failure()
        .ifPresent(
            failure -> {
              status.add("errorResult", status(failure));
              JsonArray errors = new JsonArray();
              Json.objects(job.resource(), "status", "errors")
                  .forEach(error -> errors.add(status(error)));
              status.add("errors", errors);
            });
    json.add("jobStatus", status);
    json.add("jobStats", stats(job));
    return json;
  }

  private static JsonObject config(String project, Job job) {
    JsonObject of = job.configuration();
    JsonObject config = new JsonObject();
    Json.object(of, "destinationTable")
        .ifPresent(table -> config.addProperty("destinationTable", tableName(project, table)));
    for (String name : List.of("createDisposition", "writeDisposition", "query")) {
      Json.text(of, name).ifPresent(text -> config.addProperty(name, text));
    }
    List<String> uris = Json.texts(of, "sourceUris");
    if (!uris.isEmpty()) {
      config.add("sourceUris", Json.array(uris.subList(0, Math.min(MOST_URIS, uris.size()))));
      if (uris.size() > MOST_URIS) {
        config.addProperty("sourceUrisTruncated", true);
      }
    }
    Json.object(of, "schema")
        .ifPresent(schema -> config.addProperty("schemaJson", schema.toString()));
    Json.object(of, "sourceTable")
        .ifPresent(table -> config.addProperty("sourceTable", tableName(project, table)));
    JsonArray sources = new JsonArray();
    Json.objects(of, "sourceTables").forEach(table -> sources.add(tableName(project, table)));
    if (!sources.isEmpty()) {
      config.add("sourceTables", sources);
    }
    return config;
  }

  private static JsonObject stats(Job job) {
    JsonObject stats = new JsonObject();
    for (String name : List.of("creation", "start", "end")) {
      Json.number(job.resource(), "statistics", name + "Time")
          .ifPresent(
              millis ->
                  stats.addProperty(
                      name.replace("creation", "create") + "Time",
                      Instant.ofEpochMilli(millis).toString()));
    }
    Json.text(job.resource(), "statistics", "totalSlotMs")
        .ifPresent(millis -> stats.addProperty("totalSlotMs", millis));
    if (job.kind() == Job.Kind.LOAD) {
      String bytes = Json.text(job.resource(), "statistics", "load", "outputBytes").orElse("0");
      stats.add("loadStats", Json.of("totalOutputBytes", bytes));
    }
    if (job.kind() == Job.Kind.QUERY) {
      String bytes =
          Json.text(job.resource(), "statistics", "query", "totalBytesBilled").orElse("0");
      stats.add("queryStats", Json.of("totalBilledBytes", bytes));
    }
    return stats;
  }

  private static JsonObject status(JsonObject problem) {
    int code =
        switch (Json.text(problem, "reason").orElse("")) {
          case "notFound" -> 5;
          case "duplicate" -> 6;
          case "accessDenied" -> 7;
          case "quotaExceeded", "rateLimitExceeded", "resourcesExceeded" -> 8;
          case "stopped" -> 1;
          case "backendError", "jobBackendError" -> 14;
          case "internalError", "jobInternalError" -> 13;
          default -> 3;
        };
    return Json.of("code", code, "message", Json.text(problem, "message").orElse(""));
  }

  private static String tableName(String project, JsonObject reference) {
    return "projects/%s/datasets/%s/tables/%s"
        .formatted(
            Json.text(reference, "projectId").orElse(project),
            Json.text(reference, "datasetId").orElse(""),
            Json.text(reference, "tableId").orElse(""));
  }

  private static String type(Job.Kind kind) {
    return switch (kind) {
      case LOAD -> "IMPORT";
      case EXTRACT -> "EXPORT";
      case QUERY, COPY -> kind.name();
    };
  }

  private static String configKey(Job.Kind kind) {
    return switch (kind) {
      case LOAD -> "loadConfig";
      case QUERY -> "queryConfig";
      case COPY -> "tableCopyConfig";
      case EXTRACT -> "extractConfig";
    };
  }
}
