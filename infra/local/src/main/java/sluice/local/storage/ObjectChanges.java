package sluice.local.storage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** Requests that change objects without sending bytes. */
final class ObjectChanges {

  private static final String OBJECT = "/storage/v1/b/{bucket}/o/{object}";
  private static final int MOST_COMPONENTS = 32;

  private final Buckets buckets;
  private final Objects objects;
  private final Contents contents;

  ObjectChanges(Buckets buckets, Objects objects, Contents contents) {
    this.buckets = buckets;
    this.objects = objects;
    this.contents = contents;
  }

  Routes routes() {
    return new Routes()
        .on("GET", "/storage/v1/b/{bucket}/o", this::list)
        .on("PATCH", OBJECT, this::patch)
        .on("PUT", OBJECT, this::update)
        .on("DELETE", OBJECT, this::delete)
        .on("POST", OBJECT + "/compose", this::compose)
        .on("POST", OBJECT + "/moveTo/o/{name}", this::move)
        .on("POST", OBJECT + "/copyTo/b/{toBucket}/o/{name}", this::copyTo)
        .on("POST", OBJECT + "/rewriteTo/b/{toBucket}/o/{name}", this::rewrite);
  }

  private Response list(Request request) {
    ListPage page = objects.list(existing(request, "bucket"), Listing.of(request::parameter));
    return Response.json(200, Resources.list(page, request.base()).toString());
  }

  private Response patch(Request request) throws IOException {
    JsonObject patch = request.json();
    return shown(objects.change(source(request), old -> Settings.patched(old, patch)), request);
  }

  private Response update(Request request) throws IOException {
    JsonObject resource = request.json();
    return shown(objects.change(source(request), old -> Settings.of(resource)), request);
  }

  private Response delete(Request request) {
    objects.delete(
        existing(request, "bucket"),
        request.variable("object"),
        Preconditions.number(request::parameter, "generation"),
        Preconditions.of(request::parameter));
    return Response.empty(204);
  }

  private Response move(Request request) {
    Objects.Source source =
        new Objects.Source(
            existing(request, "bucket"),
            request.variable("object"),
            Optional.empty(),
            Preconditions.ofSource(request::parameter));
    StoredObject moved =
        objects.move(source, request.variable("name"), Preconditions.of(request::parameter));
    return shown(moved, request);
  }

  private Response copyTo(Request request) throws IOException {
    return shown(copy(request), request);
  }

  /** Always done in one call, whatever the size: a link costs nothing. */
  private Response rewrite(Request request) throws IOException {
    StoredObject copy = copy(request);
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#rewriteResponse");
    json.addProperty("totalBytesRewritten", Long.toString(copy.size()));
    json.addProperty("objectSize", Long.toString(copy.size()));
    json.addProperty("done", true);
    json.add("resource", Resources.object(copy, request.base()));
    return Response.json(200, json.toString());
  }

  private StoredObject copy(Request request) throws IOException {
    JsonObject resource = request.json();
    String bucket = existing(request, "toBucket");
    Objects.Source source =
        new Objects.Source(
            existing(request, "bucket"),
            request.variable("object"),
            Preconditions.number(request::parameter, "sourceGeneration"),
            Preconditions.ofSource(request::parameter));
    return objects.copy(
        source,
        from ->
            new Target(
                bucket,
                request.variable("name"),
                Settings.present(resource) ? Settings.of(resource) : from.settings(),
                Preconditions.of(request::parameter)));
  }

  private Response compose(Request request) throws IOException {
    JsonObject body = request.json();
    List<StoredObject> sources = components(existing(request, "bucket"), body);
    JsonObject resource =
        body.has("destination") ? body.getAsJsonObject("destination") : new JsonObject();
    Target target =
        new Target(
            request.variable("bucket"),
            request.variable("object"),
            Settings.of(resource),
            Preconditions.of(request::parameter));
    String file = contents.concatenate(sources.stream().map(StoredObject::file).toList());
    int count = sources.stream().mapToInt(source -> Math.max(1, source.components())).sum();
    return contents.orDelete(
        file, () -> shown(objects.create(target, file, contents.digest(file), count), request));
  }

  private List<StoredObject> components(String bucket, JsonObject body) {
    if (!body.has("sourceObjects") || body.getAsJsonArray("sourceObjects").isEmpty()) {
      throw Errors.required("sourceObjects");
    }
    if (body.getAsJsonArray("sourceObjects").size() > MOST_COMPONENTS) {
      throw Errors.invalid(
          "The number of source components provided (%d) exceeds the maximum (%d)"
              .formatted(body.getAsJsonArray("sourceObjects").size(), MOST_COMPONENTS));
    }
    List<StoredObject> sources = new ArrayList<>();
    for (JsonElement element : body.getAsJsonArray("sourceObjects")) {
      JsonObject source = element.getAsJsonObject();
      JsonObject conditions =
          source.has("objectPreconditions")
              ? source.getAsJsonObject("objectPreconditions")
              : new JsonObject();
      sources.add(
          objects.demand(
              new Objects.Source(
                  bucket,
                  source.get("name").getAsString(),
                  Preconditions.number(key -> text(source, key), "generation"),
                  Preconditions.of(key -> text(conditions, key)))));
    }
    return sources;
  }

  private Objects.Source source(Request request) {
    return new Objects.Source(
        existing(request, "bucket"),
        request.variable("object"),
        Preconditions.number(request::parameter, "generation"),
        Preconditions.of(request::parameter));
  }

  private String existing(Request request, String variable) {
    String bucket = request.variable(variable);
    if (!buckets.exists(bucket)) {
      throw Errors.noSuchBucket();
    }
    return bucket;
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.get(key)).map(JsonElement::getAsString);
  }

  private static Response shown(StoredObject object, Request request) {
    return Response.json(200, Resources.object(object, request.base()).toString());
  }
}
