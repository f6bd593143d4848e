package sluice.local.pubsub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.Map;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/** The API's topics. */
final class TopicRoutes {

  private static final String TOPICS = "/v1/projects/{project}/topics";
  private static final String TOPIC = TOPICS + "/{topic}";
  private static final int LARGEST_MESSAGE = 10_000_000;

  private final PubSub pubsub;
  private final StoreMap topics;
  private final Store store;
  private final Subscriptions subscriptions;

  TopicRoutes(PubSub pubsub, StoreMap topics, Store store, Subscriptions subscriptions) {
    this.pubsub = pubsub;
    this.topics = topics;
    this.store = store;
    this.subscriptions = subscriptions;
  }

  Routes routes() {
    return new Routes()
        .on("GET", TOPICS, this::list)
        .on("PUT", TOPIC, this::create)
        .on("GET", TOPIC, request -> Response.json(200, require(request).toString()))
        .on("PATCH", TOPIC, this::patch)
        .on("DELETE", TOPIC, this::delete)
        .on("GET", TOPIC + "/subscriptions", this::subscriptions)
        .on("POST", TOPIC + ":publish", this::publish);
  }

  private Response create(Request request) throws IOException {
    JsonObject resource = request.json();
    String name = name(request);
    resource.addProperty("name", name);
    store.write(
        () -> {
          if (pubsub.exists(name)) {
            throw Errors.alreadyExists(name);
          }
          topics.put(name, resource.toString());
        });
    return Response.json(200, resource.toString());
  }

  private Response patch(Request request) throws IOException {
    JsonObject sent = request.json();
    JsonObject patch = sent.has("topic") ? sent.getAsJsonObject("topic") : sent;
    JsonObject changed =
        store.write(
            () -> {
              JsonObject topic = require(request);
              for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
                topic.add(entry.getKey(), entry.getValue());
              }
              topic.addProperty("name", name(request));
              topics.put(name(request), topic.toString());
              return topic;
            });
    return Response.json(200, changed.toString());
  }

  private Response delete(Request request) {
    store.write(
        () -> {
          require(request);
          topics.remove(name(request));
          subscriptions.orphan(name(request));
        });
    return Response.json(200, "{}");
  }

  private Response list(Request request) {
    String prefix = "projects/" + request.variable("project") + "/topics/";
    JsonArray list = new JsonArray();
    topics.values(prefix).forEach(json -> list.add(JsonParser.parseString(json)));
    return wrapped("topics", list);
  }

  private Response subscriptions(Request request) {
    require(request);
    JsonArray list = new JsonArray();
    subscriptions.all("").stream()
        .filter(subscription -> subscription.topic().equals(name(request)))
        .forEach(subscription -> list.add(subscription.name()));
    return wrapped("subscriptions", list);
  }

  private Response publish(Request request) throws IOException {
    JsonObject body = request.json();
    if (!body.has("messages") || body.getAsJsonArray("messages").isEmpty()) {
      throw Errors.invalid("The value for message_count is too small. Send at least 1 message.");
    }
    JsonArray ids = new JsonArray();
    store.write(
        () -> {
          for (JsonElement element : body.getAsJsonArray("messages")) {
            check(element.getAsJsonObject());
            ids.add(pubsub.publish(name(request), element.getAsJsonObject()));
          }
        });
    return wrapped("messageIds", ids);
  }

  private static void check(JsonObject message) {
    boolean data = message.has("data") && !message.get("data").getAsString().isEmpty();
    boolean attributes =
        message.has("attributes") && !message.getAsJsonObject("attributes").isEmpty();
    if (!data && !attributes) {
      throw Errors.invalid("Some messages in the batch are empty. Send data or an attribute.");
    }
    if (message.toString().length() > LARGEST_MESSAGE * 4L / 3) {
      throw Errors.invalid("A message is larger than 10000000 bytes. Send a reference instead.");
    }
  }

  private JsonObject require(Request request) {
    return topics
        .find(name(request))
        .map(json -> JsonParser.parseString(json).getAsJsonObject())
        .orElseThrow(() -> Errors.notFound(name(request)));
  }

  private static String name(Request request) {
    return "projects/%s/topics/%s"
        .formatted(request.variable("project"), request.variable("topic"));
  }

  private static Response wrapped(String key, JsonArray list) {
    JsonObject json = new JsonObject();
    json.add(key, list);
    return Response.json(200, json.toString());
  }
}
