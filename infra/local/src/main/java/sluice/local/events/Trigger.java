package sluice.local.events;

import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.local.delivery.Retry;

/**
 * Which events go where.
 *
 * @param type {@link #FINALIZED} or {@link #PUBLISHED}
 * @param source the bucket's name, or {@code projects/P/topics/T}
 * @param retry how long, and how often, an event that is not answered with a 2xx is sent again
 * @param concurrency events under way at once
 * @param deadline of one delivery
 * @param deadLetters the topic for the events that were given up, {@code projects/P/topics/T}
 */
public record Trigger(
    String name,
    String type,
    String source,
    URI destination,
    Retry retry,
    int concurrency,
    Duration deadline,
    Optional<String> deadLetters) {

  /** An object was uploaded, copied, moved or composed. */
  public static final String FINALIZED = "google.cloud.storage.object.v1.finalized";

  /** A message was published to a topic. */
  public static final String PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";

  private static final Duration MIN_BACKOFF = Duration.ofSeconds(10);
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(10);
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final Duration DEADLINE = Duration.ofMinutes(9);
  private static final int CONCURRENCY = 16;

  public Trigger {
    if (!type.equals(FINALIZED) && !type.equals(PUBLISHED)) {
      throw new IllegalArgumentException(
          "trigger '%s': type is '%s'. Write %s or %s."
              .formatted(name, type, FINALIZED, PUBLISHED));
    }
  }

  /** The objects of a bucket, with the cloud's own limits. */
  public static Trigger onFinalized(String name, String bucket, URI destination) {
    return of(name, FINALIZED, bucket, destination);
  }

  /** The messages of a topic, with the cloud's own limits. */
  public static Trigger onPublished(String name, String topic, URI destination) {
    return of(name, PUBLISHED, topic, destination);
  }

  private static Trigger of(String name, String type, String source, URI destination) {
    return new Trigger(
        name,
        type,
        source,
        destination,
        new Retry(MIN_BACKOFF, MAX_BACKOFF, OptionalInt.empty(), Optional.of(WINDOW)),
        CONCURRENCY,
        DEADLINE,
        Optional.empty());
  }

  /** The same, retried so. */
  public Trigger withRetry(Duration minBackoff, Duration maxBackoff, Duration window) {
    Retry newRetry = new Retry(minBackoff, maxBackoff, OptionalInt.empty(), Optional.of(window));
    return new Trigger(
        name, type, source, destination, newRetry, concurrency, deadline, deadLetters);
  }

  /** The same, with so many events under way at once. */
  public Trigger withConcurrency(int most) {
    return new Trigger(name, type, source, destination, retry, most, deadline, deadLetters);
  }

  /** The same, with so long for each delivery. */
  public Trigger withDeadline(Duration longest) {
    return new Trigger(name, type, source, destination, retry, concurrency, longest, deadLetters);
  }

  /** The same, with a topic for what is given up. */
  public Trigger withDeadLetters(String topic) {
    return new Trigger(
        name, type, source, destination, retry, concurrency, deadline, Optional.of(topic));
  }

  String queue() {
    return queue(name);
  }

  static String queue(String name) {
    return "event/" + name;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.addProperty("type", type);
    json.addProperty("source", source);
    json.addProperty("destination", destination.toString());
    json.addProperty("minBackoff", retry.minBackoff().toString());
    json.addProperty("maxBackoff", retry.maxBackoff().toString());
    json.addProperty("window", retry.window().orElse(WINDOW).toString());
    json.addProperty("concurrency", concurrency);
    json.addProperty("deadline", deadline.toString());
    deadLetters.ifPresent(topic -> json.addProperty("deadLetters", topic));
    return json;
  }

  static Trigger parse(JsonObject json) {
    Trigger trigger =
        of(
                json.get("name").getAsString(),
                json.get("type").getAsString(),
                json.get("source").getAsString(),
                URI.create(json.get("destination").getAsString()))
            .withRetry(
                Duration.parse(json.get("minBackoff").getAsString()),
                Duration.parse(json.get("maxBackoff").getAsString()),
                Duration.parse(json.get("window").getAsString()))
            .withConcurrency(json.get("concurrency").getAsInt())
            .withDeadline(Duration.parse(json.get("deadline").getAsString()));
    return json.has("deadLetters")
        ? trigger.withDeadLetters(json.get("deadLetters").getAsString())
        : trigger;
  }
}
