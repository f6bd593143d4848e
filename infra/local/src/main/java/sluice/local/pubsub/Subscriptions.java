package sluice.local.pubsub;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import sluice.local.delivery.Backlog;
import sluice.local.delivery.Channel;
import sluice.local.delivery.Courier;
import sluice.local.delivery.Outcome;
import sluice.local.delivery.Parcel;
import sluice.local.delivery.Post;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/** The subscriptions and what they have not acknowledged. */
final class Subscriptions {

  /** Where a message goes that was tried too often. */
  interface DeadLetters {
    void publish(String topic, byte[] data, Map<String, String> attributes);
  }

  private static final int CONCURRENT_PUSHES = 64;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final String DELETED_TOPIC = "_deleted-topic_";

  private final Store store;
  private final StoreMap subscriptions;
  private final Backlog backlog;
  private final Courier courier;
  private final InstantSource clock;
  private final Predicate<String> topicExists;
  private final DeadLetters deadLetters;

  Subscriptions(
      Store store,
      Backlog backlog,
      Courier courier,
      InstantSource clock,
      Predicate<String> topicExists,
      DeadLetters deadLetters) {
    this.store = store;
    this.subscriptions = store.map("pubsub/subscriptions");
    this.backlog = backlog;
    this.courier = courier;
    this.clock = clock;
    this.topicExists = topicExists;
    this.deadLetters = deadLetters;
    all("").forEach(this::connect);
  }

  Subscription create(String name, JsonObject asked) {
    return store.write(
        () -> {
          if (subscriptions.contains(name)) {
            throw Errors.alreadyExists(name);
          }
          if (!asked.has("topic") || !topicExists.test(asked.get("topic").getAsString())) {
            throw Errors.notFound(asked.has("topic") ? asked.get("topic").getAsString() : "");
          }
          return put(Subscription.of(name, asked));
        });
  }

  /** Replaces the named fields of its resource; an absent value takes a field away. */
  Subscription change(String name, JsonObject values, List<String> fields) {
    return store.write(
        () -> {
          JsonObject json = require(name).json().deepCopy();
          for (String field : fields) {
            json.remove(field);
            if (values.has(field)) {
              json.add(field, values.get(field));
            }
          }
          return put(Subscription.of(name, json));
        });
  }

  void delete(String name) {
    store.write(
        () -> {
          Subscription subscription = require(name);
          subscriptions.remove(name);
          backlog.clear(subscription.queue());
          store.onceDurable(() -> courier.shut(subscription.queue()));
        });
  }

  /** A deleted topic's subscriptions stay, with what they have. */
  void orphan(String topic) {
    for (Subscription subscription : all("")) {
      if (subscription.topic().equals(topic)) {
        JsonObject json = subscription.json().deepCopy();
        json.addProperty("topic", DELETED_TOPIC);
        put(new Subscription(subscription.name(), json));
      }
    }
  }

  Subscription require(String name) {
    return subscriptions
        .find(name)
        .map(json -> new Subscription(name, JsonParser.parseString(json).getAsJsonObject()))
        .orElseThrow(() -> Errors.notFound(name));
  }

  List<Subscription> all(String prefix) {
    List<Subscription> all = new ArrayList<>();
    subscriptions.keys(prefix).forEach(name -> all.add(require(name)));
    return all;
  }

  /** Within the write that publishes. */
  void accept(String topic, JsonObject message) {
    for (Subscription subscription : all("")) {
      if (subscription.topic().equals(topic)) {
        backlog.add(subscription.queue(), message, clock.instant());
      }
    }
  }

  /** Leases messages until the ack deadline. */
  List<Parcel> pull(String name, int atMost) {
    return store.write(
        () -> {
          Subscription subscription = require(name);
          List<Parcel> leased = new ArrayList<>();
          Instant now = clock.instant();
          for (Parcel parcel : backlog.due(subscription.queue(), now, Set.of(), atMost)) {
            if (spent(subscription, parcel, now)) {
              backlog.remove(subscription.queue(), parcel.id());
              bury(subscription, parcel);
            } else {
              backlog.reschedule(
                  subscription.queue(),
                  parcel.id(),
                  now.plus(subscription.ackDeadline()),
                  parcel.attempts() + 1);
              leased.add(parcel);
            }
          }
          return leased;
        });
  }

  /** {@link #pull}, waiting so long for a first message. */
  List<Parcel> await(String name, int atMost, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      long seen = store.writes();
      boolean due = !backlog.due(require(name).queue(), clock.instant(), Set.of(), 1).isEmpty();
      List<Parcel> leased = due ? pull(name, atMost) : List.of();
      long left = end - System.nanoTime();
      if (!leased.isEmpty() || left <= 0) {
        return leased;
      }
      try {
        // A lease that runs out is no write: look now and then.
        store.awaitWriteAfter(seen, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return leased;
      }
    }
  }

  private static boolean spent(Subscription subscription, Parcel parcel, Instant now) {
    boolean late = now.isAfter(parcel.accepted().plus(subscription.retention()));
    return late || parcel.attempts() >= subscription.maxAttempts().orElse(Integer.MAX_VALUE);
  }

  void acknowledge(String name, List<String> ids) {
    store.write(
        () -> {
          Subscription subscription = require(name);
          ids.forEach(id -> backlog.remove(subscription.queue(), id));
        });
  }

  /** A deadline of 0 gives a message back: it is due after its backoff. */
  void extend(String name, List<String> ids, int seconds) {
    store.write(
        () -> {
          Subscription subscription = require(name);
          for (String id : ids) {
            backlog
                .find(subscription.queue(), id)
                .ifPresent(
                    parcel ->
                        backlog.reschedule(
                            subscription.queue(),
                            id,
                            clock
                                .instant()
                                .plusSeconds(seconds)
                                .plus(penalty(subscription, seconds)),
                            parcel.attempts()));
          }
        });
  }

  private static Duration penalty(Subscription subscription, int seconds) {
    boolean given = seconds == 0 && subscription.json().has("retryPolicy");
    return given ? subscription.retry().minBackoff() : Duration.ZERO;
  }

  private Subscription put(Subscription subscription) {
    subscriptions.put(subscription.name(), subscription.json().toString());
    store.onceDurable(() -> connect(subscription));
    return subscription;
  }

  private void connect(Subscription subscription) {
    Optional<String> endpoint = subscription.pushEndpoint();
    if (endpoint.isEmpty()) {
      courier.shut(subscription.queue());
      return;
    }
    URI to = URI.create(endpoint.get());
    courier.open(
        new Channel(
            subscription.queue(),
            parcel -> post(to, subscription, parcel),
            subscription.retry(),
            CONCURRENT_PUSHES,
            subscription.ackDeadline(),
            new Channel.Witness() {
              @Override
              public void abandoned(Parcel parcel, Outcome outcome) {
                bury(subscription, parcel);
              }
            }));
  }

  private static Post post(URI to, Subscription subscription, Parcel parcel) {
    JsonObject envelope = new JsonObject();
    envelope.add("message", parcel.content());
    envelope.addProperty("subscription", subscription.name());
    if (subscription.maxAttempts().isPresent()) {
      envelope.addProperty("deliveryAttempt", parcel.attempts() + 1);
    }
    return new Post("POST", to, Map.of("Content-Type", "application/json"), envelope.toString());
  }

  private void bury(Subscription subscription, Parcel parcel) {
    if (subscription.deadLetterTopic().isEmpty()) {
      return;
    }
    Map<String, String> attributes = new TreeMap<>();
    JsonObject message = parcel.content();
    if (message.has("attributes")) {
      message
          .getAsJsonObject("attributes")
          .entrySet()
          .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().getAsString()));
    }
    String[] parts = subscription.name().split("/");
    attributes.put("CloudPubSubDeadLetterSourceSubscription", parts[parts.length - 1]);
    attributes.put("CloudPubSubDeadLetterSourceSubscriptionProject", parts[1]);
    attributes.put(
        "CloudPubSubDeadLetterSourceDeliveryCount",
        Integer.toString(subscription.maxAttempts().orElse(parcel.attempts())));
    attributes.put(
        "CloudPubSubDeadLetterSourceTopicPublishTime", message.get("publishTime").getAsString());
    String data = message.has("data") ? message.get("data").getAsString() : "";
    deadLetters.publish(
        subscription.deadLetterTopic().get(), Base64.getDecoder().decode(data), attributes);
  }
}
