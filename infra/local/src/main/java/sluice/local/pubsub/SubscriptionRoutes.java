package sluice.local.pubsub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sluice.local.delivery.Parcel;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** The API's subscriptions. */
final class SubscriptionRoutes {

  private static final String SUBSCRIPTIONS = "/v1/projects/{project}/subscriptions";
  private static final String SUBSCRIPTION = SUBSCRIPTIONS + "/{subscription}";
  private static final Duration LONGEST_PULL = Duration.ofSeconds(5);
  private static final int MOST_PULLED = 1_000;

  private final Subscriptions subscriptions;

  SubscriptionRoutes(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  Routes routes() {
    return new Routes()
        .on("GET", SUBSCRIPTIONS, this::list)
        .on(
            "PUT",
            SUBSCRIPTION,
            request -> shown(subscriptions.create(name(request), request.json())))
        .on("GET", SUBSCRIPTION, request -> shown(subscriptions.require(name(request))))
        .on("PATCH", SUBSCRIPTION, this::patch)
        .on("DELETE", SUBSCRIPTION, this::delete)
        .on("POST", SUBSCRIPTION + ":pull", this::pull)
        .on("POST", SUBSCRIPTION + ":acknowledge", this::acknowledge)
        .on("POST", SUBSCRIPTION + ":modifyAckDeadline", this::modifyAckDeadline)
        .on("POST", SUBSCRIPTION + ":modifyPushConfig", this::modifyPushConfig);
  }

  private Response list(Request request) {
    JsonArray list = new JsonArray();
    String prefix = "projects/" + request.variable("project") + "/subscriptions/";
    subscriptions.all(prefix).forEach(subscription -> list.add(subscription.json()));
    JsonObject json = new JsonObject();
    json.add("subscriptions", list);
    return Response.json(200, json.toString());
  }

  private Response patch(Request request) throws IOException {
    JsonObject body = request.json();
    JsonObject values = body.has("subscription") ? body.getAsJsonObject("subscription") : body;
    String mask =
        body.has("updateMask")
            ? body.get("updateMask").getAsString()
            : request.parameter("updateMask").orElse(String.join(",", values.keySet()));
    List<String> fields =
        Arrays.stream(mask.split(",")).map(SubscriptionRoutes::camel).distinct().toList();
    return shown(subscriptions.change(name(request), values, fields));
  }

  private Response delete(Request request) {
    subscriptions.delete(name(request));
    return Response.json(200, "{}");
  }

  /** Waits a little for a message, unless the client would rather have nothing. */
  private Response pull(Request request) throws IOException {
    JsonObject body = request.json();
    int most = body.has("maxMessages") ? body.get("maxMessages").getAsInt() : 0;
    if (most <= 0) {
      throw Errors.invalid("maxMessages is %d. Ask for at least 1.".formatted(most));
    }
    boolean hurry = body.has("returnImmediately") && body.get("returnImmediately").getAsBoolean();
    List<Parcel> parcels =
        subscriptions.await(
            name(request), Math.min(most, MOST_PULLED), hurry ? Duration.ZERO : LONGEST_PULL);
    boolean counted = subscriptions.require(name(request)).maxAttempts().isPresent();
    JsonArray received = new JsonArray();
    for (Parcel parcel : parcels) {
      JsonObject message = new JsonObject();
      message.addProperty("ackId", parcel.id());
      message.add("message", parcel.content());
      if (counted) {
        message.addProperty("deliveryAttempt", parcel.attempts() + 1);
      }
      received.add(message);
    }
    JsonObject json = new JsonObject();
    if (!received.isEmpty()) {
      json.add("receivedMessages", received);
    }
    return Response.json(200, json.toString());
  }

  private Response acknowledge(Request request) throws IOException {
    subscriptions.acknowledge(name(request), ackIds(request.json()));
    return Response.json(200, "{}");
  }

  private Response modifyAckDeadline(Request request) throws IOException {
    JsonObject body = request.json();
    int seconds = body.has("ackDeadlineSeconds") ? body.get("ackDeadlineSeconds").getAsInt() : 0;
    subscriptions.extend(name(request), ackIds(body), seconds);
    return Response.json(200, "{}");
  }

  private Response modifyPushConfig(Request request) throws IOException {
    subscriptions.change(name(request), request.json(), List.of("pushConfig"));
    return Response.json(200, "{}");
  }

  private static List<String> ackIds(JsonObject body) {
    List<String> ids = new ArrayList<>();
    if (body.has("ackIds")) {
      for (JsonElement id : body.getAsJsonArray("ackIds")) {
        ids.add(id.getAsString());
      }
    }
    if (ids.isEmpty()) {
      throw Errors.invalid("No ack ids specified.");
    }
    return ids;
  }

  /** {@code push_config.push_endpoint} names the whole {@code pushConfig}. */
  private static String camel(String path) {
    String[] words = path.strip().split("\\.")[0].split("_");
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }

  private static String name(Request request) {
    return "projects/%s/subscriptions/%s"
        .formatted(request.variable("project"), request.variable("subscription"));
  }

  private static Response shown(Subscription subscription) {
    return Response.json(200, subscription.json().toString());
  }
}
