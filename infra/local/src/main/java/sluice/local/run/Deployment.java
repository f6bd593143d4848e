package sluice.local.run;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.gcp.Clients;
import sluice.gcp.GcsObjectStore;
import sluice.gcp.Settings;
import sluice.local.LocalCloud;
import sluice.local.events.Trigger;
import sluice.local.host.FunctionDefinition;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Schedule;
import sluice.plan.Source;
import sluice.plan.Transform;
import sluice.warehouse.Labels;

/**
 * Puts Sluice on the local cloud as {@code deploy.sh} puts it on Google's: bucket and datasets, the
 * functions and what wakes them, the plan, the schedules. Again, it changes what changed.
 */
final class Deployment {

  static final List<String> FUNCTIONS =
      List.of("extract-database", "extract-objects", "load", "transform", "tend");

  private static final int HEAP_MIB = 512;

  /** Enough for rows of 20 MB on two connections, within 512 MiB: see docs/performance.md. */
  private static final int EXTRACT_HEAP_MIB = 256;

  /** An event is tried again after a second here, and within a minute: people watch. */
  private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);

  private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
  private static final Duration WINDOW = Duration.ofHours(24);

  /** What a kill leaves in the hidden dataset is dropped by the next look, or goes by itself. */
  private static final Duration STAGING_LIFETIME = Duration.ofDays(3);

  private static final Schedule EACH_MINUTE = new Schedule("* * * * *", "UTC");

  private final LocalCloud cloud;
  private final Settings settings;
  private final Path repository;
  private final Map<String, String> secrets;
  private final Rest rest;

  /**
   * @param secrets the addresses of sources, and the keys to them, by the variable that holds each
   */
  Deployment(LocalCloud cloud, Settings settings, Path repository, Map<String, String> secrets) {
    this.cloud = cloud;
    this.settings = settings;
    this.repository = repository;
    this.secrets = Map.copyOf(secrets);
    this.rest = new Rest(cloud.address());
  }

  /** Deploys; the hash of the published plan. */
  String deploy(Plan plan) {
    Storage storage = Clients.storage(settings);
    if (storage.get(settings.bucket()) == null) {
      storage.create(BucketInfo.of(settings.bucket()));
    }
    createDatasets(plan);
    String hash = new Plans(new GcsObjectStore(storage, settings.bucket())).publish(plan);
    function("load", "sluice.functions.load.LoadFunction", Signature.CLOUD_EVENT);
    function("transform", "sluice.functions.transform.TransformFunction", Signature.CLOUD_EVENT);
    function("tend", "sluice.functions.tend.TendFunction", Signature.HTTP);
    function(
        "extract-database",
        "sluice.functions.extract.database.ExtractDatabaseFunction",
        Signature.HTTP);
    function(
        "extract-objects",
        "sluice.functions.extract.objects.ExtractObjectsFunction",
        Signature.HTTP);
    trigger(Trigger.onFinalized("load", settings.bucket(), uri("load")));
    sink(plan);
    trigger(Trigger.onPublished("transform", topic(), uri("transform")));
    schedules(plan);
    return hash;
  }

  /** The scheduler's job that extracts a source. */
  String extractJob(Source source) {
    return jobs() + "/extract-" + source.name().replace('_', '-');
  }

  private void createDatasets(Plan plan) {
    BigQuery bigQuery = Clients.bigQuery(settings);
    for (String dataset : plan.datasets()) {
      if (bigQuery.getDataset(DatasetId.of(dataset)) == null) {
        DatasetInfo.Builder created = DatasetInfo.newBuilder(dataset).setLocation(plan.location());
        if (dataset.equals(Transform.STAGING_DATASET)) {
          created.setDefaultTableLifetime(STAGING_LIFETIME.toMillis());
        }
        bigQuery.create(created.build());
      }
    }
  }

  private void function(String name, String entryPoint, Signature signature) {
    Path folder = repository.resolve("functions").resolve(name).resolve("target/deploy");
    FunctionDefinition definition =
        FunctionDefinition.of(name, folder, entryPoint, signature)
            .withEnvironment(environment(name))
            .withInstances(2, 1)
            .withMemoryMiB(name.equals("extract-database") ? EXTRACT_HEAP_MIB : HEAP_MIB);
    cloud.host().deploy(definition);
  }

  private Map<String, String> environment(String function) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("GOOGLE_CLOUD_PROJECT", settings.project());
    variables.put("SLUICE_BUCKET", settings.bucket());
    variables.put("SLUICE_LOCATION", settings.location());
    variables.put("STORAGE_EMULATOR_HOST", cloud.address());
    variables.put("BIGQUERY_EMULATOR_HOST", cloud.address());
    if (function.startsWith("extract-")) {
      variables.putAll(secrets);
    }
    return variables;
  }

  private void trigger(Trigger trigger) {
    cloud.triggers().put(trigger.withRetry(MIN_BACKOFF, MAX_BACKOFF, WINDOW).withConcurrency(4));
  }

  /** Completed jobs of this pipeline reach the topic through the audit log. */
  private void sink(Plan plan) {
    rest.put("PUT", "/v1/" + topic(), "GET", "/v1/" + topic(), new JsonObject());
    JsonObject sink = new JsonObject();
    sink.addProperty("name", "sluice-jobs");
    sink.addProperty("destination", "pubsub.googleapis.com/" + topic());
    sink.addProperty(
        "filter",
        """
        protoPayload.metadata."@type"="type.googleapis.com/google.cloud.audit.BigQueryAuditMetadata" \
        AND resource.type="bigquery_project" \
        AND protoPayload.metadata.jobChange.after="DONE" \
        AND protoPayload.metadata.jobChange.job.jobConfig.labels.%s="%s\""""
            .formatted(Labels.PIPELINE, plan.pipeline()));
    String sinks = "/v2/projects/%s/sinks".formatted(settings.project());
    rest.put("POST", sinks, "PUT", sinks + "/sluice-jobs", sink);
  }

  private void schedules(Plan plan) {
    schedule(jobs() + "/tend", EACH_MINUTE, "tend", new JsonObject());
    for (Source source : plan.sources()) {
      source
          .schedule()
          .ifPresent(
              schedule -> {
                JsonObject body = new JsonObject();
                body.addProperty("source", source.name());
                schedule(extractJob(source), schedule, extractor(source), body);
              });
    }
  }

  private static String extractor(Source source) {
    return source.kind() == Source.Kind.S3 ? "extract-objects" : "extract-database";
  }

  private void schedule(String name, Schedule schedule, String function, JsonObject body) {
    JsonObject headers = new JsonObject();
    headers.addProperty("Content-Type", "application/json");
    JsonObject target = new JsonObject();
    target.addProperty("uri", uri(function).toString());
    target.addProperty("httpMethod", "POST");
    target.add("headers", headers);
    target.addProperty("body", Base64.getEncoder().encodeToString(Rest.bytes(body)));
    JsonObject retry = new JsonObject();
    retry.addProperty("retryCount", 5);
    retry.addProperty("minBackoffDuration", "2s");
    JsonObject job = new JsonObject();
    job.addProperty("name", name);
    job.addProperty("schedule", schedule.cron());
    job.addProperty("timeZone", schedule.timeZone());
    job.addProperty("attemptDeadline", "1800s");
    job.add("httpTarget", target);
    job.add("retryConfig", retry);
    rest.put("POST", "/v1/" + jobs(), "PATCH", "/v1/" + name, job);
  }

  /** Lets a job of the scheduler run now. */
  void run(String job) {
    rest.call(
        "POST", "/v1/" + job + ":run", "application/json", "{}".getBytes(StandardCharsets.UTF_8));
  }

  private String jobs() {
    return "projects/%s/locations/%s/jobs".formatted(settings.project(), settings.location());
  }

  private String topic() {
    return "projects/%s/topics/sluice-jobs".formatted(settings.project());
  }

  private URI uri(String function) {
    return URI.create(cloud.host().address(function));
  }
}
