package sluice.local.storage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.local.http.Routes;
import sluice.local.store.Store;

/**
 * Cloud Storage: the JSON API for clients, and the same objects for the other services of the local
 * cloud.
 */
public final class CloudStorage {

  private final Contents contents;
  private final Objects objects;
  private final Buckets buckets;
  private final Uploads uploads;

  /**
   * A cloud storage that goes on where it stopped.
   *
   * @param store of the index
   * @param folder of the contents, this service's alone
   * @param finalizations hears of each new object, in the write that makes it
   */
  public CloudStorage(Store store, Path folder, InstantSource clock, Finalizations finalizations) {
    this.contents = new Contents(folder);
    this.objects = new Objects(store, contents, clock, finalizations);
    this.buckets = new Buckets(store, clock, objects::none);
    ResumableUploads resumable = new ResumableUploads(store, objects, contents);
    this.uploads = new Uploads(buckets, objects, contents, resumable);
    Set<String> files = new HashSet<>(objects.files());
    files.addAll(resumable.files());
    contents.keepOnly(files);
  }

  /** The JSON API: {@code /storage/v1}, {@code /upload}, {@code /resumable}, {@code /download}. */
  public Routes routes() {
    Routes routes =
        new Routes()
            .and(new Downloads(buckets, objects, contents).routes())
            .and(uploads.routes())
            .and(new ObjectChanges(buckets, objects, contents).routes())
            .and(buckets.routes());
    return new Routes().and(new Batches(routes).routes()).and(routes);
  }

  /** Makes a bucket, unless there is one. */
  public void createBucket(String name) {
    if (!buckets.exists(name)) {
      JsonObject bucket = new JsonObject();
      bucket.addProperty("name", name);
      buckets.insert(bucket);
    }
  }

  /** The live object of that name. */
  public Optional<StoredObject> find(String bucket, String name) {
    return objects.find(bucket, name);
  }

  /** All live objects whose names start so, in the order of their names. */
  public List<StoredObject> list(String bucket, String prefix) {
    List<StoredObject> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      ListPage page = objects.list(bucket, Listing.all(prefix, next));
      all.addAll(page.objects());
      next = page.next();
    } while (next.isPresent());
    return all;
  }

  /** Where an object's bytes are; gone once the object is overwritten or deleted. */
  public Path content(StoredObject object) {
    return contents.path(object.file());
  }

  /** Uploads an object, or overwrites it. */
  public StoredObject put(String bucket, String name, String contentType, InputStream bytes)
      throws IOException {
    if (!buckets.exists(bucket)) {
      throw Errors.noSuchBucket();
    }
    JsonObject resource = new JsonObject();
    resource.addProperty("contentType", contentType);
    Target target = new Target(bucket, name, Settings.of(resource), Preconditions.NONE);
    String file = contents.fresh();
    return contents.orDelete(
        file,
        () -> {
          contents.append(file, bytes);
          return objects.create(target, file, contents.digest(file), 0);
        });
  }

  /** Deletes the live object of that name. */
  public void delete(String bucket, String name) {
    objects.delete(bucket, name, Optional.empty(), Preconditions.NONE);
  }
}
