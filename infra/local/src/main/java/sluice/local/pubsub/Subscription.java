package sluice.local.pubsub;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.local.delivery.Retry;

/**
 * A subscription, as its resource says.
 *
 * @param json the resource
 */
record Subscription(String name, JsonObject json) {

  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
  private static final Duration DEFAULT_MIN = Duration.ofSeconds(10);
  private static final Duration DEFAULT_MAX = Duration.ofMinutes(10);
  private static final Duration RETENTION = Duration.ofDays(7);
  private static final int FEWEST_ATTEMPTS = 5;
  private static final int MOST_ATTEMPTS = 100;

  /** With the defaults that a client left out. */
  static Subscription of(String name, JsonObject asked) {
    JsonObject json = asked.deepCopy();
    json.addProperty("name", name);
    if (!json.has("ackDeadlineSeconds") || json.get("ackDeadlineSeconds").getAsInt() == 0) {
      json.addProperty("ackDeadlineSeconds", 10);
    }
    if (!json.has("pushConfig")) {
      json.add("pushConfig", new JsonObject());
    }
    if (!json.has("messageRetentionDuration")) {
      json.addProperty("messageRetentionDuration", RETENTION.toSeconds() + "s");
    }
    json.addProperty("state", "ACTIVE");
    Subscription subscription = new Subscription(name, json);
    subscription.check();
    return subscription;
  }

  private void check() {
    int deadline = json.get("ackDeadlineSeconds").getAsInt();
    if (deadline < 10 || deadline > 600) {
      throw Errors.invalid(
          "Invalid ack deadline given (deadline=%d). It must be between 10 and 600 seconds."
              .formatted(deadline));
    }
    if (json.has("filter") && !json.get("filter").getAsString().isEmpty()) {
      throw Errors.invalid(
          "The local cloud has no subscription filters. Subscribe without, and filter there.");
    }
    int attempts = maxAttempts().orElse(FEWEST_ATTEMPTS);
    if (attempts < FEWEST_ATTEMPTS || attempts > MOST_ATTEMPTS) {
      throw Errors.invalid(
          "deadLetterPolicy.maxDeliveryAttempts is %d. Write 5 to 100.".formatted(attempts));
    }
    retry();
  }

  String topic() {
    return json.get("topic").getAsString();
  }

  String queue() {
    return "subscription/" + name;
  }

  Duration ackDeadline() {
    return Duration.ofSeconds(json.get("ackDeadlineSeconds").getAsInt());
  }

  Optional<String> pushEndpoint() {
    return text(json.getAsJsonObject("pushConfig"), "pushEndpoint").filter(url -> !url.isEmpty());
  }

  Optional<String> deadLetterTopic() {
    return Optional.ofNullable(json.getAsJsonObject("deadLetterPolicy"))
        .flatMap(policy -> text(policy, "deadLetterTopic"));
  }

  OptionalInt maxAttempts() {
    if (deadLetterTopic().isEmpty()) {
      return OptionalInt.empty();
    }
    JsonObject policy = json.getAsJsonObject("deadLetterPolicy");
    return OptionalInt.of(
        policy.has("maxDeliveryAttempts")
            ? policy.get("maxDeliveryAttempts").getAsInt()
            : FEWEST_ATTEMPTS);
  }

  /** Without a policy the cloud redelivers at once, and slows down as failures go on. */
  Retry retry() {
    Optional<JsonObject> policy = Optional.ofNullable(json.getAsJsonObject("retryPolicy"));
    Duration min = policy.map(p -> duration(p, "minimumBackoff", DEFAULT_MIN)).orElse(MIN_BACKOFF);
    Duration max = policy.map(p -> duration(p, "maximumBackoff", DEFAULT_MAX)).orElse(MAX_BACKOFF);
    return new Retry(min, max, maxAttempts(), Optional.of(retention()));
  }

  Duration retention() {
    return duration(json, "messageRetentionDuration", RETENTION);
  }

  private static Duration duration(JsonObject json, String key, Duration otherwise) {
    Optional<String> text = text(json, key);
    try {
      return text.map(value -> Duration.parse("PT" + value.toUpperCase(java.util.Locale.ROOT)))
          .orElse(otherwise);
    } catch (java.time.format.DateTimeParseException e) {
      throw Errors.invalid("%s is '%s'. Write seconds, like 10s.".formatted(key, text.orElse("")));
    }
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.get(key))
        .filter(value -> !value.isJsonNull())
        .map(value -> value.getAsString());
  }
}
