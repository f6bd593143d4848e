package sluice.local.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/** The buckets, and what the API does with them. */
final class Buckets {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  private final Store store;
  private final StoreMap buckets;
  private final InstantSource clock;
  private final Predicate<String> empty;

  /**
   * @param empty whether a bucket holds no object
   */
  Buckets(Store store, InstantSource clock, Predicate<String> empty) {
    this.store = store;
    this.buckets = store.map("storage/buckets");
    this.clock = clock;
    this.empty = empty;
  }

  Routes routes() {
    return new Routes()
        .on("POST", "/storage/v1/b", request -> answer(insert(request.json()), request))
        .on("GET", "/storage/v1/b", this::list)
        .on("GET", "/storage/v1/b/{bucket}", request -> answer(find(request), request))
        .on("PATCH", "/storage/v1/b/{bucket}", request -> answer(patch(request), request))
        .on("PUT", "/storage/v1/b/{bucket}", request -> answer(patch(request), request))
        .on("DELETE", "/storage/v1/b/{bucket}", this::delete)
        .on("GET", "/storage/v1/b/{bucket}/storageLayout", this::layout)
        .on("GET", "/storage/v1/b/{bucket}/iam", this::policy);
  }

  boolean exists(String bucket) {
    return buckets.contains(bucket);
  }

  JsonObject insert(JsonObject asked) {
    if (!asked.has("name")) {
      throw Errors.required("name");
    }
    String name = asked.get("name").getAsString();
    if (!NAME.matcher(name).matches()) {
      throw Errors.invalid("Invalid bucket name: '%s'".formatted(name));
    }
    return store.write(
        () -> {
          if (exists(name)) {
            throw Errors.conflict(
                "Your previous request to create the named bucket succeeded and you already own"
                    + " it.");
          }
          String now = Resources.timestamp(clock.instant());
          JsonObject bucket = new JsonObject();
          bucket.addProperty("kind", "storage#bucket");
          bucket.addProperty("id", name);
          bucket.addProperty("projectNumber", "1");
          bucket.addProperty("location", "US");
          bucket.addProperty("locationType", "multi-region");
          bucket.addProperty("storageClass", "STANDARD");
          bucket.addProperty("timeCreated", now);
          merge(bucket, asked);
          return put(bucket, name, 1, now);
        });
  }

  private JsonObject patch(Request request) throws java.io.IOException {
    JsonObject patch = request.json();
    return store.write(
        () -> {
          JsonObject bucket = find(request);
          merge(bucket, patch);
          return put(
              bucket,
              request.variable("bucket"),
              bucket.get("metageneration").getAsLong() + 1,
              Resources.timestamp(clock.instant()));
        });
  }

  private JsonObject put(JsonObject bucket, String name, long metageneration, String now) {
    bucket.addProperty("name", name);
    bucket.addProperty("metageneration", Long.toString(metageneration));
    bucket.addProperty("updated", now);
    bucket.addProperty("etag", "CA" + (char) ('A' + metageneration % 26) + "=");
    buckets.put(name, bucket.toString());
    return bucket;
  }

  private JsonObject find(Request request) {
    JsonObject bucket =
        buckets
            .find(request.variable("bucket"))
            .map(json -> JsonParser.parseString(json).getAsJsonObject())
            .orElseThrow(Errors::noSuchBucket);
    long metageneration = bucket.get("metageneration").getAsLong();
    Optional<Long> demanded = Preconditions.number(request::parameter, "ifMetagenerationMatch");
    if (demanded.isPresent() && demanded.get() != metageneration) {
      throw Errors.conditionNotMet();
    }
    return bucket;
  }

  private Response list(Request request) {
    String prefix = request.parameter("prefix").orElse("");
    JsonArray items = new JsonArray();
    for (String bucket : buckets.values(prefix)) {
      items.add(shown(JsonParser.parseString(bucket).getAsJsonObject(), request));
    }
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#buckets");
    json.add("items", items);
    return Response.json(200, json.toString());
  }

  private Response delete(Request request) {
    store.write(
        () -> {
          find(request);
          String name = request.variable("bucket");
          if (!empty.test(name)) {
            throw Errors.conflict("The bucket you tried to delete is not empty.");
          }
          buckets.remove(name);
        });
    return Response.empty(204);
  }

  private Response layout(Request request) {
    JsonObject bucket = find(request);
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#storageLayout");
    json.add("bucket", bucket.get("name"));
    json.add("location", bucket.get("location"));
    json.add("locationType", bucket.get("locationType"));
    JsonObject hierarchical = new JsonObject();
    hierarchical.addProperty("enabled", false);
    json.add("hierarchicalNamespace", hierarchical);
    return Response.json(200, json.toString());
  }

  private Response policy(Request request) {
    find(request);
    return Response.json(200, "{\"kind\":\"storage#policy\",\"version\":1,\"bindings\":[]}");
  }

  private static Response answer(JsonObject bucket, Request request) {
    return Response.json(200, shown(bucket, request).toString());
  }

  private static JsonObject shown(JsonObject bucket, Request request) {
    JsonObject shown = bucket.deepCopy();
    shown.addProperty(
        "selfLink", request.base() + "/storage/v1/b/" + bucket.get("name").getAsString());
    return shown;
  }

  private static void merge(JsonObject target, JsonObject patch) {
    for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
      if (entry.getValue().isJsonNull()) {
        target.remove(entry.getKey());
      } else {
        target.add(entry.getKey(), entry.getValue());
      }
    }
  }
}
