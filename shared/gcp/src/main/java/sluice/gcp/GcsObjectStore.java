package sluice.gcp;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.MoveBlobRequest;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.store.ObjectStore;

/** The objects of one Cloud Storage bucket. */
public final class GcsObjectStore implements ObjectStore {

  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  /** How often an object is read anew that others replace at the same time. */
  private static final int MOST_READINGS = 10;

  /** One upload buffers one chunk. */
  private static final int CHUNK_BYTES = 4 << 20;

  /** One download buffers so much. */
  private static final int READ_BYTES = 1 << 18;

  private final Storage storage;
  private final String bucket;

  public GcsObjectStore(Storage storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  @Override
  public Optional<Entry> find(String name) {
    return call(
        "looking at " + uri(name),
        () -> Optional.ofNullable(storage.get(id(name))).map(GcsObjectStore::entry));
  }

  @Override
  public Optional<Content> read(String name) {
    return call("reading " + uri(name), () -> content(name));
  }

  /** Text and generation belong together, so an object replaced between two calls is read anew. */
  private Optional<Content> content(String name) {
    for (int reading = 1; ; reading++) {
      Blob blob = storage.get(id(name));
      if (blob == null) {
        return Optional.empty();
      }
      try {
        byte[] bytes =
            storage.readAllBytes(id(name), BlobSourceOption.generationMatch(blob.getGeneration()));
        return Optional.of(
            new Content(new String(bytes, StandardCharsets.UTF_8), blob.getGeneration()));
      } catch (StorageException e) {
        boolean replaced = e.getCode() == PRECONDITION_FAILED || e.getCode() == NOT_FOUND;
        if (!replaced || reading == MOST_READINGS) {
          throw e;
        }
      }
    }
  }

  /** The first bytes are read at once, since only reading shows whether the object is there. */
  @Override
  public Optional<InputStream> open(String name, long generation, long from) {
    ReadChannel channel = storage.reader(BlobId.of(bucket, name, generation));
    try {
      channel.setChunkSize(READ_BYTES);
      channel.seek(from);
      byte[] first = new byte[READ_BYTES];
      GcsDownload rest = new GcsDownload(channel, uri(name));
      int count = rest.readNBytes(first, 0, first.length);
      return Optional.of(new SequenceInputStream(new ByteArrayInputStream(first, 0, count), rest));
    } catch (RejectedException e) {
      channel.close();
      if (e.getCause() instanceof StorageException cause && cause.getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      channel.close();
      throw new UnavailableException(
          "Reading %s was cut. It will be tried again.".formatted(uri(name)), e);
    }
  }

  @Override
  public List<Entry> list(String prefix, Optional<String> after) {
    List<BlobListOption> options = new ArrayList<>();
    options.add(BlobListOption.prefix(prefix));
    options.add(
        BlobListOption.fields(
            BlobField.NAME, BlobField.GENERATION, BlobField.SIZE, BlobField.UPDATED));
    after.ifPresent(name -> options.add(BlobListOption.startOffset(name)));
    return call(
        "listing " + uri(prefix),
        () -> {
          List<Entry> entries = new ArrayList<>();
          for (Blob blob :
              storage.list(bucket, options.toArray(BlobListOption[]::new)).iterateAll()) {
            if (!after.equals(Optional.of(blob.getName()))) {
              entries.add(entry(blob));
            }
          }
          return entries;
        });
  }

  @Override
  public Children children(String prefix) {
    return call(
        "listing " + uri(prefix),
        () -> {
          List<Entry> objects = new ArrayList<>();
          List<String> folders = new ArrayList<>();
          for (Blob blob :
              storage
                  .list(bucket, BlobListOption.prefix(prefix), BlobListOption.currentDirectory())
                  .iterateAll()) {
            if (blob.isDirectory()) {
              folders.add(blob.getName());
            } else {
              objects.add(entry(blob));
            }
          }
          return new Children(objects, folders);
        });
  }

  @Override
  public boolean create(String name, String text) {
    return write(name, text, BlobTargetOption.doesNotExist());
  }

  @Override
  public boolean replace(String name, long generation, String text) {
    return write(name, text, BlobTargetOption.generationMatch(generation));
  }

  private boolean write(String name, String text, BlobTargetOption precondition) {
    BlobInfo blob = BlobInfo.newBuilder(id(name)).setContentType("application/json").build();
    return holds(
        "writing " + uri(name),
        () -> storage.create(blob, text.getBytes(StandardCharsets.UTF_8), precondition));
  }

  @Override
  public boolean move(String from, long generation, String to) {
    return holds(
        "moving %s to %s".formatted(uri(from), uri(to)),
        () ->
            storage.moveBlob(
                MoveBlobRequest.newBuilder()
                    .setSource(id(from))
                    .setSourceOptions(BlobSourceOption.generationMatch(generation))
                    .setTarget(id(to))
                    .setTargetOptions(BlobTargetOption.doesNotExist())
                    .build()));
  }

  @Override
  public void delete(String name, long generation) {
    holds(
        "deleting " + uri(name),
        () -> storage.delete(id(name), BlobSourceOption.generationMatch(generation)));
  }

  @Override
  public Upload upload(String name) {
    BlobInfo blob =
        BlobInfo.newBuilder(id(name)).setContentType("application/octet-stream").build();
    return call(
        "writing " + uri(name),
        () -> {
          WriteChannel channel = storage.writer(blob, BlobWriteOption.doesNotExist());
          channel.setChunkSize(CHUNK_BYTES);
          return new GcsUpload(channel, uri(name));
        });
  }

  @Override
  public boolean compose(List<String> parts, String to) {
    BlobInfo blob = BlobInfo.newBuilder(id(to)).setContentType("application/octet-stream").build();
    return holds(
        "composing " + uri(to),
        () ->
            storage.compose(
                Storage.ComposeRequest.newBuilder()
                    .addSource(parts)
                    .setTarget(blob)
                    .setTargetOptions(BlobTargetOption.doesNotExist())
                    .build()));
  }

  @Override
  public Optional<Integer> crc32c(String name) {
    return call(
        "looking at " + uri(name),
        () ->
            Optional.ofNullable(storage.get(id(name)))
                .map(Blob::getCrc32c)
                .map(text -> ByteBuffer.wrap(Base64.getDecoder().decode(text)).getInt()));
  }

  @Override
  public String uri(String name) {
    return "gs://" + bucket + "/" + name;
  }

  private BlobId id(String name) {
    return BlobId.of(bucket, name);
  }

  private static Entry entry(Blob blob) {
    @Nullable Long size = blob.getSize();
    @Nullable OffsetDateTime updated = blob.getUpdateTimeOffsetDateTime();
    return new Entry(
        blob.getName(),
        blob.getGeneration(),
        size == null ? 0 : size,
        updated == null ? Instant.EPOCH : updated.toInstant());
  }

  /** Does what has a precondition; whether the precondition held. */
  private static boolean holds(String doing, Runnable effect) {
    try {
      effect.run();
      return true;
    } catch (StorageException e) {
      if (e.getCode() == PRECONDITION_FAILED || e.getCode() == NOT_FOUND) {
        return false;
      }
      throw Failures.of(e, doing);
    }
  }

  /** Reads; an object that went between two calls is as if it had changed: look again later. */
  private static <T> T call(String doing, Supplier<T> read) {
    try {
      return read.get();
    } catch (StorageException e) {
      if (e.getCode() == PRECONDITION_FAILED) {
        throw new UnavailableException(
            doing + " met a newer generation. It will be looked at again.", e);
      }
      throw Failures.of(e, doing);
    }
  }
}
