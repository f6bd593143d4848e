package sluice.local.logging;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import sluice.local.http.ApiError;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.pubsub.PubSub;
import sluice.local.store.Store;

/** Cloud Logging's REST API: entries and sinks. */
public final class CloudLogging {

  private static final int DEFAULT_PAGE = 50;
  private static final int LARGEST_PAGE = 1_000;

  private final LogStore logs;
  private final Sinks sinks;

  /** Over a log; its sinks are at work from now on. */
  public CloudLogging(Store store, LogStore logs, PubSub pubsub) {
    this.logs = logs;
    this.sinks = new Sinks(store, pubsub);
    this.logs.follow(sinks::publish);
  }

  /** {@code /v2/entries} and {@code /v2/projects/P/sinks}. */
  public Routes routes() {
    return new Routes()
        .on("POST", "/v2/entries:list", this::list)
        .on("POST", "/v2/entries:write", this::write)
        .and(sinks.routes());
  }

  /**
   * Makes a sink, or replaces it.
   *
   * @param destination {@code pubsub.googleapis.com/projects/P/topics/T}
   */
  public void putSink(String project, String name, String destination, String filter) {
    sinks.put(project, name, destination, filter);
  }

  private Response list(Request request) throws IOException {
    JsonObject body = request.json();
    String filter = body.has("filter") ? body.get("filter").getAsString() : "";
    List<Entry> found = logs.entries(parsed(filter));
    Comparator<Entry> order = Comparator.comparing(Entry::timestamp);
    boolean newest =
        body.has("orderBy") && body.get("orderBy").getAsString().strip().endsWith("desc");
    found.sort(newest ? order.reversed() : order);
    int size = body.has("pageSize") ? body.get("pageSize").getAsInt() : DEFAULT_PAGE;
    int page = Math.min(size <= 0 ? DEFAULT_PAGE : size, LARGEST_PAGE);
    int start = Math.min(pageStart(body), found.size());
    int end = Math.min(start + page, found.size());
    JsonArray entries = new JsonArray();
    found.subList(start, end).forEach(entry -> entries.add(entry.json()));
    JsonObject json = new JsonObject();
    json.add("entries", entries);
    if (end < found.size()) {
      json.addProperty("nextPageToken", Integer.toString(end));
    }
    return Response.json(200, json.toString());
  }

  private static int pageStart(JsonObject body) {
    String token = body.has("pageToken") ? body.get("pageToken").getAsString() : "";
    try {
      return token.isEmpty() ? 0 : Math.max(0, Integer.parseInt(token));
    } catch (NumberFormatException e) {
      throw ApiError.canonical(
          400, "INVALID_ARGUMENT", "page_token '%s' is invalid.".formatted(token));
    }
  }

  private Response write(Request request) throws IOException {
    JsonObject body = request.json();
    if (!body.has("entries")) {
      throw ApiError.canonical(400, "INVALID_ARGUMENT", "entries is missing. Send at least one.");
    }
    for (JsonElement element : body.getAsJsonArray("entries")) {
      JsonObject entry = element.getAsJsonObject();
      for (String common : List.of("logName", "resource", "labels")) {
        if (!entry.has(common) && body.has(common)) {
          entry.add(common, body.get(common));
        }
      }
      if (entry.has("timestamp")) {
        Instant unused = checked(entry.get("timestamp").getAsString());
      }
      logs.write(new Entry(entry));
    }
    return Response.json(200, "{}");
  }

  private static Instant checked(String timestamp) {
    try {
      return Comparison.instant(timestamp);
    } catch (FilterException e) {
      throw ApiError.canonical(400, "INVALID_ARGUMENT", String.valueOf(e.getMessage()));
    }
  }

  static LogFilter parsed(String filter) {
    try {
      return LogFilter.parse(filter);
    } catch (FilterException e) {
      throw ApiError.canonical(400, "INVALID_ARGUMENT", String.valueOf(e.getMessage()));
    }
  }
}
