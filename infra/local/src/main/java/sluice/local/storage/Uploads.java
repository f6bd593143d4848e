package sluice.local.storage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** The three ways to upload: as media, as multipart, resumable. */
final class Uploads {

  private static final String PATH = "/upload/storage/v1/b/{bucket}/o";
  private static final String RESUMABLE_PATH = "/resumable/upload/storage/v1/b/{bucket}/o";

  private final Buckets buckets;
  private final Objects objects;
  private final Contents contents;
  private final ResumableUploads resumable;

  Uploads(Buckets buckets, Objects objects, Contents contents, ResumableUploads resumable) {
    this.buckets = buckets;
    this.objects = objects;
    this.contents = contents;
    this.resumable = resumable;
  }

  Routes routes() {
    return new Routes()
        .on("POST", PATH, this::upload)
        .on("PUT", PATH, resumable::resume)
        .on("DELETE", PATH, resumable::cancel)
        .on("POST", RESUMABLE_PATH, this::begin)
        .on("PUT", RESUMABLE_PATH, resumable::resume)
        .on("DELETE", RESUMABLE_PATH, resumable::cancel);
  }

  private Response upload(Request request) throws IOException {
    String type = request.parameter("uploadType").orElseThrow(() -> Errors.required("uploadType"));
    return switch (type) {
      case "media" -> media(request);
      case "multipart" -> multipart(request);
      case "resumable" ->
          request.parameter("upload_id").isPresent() ? resumable.resume(request) : begin(request);
      default -> throw Errors.invalid("Invalid value for uploadType: '%s'".formatted(type));
    };
  }

  private Response media(Request request) throws IOException {
    JsonObject resource = new JsonObject();
    request.parameter("contentEncoding").ifPresent(e -> resource.addProperty("contentEncoding", e));
    Target target = target(request, resource, request.header("content-type"));
    String file = contents.fresh();
    return contents.orDelete(
        file,
        () -> {
          contents.append(file, request.body());
          return finish(request, target, Checksums.of(resource, request), file);
        });
  }

  private Response multipart(Request request) throws IOException {
    Multipart parts =
        Multipart.read(request.header("content-type").orElse(""), request.body(), contents);
    return contents.orDelete(
        parts.file(),
        () -> {
          Target target = target(request, parts.resource(), parts.contentType());
          return finish(request, target, Checksums.of(parts.resource(), request), parts.file());
        });
  }

  private Response begin(Request request) throws IOException {
    JsonObject resource = request.json();
    Target target = target(request, resource, request.header("x-upload-content-type"));
    target.preconditions().demand(objects.find(target.bucket(), target.name()));
    return resumable.begin(request, target, Checksums.of(resource, request));
  }

  private Response finish(Request request, Target target, Checksums expected, String file)
      throws IOException {
    Digest digest = contents.digest(file);
    expected.demand(digest);
    StoredObject created = objects.create(target, file, digest, 0);
    return Response.json(200, Resources.object(created, request.base()).toString());
  }

  /** The resource names the object, or the query does; so too with its content type. */
  private Target target(Request request, JsonObject resource, Optional<String> contentType) {
    String bucket = request.variable("bucket");
    if (!buckets.exists(bucket)) {
      throw Errors.noSuchBucket();
    }
    String named = resource.has("name") ? resource.get("name").getAsString() : "";
    JsonObject settings = Settings.of(resource);
    if (!settings.has("contentType")) {
      contentType.ifPresent(type -> settings.addProperty("contentType", type));
    }
    return new Target(
        bucket,
        request.parameter("name").orElse(named),
        settings,
        Preconditions.of(request::parameter));
  }
}
