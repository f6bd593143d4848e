package sluice.local.storage;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/** The index of live objects. Each change is one write: preconditions, object and event. */
final class Objects {

  /** The object a copy or a move reads, and on what conditions. */
  record Source(
      String bucket, String name, Optional<Long> generation, Preconditions preconditions) {}

  private static final String GENERATION = "generation";
  private static final char SEPARATOR = '\0';

  private final Gson gson = new Gson();
  private final Store store;
  private final StoreMap objects;
  private final StoreMap clockwork;
  private final Contents contents;
  private final InstantSource clock;
  private final Finalizations finalizations;

  Objects(Store store, Contents contents, InstantSource clock, Finalizations finalizations) {
    this.store = store;
    this.objects = store.map("storage/objects");
    this.clockwork = store.map("storage/clock");
    this.contents = contents;
    this.clock = clock;
    this.finalizations = finalizations;
  }

  Optional<StoredObject> find(String bucket, String name) {
    return objects.find(key(bucket, name)).map(json -> gson.fromJson(json, StoredObject.class));
  }

  /** The live object, if it is of the generation asked for. */
  StoredObject require(String bucket, String name, Optional<Long> generation) {
    return find(bucket, name)
        .filter(live -> generation.map(asked -> asked == live.generation()).orElse(true))
        .orElseThrow(() -> Errors.noSuchObject(bucket, name));
  }

  ListPage list(String bucket, Listing listing) {
    return listing.walk(
        new Listing.Names() {
          @Override
          public Optional<String> from(String name) {
            return objects
                .ceilingKey(key(bucket, name))
                .filter(key -> key.startsWith(bucket + SEPARATOR))
                .map(key -> key.substring(bucket.length() + 1));
          }

          @Override
          public Optional<StoredObject> find(String name) {
            return Objects.this.find(bucket, name);
          }
        });
  }

  boolean none(String bucket) {
    return !objects.keys(bucket + SEPARATOR).iterator().hasNext();
  }

  /** The files that live objects own. */
  Set<String> files() {
    Set<String> files = new HashSet<>();
    for (String json : objects.values("")) {
      files.add(gson.fromJson(json, StoredObject.class).file());
    }
    return files;
  }

  /** Makes a file an object; of composed ones, {@code components} is positive. */
  StoredObject create(Target target, String file, Digest digest, int components) {
    return store.write(
        () -> {
          Optional<StoredObject> live = find(target.bucket(), target.name());
          target.preconditions().demand(live);
          live.ifPresent(this::discard);
          return finalize(target, file, digest, components);
        });
  }

  /** Copies; {@code target} is made for the source that the write finds. */
  StoredObject copy(Source source, Function<StoredObject, Target> target) {
    return store.write(
        () -> {
          StoredObject from = demand(source);
          Target to = target.apply(from);
          Optional<StoredObject> live = find(to.bucket(), to.name());
          to.preconditions().demand(live);
          live.ifPresent(this::discard);
          return finalize(to, link(from), digest(from), from.components());
        });
  }

  /** Renames within a bucket: at no moment are there both names, or neither. */
  StoredObject move(Source source, String name, Preconditions preconditions) {
    return store.write(
        () -> {
          StoredObject from = demand(source);
          Target to = new Target(source.bucket(), name, from.settings(), preconditions);
          if (name.equals(from.name())) {
            throw Errors.invalid("The source and destination objects are the same.");
          }
          Optional<StoredObject> live = find(to.bucket(), to.name());
          to.preconditions().demand(live);
          live.ifPresent(this::discard);
          objects.remove(key(from.bucket(), from.name()));
          return finalize(to, from.file(), digest(from), from.components());
        });
  }

  void delete(String bucket, String name, Optional<Long> generation, Preconditions demanded) {
    store.write(
        () -> {
          StoredObject live = require(bucket, name, generation);
          demanded.demand(Optional.of(live));
          objects.remove(key(bucket, name));
          discard(live);
        });
  }

  /** Changes what its writer chose; a new metageneration, and no event. */
  StoredObject change(Source source, Function<JsonObject, JsonObject> settings) {
    return store.write(
        () -> {
          StoredObject live = demand(source);
          StoredObject changed =
              live.with(
                  settings.apply(live.settings().deepCopy()), Resources.timestamp(clock.instant()));
          objects.put(key(live.bucket(), live.name()), gson.toJson(changed));
          return changed;
        });
  }

  StoredObject demand(Source source) {
    StoredObject live = require(source.bucket(), source.name(), source.generation());
    source.preconditions().demand(Optional.of(live));
    return live;
  }

  private StoredObject finalize(Target target, String file, Digest digest, int components) {
    String now = Resources.timestamp(clock.instant());
    StoredObject object =
        new StoredObject(
            target.bucket(),
            target.name(),
            nextGeneration(),
            1,
            digest.size(),
            components > 0 ? null : digest.md5Hash(),
            digest.crc32c(),
            components,
            now,
            now,
            target.settings(),
            file);
    objects.put(key(target.bucket(), target.name()), gson.toJson(object));
    finalizations.finalized(target.bucket(), Resources.object(object, Resources.CLOUD));
    return object;
  }

  /** Microseconds, as in the cloud; strictly growing, whatever the clock does. */
  private long nextGeneration() {
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    long last = Long.parseLong(clockwork.find(GENERATION).orElse("0"));
    long next = Math.max(micros, last + 1);
    clockwork.put(GENERATION, Long.toString(next));
    return next;
  }

  private void discard(StoredObject object) {
    store.onceDurable(() -> contents.delete(object.file()));
  }

  private String link(StoredObject object) {
    try {
      return contents.link(object.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Digest digest(StoredObject object) {
    String md5 = object.md5Hash() == null ? "" : object.md5Hash();
    return new Digest(object.size(), md5, object.crc32c());
  }

  private static String key(String bucket, String name) {
    return bucket + SEPARATOR + name;
  }
}
