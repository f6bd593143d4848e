package sluice.local.events;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import sluice.local.delivery.Backlog;
import sluice.local.delivery.Channel;
import sluice.local.delivery.Courier;
import sluice.local.delivery.Outcome;
import sluice.local.delivery.Parcel;
import sluice.local.delivery.Post;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.pubsub.PubSub;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/**
 * Sends events to the functions that wait for them, as binary CloudEvents over HTTP, until each is
 * answered with a 2xx or its retry window ends.
 */
public final class Triggers {

  private final Store store;
  private final StoreMap triggers;
  private final Backlog backlog;
  private final Courier courier;
  private final PubSub pubsub;
  private final InstantSource clock;

  /** The triggers in the store, at work again. */
  public Triggers(
      Store store, Backlog backlog, Courier courier, PubSub pubsub, InstantSource clock) {
    this.store = store;
    this.triggers = store.map("events/triggers");
    this.backlog = backlog;
    this.courier = courier;
    this.pubsub = pubsub;
    this.clock = clock;
    pubsub.listen(this::published);
    all().forEach(trigger -> courier.open(channel(trigger)));
  }

  /** {@code GET /_sluice/triggers}: each with the number of its events that wait. */
  public Routes routes() {
    return new Routes()
        .on(
            "GET",
            "/_sluice/triggers",
            request -> {
              JsonArray list = new JsonArray();
              for (Trigger trigger : all()) {
                JsonObject json = trigger.json();
                json.addProperty("waiting", pending(trigger.name()));
                list.add(json);
              }
              JsonObject body = new JsonObject();
              body.add("triggers", list);
              return Response.json(200, body.toString());
            });
  }

  /** Adds a trigger, or replaces the one of that name; what waits for it stays. */
  public void put(Trigger trigger) {
    store.write(() -> triggers.put(trigger.name(), trigger.json().toString()));
    courier.open(channel(trigger));
  }

  /** Removes a trigger, and what waits for it. */
  public void remove(String name) {
    courier.shut(Trigger.queue(name));
    store.write(
        () -> {
          triggers.remove(name);
          backlog.clear(Trigger.queue(name));
        });
  }

  /** How many events wait for a trigger's destination, those under way included. */
  public int pending(String name) {
    return backlog.size(Trigger.queue(name));
  }

  /** All of them, by name. */
  public List<Trigger> all() {
    List<Trigger> all = new ArrayList<>();
    for (String json : triggers.values("")) {
      all.add(Trigger.parse(JsonParser.parseString(json).getAsJsonObject()));
    }
    return all;
  }

  /**
   * An object was finalized; called within the write that makes it.
   *
   * @param object its resource
   */
  public void finalized(String bucket, JsonObject object) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("ce-source", "//storage.googleapis.com/projects/_/buckets/" + bucket);
    attributes.put("ce-subject", headerValue("objects/" + object.get("name").getAsString()));
    attributes.put("ce-time", object.get("updated").getAsString());
    attributes.put("ce-bucket", bucket);
    send(Trigger.FINALIZED, bucket, attributes, trigger -> object);
  }

  private void published(String topic, JsonObject message) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("ce-source", "//pubsub.googleapis.com/" + topic);
    attributes.put("ce-time", message.get("publishTime").getAsString());
    send(Trigger.PUBLISHED, topic, attributes, trigger -> envelope(topic, message, trigger));
  }

  private interface Body {
    JsonObject of(Trigger trigger);
  }

  private void send(String type, String source, Map<String, String> attributes, Body body) {
    for (Trigger trigger : all()) {
      if (trigger.type().equals(type) && trigger.source().equals(source)) {
        JsonObject headers = new JsonObject();
        attributes.forEach(headers::addProperty);
        headers.addProperty("ce-id", UUID.randomUUID().toString());
        headers.addProperty("ce-type", type);
        headers.addProperty("ce-specversion", "1.0");
        headers.addProperty("Content-Type", "application/json");
        JsonObject event = new JsonObject();
        event.add("headers", headers);
        event.add("body", body.of(trigger));
        backlog.add(trigger.queue(), event, clock.instant());
      }
    }
  }

  private static JsonObject envelope(String topic, JsonObject message, Trigger trigger) {
    String project = topic.substring(0, topic.indexOf("/topics/"));
    JsonObject envelope = new JsonObject();
    envelope.add("message", message);
    envelope.addProperty("subscription", project + "/subscriptions/eventarc-" + trigger.name());
    return envelope;
  }

  private Channel channel(Trigger trigger) {
    return new Channel(
        trigger.queue(),
        parcel -> post(trigger, parcel),
        trigger.retry(),
        trigger.concurrency(),
        trigger.deadline(),
        new Channel.Witness() {
          @Override
          public void abandoned(Parcel parcel, Outcome outcome) {
            trigger.deadLetters().ifPresent(topic -> bury(topic, trigger, parcel, outcome));
          }
        });
  }

  private static Post post(Trigger trigger, Parcel parcel) {
    Map<String, String> headers = new TreeMap<>();
    parcel
        .content()
        .getAsJsonObject("headers")
        .entrySet()
        .forEach(header -> headers.put(header.getKey(), header.getValue().getAsString()));
    String body = parcel.content().getAsJsonObject("body").toString();
    return new Post("POST", trigger.destination(), headers, body);
  }

  private void bury(String topic, Trigger trigger, Parcel parcel, Outcome outcome) {
    Map<String, String> attributes = new TreeMap<>();
    parcel
        .content()
        .getAsJsonObject("headers")
        .entrySet()
        .forEach(header -> attributes.put(header.getKey(), header.getValue().getAsString()));
    attributes.put("trigger", trigger.name());
    attributes.put("attempts", Integer.toString(parcel.attempts() + 1));
    attributes.put("status", Integer.toString(outcome.status()));
    String body = parcel.content().getAsJsonObject("body").toString();
    pubsub.publishIfThere(topic, body.getBytes(StandardCharsets.UTF_8), attributes);
  }

  /** As CloudEvents' HTTP binding wants it: printable ASCII, the rest percent-encoded. */
  private static String headerValue(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '"' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b));
      }
    }
    return encoded.toString();
  }
}
