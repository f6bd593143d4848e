package sluice.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import sluice.UnavailableException;
import sluice.store.ObjectStore;

/**
 * A bucket in memory, with the preconditions of Cloud Storage. Besides the port it lets a test do
 * what anybody with access to the bucket may do: put an object, overwrite it, take it away.
 */
public final class InMemoryObjectStore implements ObjectStore {

  private static final String BUCKET = "gs://test/";

  private final InstantSource clock;
  private final TreeMap<String, Stored> objects = new TreeMap<>();
  private long generations = 1_000;

  public InMemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  private static final class Stored {
    private final byte[] bytes;
    private final long generation;
    private final Instant updated;

    Stored(byte[] bytes, long generation, Instant updated) {
      this.bytes = bytes;
      this.generation = generation;
      this.updated = updated;
    }

    Content content() {
      return new Content(new String(bytes, StandardCharsets.UTF_8), generation);
    }

    Entry entry(String name) {
      return new Entry(name, generation, bytes.length, updated);
    }
  }

  @Override
  public synchronized Optional<Entry> find(String name) {
    return Optional.ofNullable(objects.get(name)).map(stored -> stored.entry(name));
  }

  @Override
  public synchronized Optional<Content> read(String name) {
    return Optional.ofNullable(objects.get(name)).map(Stored::content);
  }

  /** The content of an object that is no text. */
  public synchronized Optional<byte[]> bytes(String name) {
    return Optional.ofNullable(objects.get(name)).map(stored -> stored.bytes.clone());
  }

  @Override
  public synchronized Optional<InputStream> open(String name, long generation, long from) {
    if (!isAt(name, generation)) {
      return Optional.empty();
    }
    byte[] bytes = Objects.requireNonNull(objects.get(name)).bytes;
    int start = (int) Math.min(from, bytes.length);
    return Optional.of(new ByteArrayInputStream(bytes, start, bytes.length - start));
  }

  @Override
  public synchronized List<Entry> list(String prefix, Optional<String> after) {
    boolean skips = after.filter(last -> last.compareTo(prefix) >= 0).isPresent();
    List<Entry> entries = new ArrayList<>();
    // No stream: to begin, it would count everything behind the prefix.
    for (Map.Entry<String, Stored> object :
        objects.tailMap(skips ? after.get() : prefix, !skips).entrySet()) {
      if (!object.getKey().startsWith(prefix)) {
        break;
      }
      entries.add(object.getValue().entry(object.getKey()));
    }
    return entries;
  }

  @Override
  public synchronized Children children(String prefix) {
    List<Entry> direct = new ArrayList<>();
    TreeSet<String> folders = new TreeSet<>();
    for (Entry entry : list(prefix, Optional.empty())) {
      int slash = entry.name().indexOf('/', prefix.length());
      if (slash < 0) {
        direct.add(entry);
      } else {
        folders.add(entry.name().substring(0, slash + 1));
      }
    }
    return new Children(direct, List.copyOf(folders));
  }

  @Override
  public synchronized boolean create(String name, String text) {
    if (objects.containsKey(name)) {
      return false;
    }
    put(name, text);
    return true;
  }

  @Override
  public synchronized boolean replace(String name, long generation, String text) {
    if (!isAt(name, generation)) {
      return false;
    }
    put(name, text);
    return true;
  }

  @Override
  public synchronized boolean move(String from, long generation, String to) {
    Stored stored = objects.get(from);
    if (stored == null || stored.generation != generation || objects.containsKey(to)) {
      return false;
    }
    objects.remove(from);
    put(to, stored.bytes);
    return true;
  }

  @Override
  public synchronized void delete(String name, long generation) {
    if (isAt(name, generation)) {
      objects.remove(name);
    }
  }

  @Override
  public Upload upload(String name) {
    return new InMemoryUpload(name);
  }

  @Override
  public synchronized boolean compose(List<String> parts, String to) {
    if (objects.containsKey(to) || !objects.keySet().containsAll(parts)) {
      return false;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String part : parts) {
      Optional.ofNullable(objects.get(part)).ifPresent(stored -> all.writeBytes(stored.bytes));
    }
    put(to, all.toByteArray());
    return true;
  }

  @Override
  public synchronized Optional<Integer> crc32c(String name) {
    return Optional.ofNullable(objects.get(name))
        .map(
            stored -> {
              CRC32C check = new CRC32C();
              check.update(stored.bytes);
              return (int) check.getValue();
            });
  }

  @Override
  public String uri(String name) {
    return BUCKET + name;
  }

  /** The object at an address that {@link #uri} gave; as the warehouse reads it. */
  Optional<Content> readUri(String uri) {
    return read(uri.substring(BUCKET.length()));
  }

  /** Writes an object as anybody does, over whatever is there; its generation. */
  public long put(String name, String text) {
    return put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes an object away as anybody does, if it is there. */
  public synchronized void remove(String name) {
    objects.remove(name);
  }

  /** The names under a prefix, sorted. */
  public List<String> names(String prefix) {
    return list(prefix, Optional.empty()).stream().map(Entry::name).toList();
  }

  /** The text of every object under a prefix, by name. */
  public synchronized Map<String, String> texts(String prefix) {
    Map<String, String> texts = new TreeMap<>();
    for (String name : names(prefix)) {
      read(name).ifPresent(content -> texts.put(name, content.text()));
    }
    return texts;
  }

  /** Writes an object as anybody does, over whatever is there; its generation. */
  public synchronized long put(String name, byte[] bytes) {
    generations++;
    objects.put(name, new Stored(bytes, generations, clock.instant()));
    return generations;
  }

  private synchronized void createFromUpload(String name, byte[] bytes) {
    if (objects.containsKey(name)) {
      throw new UnavailableException(
          "writing %s%s met an object of that name. It will be looked at again."
              .formatted(BUCKET, name));
    }
    put(name, bytes);
  }

  private boolean isAt(String name, long generation) {
    Stored stored = objects.get(name);
    return stored != null && stored.generation == generation;
  }

  private final class InMemoryUpload extends Upload {
    private final String name;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    InMemoryUpload(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public void write(byte[] more, int from, int count) {
      bytes.write(more, from, count);
    }

    @Override
    public void abort() {
      ended = true;
    }

    @Override
    public void close() {
      if (!ended) {
        ended = true;
        createFromUpload(name, bytes.toByteArray());
      }
    }
  }
}
