package sluice.local.scheduler;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.local.delivery.Retry;
import sluice.local.http.ApiError;

/**
 * A job, as its resource says.
 *
 * @param json the resource; its {@code scheduleTime} is when the job is due next
 */
record Job(String name, JsonObject json) {

  private static final CronParser CRON =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Checks what a client asks for, and adds what it left out. */
  static Job of(String name, JsonObject asked) {
    JsonObject json = asked.deepCopy();
    json.addProperty("name", name);
    if (!json.has("timeZone") || json.get("timeZone").getAsString().isEmpty()) {
      json.addProperty("timeZone", "Etc/UTC");
    }
    if (!json.has("state")) {
      json.addProperty("state", "ENABLED");
    }
    if (!json.has("attemptDeadline")) {
      json.addProperty("attemptDeadline", "180s");
    }
    Job job = new Job(name, json);
    job.check();
    return job;
  }

  private void check() {
    if (!json.has("schedule")) {
      throw invalid("schedule is missing. Write it as unix-cron, like '0 3 * * *'.");
    }
    boolean http = json.has("httpTarget");
    if (http == json.has("pubsubTarget")) {
      throw invalid("a job has one target. Write httpTarget or pubsubTarget.");
    }
    if (http && !json.getAsJsonObject("httpTarget").has("uri")) {
      throw invalid("httpTarget.uri is missing. Write where the job posts to.");
    }
    body();
    times();
    zone();
    retry();
    attemptDeadline();
  }

  String queue() {
    return "job/" + name;
  }

  /** The last part of its name. */
  String id() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  boolean enabled() {
    return json.get("state").getAsString().equals("ENABLED");
  }

  /** When it is due next; a job that is paused, or whose cron never comes, is not. */
  Optional<Instant> due() {
    return enabled() && json.has("scheduleTime")
        ? Optional.of(Instant.parse(json.get("scheduleTime").getAsString()))
        : Optional.empty();
  }

  Optional<Instant> next(Instant after) {
    return times().nextExecution(after.atZone(zone())).map(time -> time.toInstant());
  }

  /** The latest time at or before {@code now} for which it was due. */
  Instant latest(Instant now) {
    Optional<Instant> before =
        times().lastExecution(now.atZone(zone())).map(time -> time.toInstant());
    Optional<Instant> then = before.flatMap(this::next).filter(time -> !time.isAfter(now));
    return then.or(() -> before).orElse(now);
  }

  Optional<JsonObject> pubsubTarget() {
    return Optional.ofNullable(json.getAsJsonObject("pubsubTarget"));
  }

  URI uri() {
    return URI.create(json.getAsJsonObject("httpTarget").get("uri").getAsString());
  }

  String method() {
    JsonObject target = json.getAsJsonObject("httpTarget");
    return target.has("httpMethod") ? target.get("httpMethod").getAsString() : "POST";
  }

  JsonObject headers() {
    JsonObject target = json.getAsJsonObject("httpTarget");
    return target.has("headers") ? target.getAsJsonObject("headers") : new JsonObject();
  }

  byte[] body() {
    JsonObject target =
        json.getAsJsonObject(json.has("httpTarget") ? "httpTarget" : "pubsubTarget");
    String key = json.has("httpTarget") ? "body" : "data";
    try {
      return Base64.getDecoder().decode(target.has(key) ? target.get(key).getAsString() : "");
    } catch (IllegalArgumentException e) {
      throw invalid("the target's %s is not base64. Encode it.".formatted(key));
    }
  }

  Retry retry() {
    JsonObject config =
        json.has("retryConfig") ? json.getAsJsonObject("retryConfig") : new JsonObject();
    int retries = config.has("retryCount") ? config.get("retryCount").getAsInt() : 0;
    Duration longest = duration(config, "maxRetryDuration", Duration.ZERO);
    boolean bounded = retries > 0 || longest.isZero();
    return new Retry(
        duration(config, "minBackoffDuration", Duration.ofSeconds(5)),
        duration(config, "maxBackoffDuration", Duration.ofHours(1)),
        bounded ? OptionalInt.of(retries + 1) : OptionalInt.empty(),
        longest.isZero() ? Optional.empty() : Optional.of(longest));
  }

  Duration attemptDeadline() {
    return duration(json, "attemptDeadline", Duration.ofMinutes(3));
  }

  /** The same with a field more, or another. */
  Job with(String key, String value) {
    JsonObject changed = json.deepCopy();
    changed.addProperty(key, value);
    return new Job(name, changed);
  }

  private ExecutionTime times() {
    String schedule = json.get("schedule").getAsString();
    try {
      return ExecutionTime.forCron(CRON.parse(schedule).validate());
    } catch (IllegalArgumentException e) {
      throw invalid(
          "schedule '%s' is not unix-cron: %s. Write five fields, like '0 3 * * *'."
              .formatted(schedule, e.getMessage()));
    }
  }

  private ZoneId zone() {
    String zone = json.get("timeZone").getAsString();
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw invalid(
          "timeZone '%s' is not in the time zone database. Write one like Asia/Tokyo."
              .formatted(zone));
    }
  }

  private static Duration duration(JsonObject json, String key, Duration otherwise) {
    if (!json.has(key)) {
      return otherwise;
    }
    String text = json.get(key).getAsString();
    try {
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeException e) {
      throw invalid("%s is '%s'. Write seconds, like 10s.".formatted(key, text));
    }
  }

  static ApiError invalid(String message) {
    return ApiError.canonical(400, "INVALID_ARGUMENT", "Job is invalid: " + message);
  }
}
