package sluice.local.storage;

import com.google.common.util.concurrent.Striped;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/**
 * Uploads that outlive their connection, and this process. How far one got is the length of its
 * file.
 *
 * <p>https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
final class ResumableUploads {

  /** Chunks but the last are kept in multiples of this. */
  private static final long QUANTUM = 256 << 10;

  private static final int RESUME_INCOMPLETE = 308;
  private static final int CLIENT_CLOSED = 499;

  /**
   * An upload under way.
   *
   * @param conditions the preconditions, by parameter
   * @param result the object's resource, when it is finished
   */
  private record Session(
      String bucket,
      String name,
      JsonObject settings,
      Map<String, String> conditions,
      @Nullable String crc32c,
      @Nullable String md5Hash,
      String file,
      @Nullable JsonObject result) {

    Target target() {
      return new Target(
          bucket,
          name,
          settings,
          Preconditions.of(parameter -> Optional.ofNullable(conditions.get(parameter))));
    }

    Checksums checksums() {
      return new Checksums(Optional.ofNullable(crc32c), Optional.ofNullable(md5Hash));
    }

    Session finished(JsonObject object) {
      return new Session(bucket, name, settings, conditions, crc32c, md5Hash, file, object);
    }
  }

  private final Gson gson = new Gson();
  private final Striped<Lock> locks = Striped.lock(64);
  private final Store store;
  private final StoreMap sessions;
  private final Objects objects;
  private final Contents contents;

  ResumableUploads(Store store, Objects objects, Contents contents) {
    this.store = store;
    this.sessions = store.map("storage/uploads");
    this.objects = objects;
    this.contents = contents;
  }

  /** The files that uploads under way own. */
  Set<String> files() {
    Set<String> files = new HashSet<>();
    for (String json : sessions.values("")) {
      Session session = gson.fromJson(json, Session.class);
      if (session.result() == null) {
        files.add(session.file());
      }
    }
    return files;
  }

  Response begin(Request request, Target target, Checksums expected) {
    String id = UUID.randomUUID().toString();
    Map<String, String> conditions = new java.util.TreeMap<>();
    request.query().keySet().stream()
        .filter(parameter -> parameter.startsWith("if"))
        .forEach(parameter -> conditions.put(parameter, request.parameter(parameter).orElse("")));
    Session session =
        new Session(
            target.bucket(),
            target.name(),
            target.settings(),
            conditions,
            expected.crc32c().orElse(null),
            expected.md5Hash().orElse(null),
            contents.fresh(),
            null);
    store.write(() -> sessions.put(id, gson.toJson(session)));
    String location =
        "%s%s?uploadType=resumable&upload_id=%s".formatted(request.base(), request.rawPath(), id);
    return Response.empty(200).with("Location", location).with("X-GUploader-UploadID", id);
  }

  Response resume(Request request) throws IOException {
    String id = request.parameter("upload_id").orElseThrow(() -> Errors.required("upload_id"));
    Lock lock = locks.get(id);
    lock.lock();
    try {
      Session session = require(id);
      if (session.result() != null) {
        return Response.json(200, session.result().toString());
      }
      ContentRange range =
          request
              .header("content-range")
              .map(ContentRange::parse)
              .orElseGet(() -> new ContentRange(Optional.of(0L), Optional.empty()));
      receive(session, range, request);
      long received = contents.size(session.file());
      boolean whole = request.header("content-range").isEmpty();
      if (whole || range.total().map(total -> total == received).orElse(false)) {
        return finish(id, session, request);
      }
      return incomplete(session, range);
    } finally {
      lock.unlock();
    }
  }

  Response cancel(Request request) {
    String id = request.parameter("upload_id").orElseThrow(() -> Errors.required("upload_id"));
    Lock lock = locks.get(id);
    lock.lock();
    try {
      Session session = require(id);
      store.write(() -> sessions.remove(id));
      if (session.result() == null) {
        contents.delete(session.file());
      }
      return Response.empty(CLIENT_CLOSED);
    } finally {
      lock.unlock();
    }
  }

  private Session require(String id) {
    return sessions
        .find(id)
        .map(json -> gson.fromJson(json, Session.class))
        .orElseThrow(Errors::noSuchUpload);
  }

  /** Takes the bytes that are new; a chunk sent again begins with some that are not. */
  private void receive(Session session, ContentRange range, Request request) throws IOException {
    if (range.start().isEmpty()) {
      return;
    }
    long have = contents.size(session.file());
    long start = range.start().get();
    if (start > have) {
      throw Errors.invalid(
          "Invalid request. The chunk begins at byte %d, but only %d bytes were received."
              .formatted(start, have));
    }
    try {
      request.body().skipNBytes(have - start);
    } catch (java.io.EOFException e) {
      return;
    }
    contents.append(session.file(), request.body());
  }

  private Response incomplete(Session session, ContentRange range) throws IOException {
    long received = contents.size(session.file());
    if (range.total().isPresent() && received > range.total().get()) {
      throw Errors.invalid(
          "Invalid request. %d bytes were received of an object of %d."
              .formatted(received, range.total().get()));
    }
    long kept = range.start().isPresent() ? received - received % QUANTUM : received;
    if (kept < received) {
      contents.truncate(session.file(), kept);
    }
    Response response = Response.empty(RESUME_INCOMPLETE);
    return kept == 0 ? response : response.with("Range", "bytes=0-" + (kept - 1));
  }

  private Response finish(String id, Session session, Request request) throws IOException {
    if (contents.size(session.file()) == 0) {
      contents.append(session.file(), java.io.InputStream.nullInputStream());
    }
    Digest digest = contents.digest(session.file());
    session.checksums().demand(digest);
    JsonObject result =
        store.write(
            () -> {
              StoredObject created = objects.create(session.target(), session.file(), digest, 0);
              JsonObject resource = Resources.object(created, request.base());
              sessions.put(id, gson.toJson(session.finished(resource)));
              return resource;
            });
    return Response.json(200, result.toString());
  }
}
