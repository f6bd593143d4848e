package sluice.local.pubsub;

import com.google.gson.JsonObject;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import sluice.local.delivery.Backlog;
import sluice.local.delivery.Courier;
import sluice.local.http.Routes;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/** Pub/Sub: the REST API for clients, and the same topics for the other services. */
public final class PubSub {

  /** Hears of each message, within the write that publishes it. */
  @FunctionalInterface
  public interface Listener {
    void published(String topic, JsonObject message);
  }

  private static final String LAST_ID = "last-id";

  private final Store store;
  private final StoreMap topics;
  private final StoreMap ids;
  private final InstantSource clock;
  private final Subscriptions subscriptions;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** The topics and subscriptions in the store, at work again. */
  public PubSub(Store store, Backlog backlog, Courier courier, InstantSource clock) {
    this.store = store;
    this.topics = store.map("pubsub/topics");
    this.ids = store.map("pubsub/ids");
    this.clock = clock;
    this.subscriptions =
        new Subscriptions(store, backlog, courier, clock, this::exists, this::publishIfThere);
  }

  /** {@code /v1/projects/P/topics} and {@code /v1/projects/P/subscriptions}. */
  public Routes routes() {
    return new Routes()
        .and(new TopicRoutes(this, topics, store, subscriptions).routes())
        .and(new SubscriptionRoutes(subscriptions).routes());
  }

  /** Tells of every message from now on. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** Makes a topic, {@code projects/P/topics/T}, unless there is one. */
  public void createTopic(String topic) {
    store.write(
        () -> {
          if (!exists(topic)) {
            JsonObject resource = new JsonObject();
            resource.addProperty("name", topic);
            topics.put(topic, resource.toString());
          }
        });
  }

  /**
   * Publishes a message.
   *
   * @return its id
   */
  public String publish(String topic, byte[] data, Map<String, String> attributes) {
    JsonObject message = new JsonObject();
    message.addProperty("data", Base64.getEncoder().encodeToString(data));
    JsonObject named = new JsonObject();
    attributes.forEach(named::addProperty);
    message.add("attributes", named);
    return store.write(() -> publish(topic, message));
  }

  /** Publishes a message, unless the topic is gone; says whether it was there. */
  public boolean publishIfThere(String topic, byte[] data, Map<String, String> attributes) {
    return store.write(
        () -> {
          boolean there = exists(topic);
          if (there) {
            publish(topic, data, attributes);
          }
          return there;
        });
  }

  String publish(String topic, JsonObject sent) {
    if (!exists(topic)) {
      throw Errors.notFound(topic);
    }
    JsonObject message = sent.deepCopy();
    String id = nextId();
    message.addProperty("messageId", id);
    message.addProperty("publishTime", clock.instant().toString());
    subscriptions.accept(topic, message);
    listeners.forEach(listener -> listener.published(topic, message));
    return id;
  }

  boolean exists(String topic) {
    return topics.contains(topic);
  }

  private String nextId() {
    long next = Long.parseLong(ids.find(LAST_ID).orElse("0")) + 1;
    ids.put(LAST_ID, Long.toString(next));
    return Long.toString(next);
  }
}
