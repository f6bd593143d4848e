package sluice.local.logging;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sluice.local.http.ApiError;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.pubsub.PubSub;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/** Sinks: each publishes the entries that pass its filter to a topic. */
final class Sinks {

  private static final String SINKS = "/v2/projects/{project}/sinks";
  private static final String SINK = SINKS + "/{sink}";
  private static final String PUBSUB = "pubsub.googleapis.com/";

  private final Store store;
  private final StoreMap sinks;
  private final PubSub pubsub;
  private final Map<String, LogFilter> filters = new ConcurrentHashMap<>();

  Sinks(Store store, PubSub pubsub) {
    this.store = store;
    this.sinks = store.map("logging/sinks");
    this.pubsub = pubsub;
  }

  Routes routes() {
    return new Routes()
        .on("GET", SINKS, this::list)
        .on("POST", SINKS, this::create)
        .on("GET", SINK, request -> Response.json(200, require(key(request)).toString()))
        .on("PUT", SINK, this::update)
        .on("PATCH", SINK, this::update)
        .on("DELETE", SINK, this::delete);
  }

  void put(String project, String name, String destination, String filter) {
    JsonObject sink = new JsonObject();
    sink.addProperty("name", name);
    sink.addProperty("destination", destination);
    sink.addProperty("filter", filter);
    JsonObject complete = checked(sink, project);
    store.write(() -> sinks.put(project + "/" + name, complete.toString()));
  }

  /** An entry that a sink's own message caused would go around for ever; none does so here. */
  void publish(Entry entry) {
    for (String json : sinks.values("")) {
      JsonObject sink = JsonParser.parseString(json).getAsJsonObject();
      String filter = sink.has("filter") ? sink.get("filter").getAsString() : "";
      if (filters.computeIfAbsent(filter, LogFilter::parse).matches(entry.json())) {
        pubsub.publishIfThere(
            sink.get("destination").getAsString().substring(PUBSUB.length()),
            entry.json().toString().getBytes(StandardCharsets.UTF_8),
            Map.of("logging.googleapis.com/timestamp", entry.timestamp().toString()));
      }
    }
  }

  private Response create(Request request) throws IOException {
    String project = request.variable("project");
    JsonObject sink = checked(request.json(), project);
    String key = project + "/" + sink.get("name").getAsString();
    store.write(
        () -> {
          if (sinks.contains(key)) {
            throw ApiError.canonical(
                409, "ALREADY_EXISTS", "Sink %s already exists".formatted(key));
          }
          sinks.put(key, sink.toString());
        });
    return Response.json(200, sink.toString());
  }

  private Response update(Request request) throws IOException {
    JsonObject changes = request.json();
    JsonObject changed =
        store.write(
            () -> {
              JsonObject sink = require(key(request));
              changes.entrySet().forEach(field -> sink.add(field.getKey(), field.getValue()));
              sink.addProperty("name", request.variable("sink"));
              JsonObject complete = checked(sink, request.variable("project"));
              sinks.put(key(request), complete.toString());
              return complete;
            });
    return Response.json(200, changed.toString());
  }

  private Response delete(Request request) {
    store.write(
        () -> {
          require(key(request));
          sinks.remove(key(request));
        });
    return Response.json(200, "{}");
  }

  private Response list(Request request) {
    String prefix = request.variable("project") + "/";
    List<JsonObject> found = new ArrayList<>();
    sinks.keys(prefix).forEach(key -> found.add(require(key)));
    JsonArray list = new JsonArray();
    found.forEach(list::add);
    JsonObject json = new JsonObject();
    json.add("sinks", list);
    return Response.json(200, json.toString());
  }

  private JsonObject require(String key) {
    return sinks
        .find(key)
        .map(json -> JsonParser.parseString(json).getAsJsonObject())
        .orElseThrow(
            () -> ApiError.canonical(404, "NOT_FOUND", "Sink %s does not exist".formatted(key)));
  }

  private static JsonObject checked(JsonObject sink, String project) {
    if (!sink.has("name") || !sink.has("destination")) {
      throw invalid("a sink needs a name and a destination.");
    }
    String destination = sink.get("destination").getAsString();
    if (!destination.startsWith(PUBSUB)) {
      throw invalid(
          "destination is '%s'. The local cloud has topics alone: write %sprojects/P/topics/T."
              .formatted(destination, PUBSUB));
    }
    if (sink.has("filter")) {
      LogFilter unused = CloudLogging.parsed(sink.get("filter").getAsString());
    }
    JsonObject complete = sink.deepCopy();
    complete.addProperty(
        "writerIdentity", "serviceAccount:service-1@gcp-sa-logging.iam.gserviceaccount.com");
    complete.addProperty(
        "resourceName", "projects/%s/sinks/%s".formatted(project, sink.get("name").getAsString()));
    return complete;
  }

  private static ApiError invalid(String message) {
    return ApiError.canonical(400, "INVALID_ARGUMENT", message);
  }

  private static String key(Request request) {
    return request.variable("project") + "/" + request.variable("sink");
  }
}
