package sluice.testing.cost;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sluice.store.ObjectStore;
import sluice.testing.InMemoryObjectStore;

/**
 * A bucket that counts the requests that Cloud Storage's client makes for each call of the port.
 */
final class MeteredStore implements ObjectStore {

  /** Cloud Storage lists so many objects at a time. */
  private static final int PAGE = 1_000;

  private final InMemoryObjectStore store;
  private final Meter meter;
  private final Deque<String> finalized = new ArrayDeque<>();

  MeteredStore(InMemoryObjectStore store, Meter meter) {
    this.store = store;
    this.meter = meter;
  }

  /** Somebody puts a file there, at their own cost. */
  void land(String name, String text) {
    store.put(name, text);
    finalized(name);
  }

  /** The objects that were made, each of which is an event. */
  Deque<String> finalized() {
    return finalized;
  }

  private void finalized(String name) {
    meter.count(Operation.FINALIZED);
    finalized.addLast(name);
  }

  private boolean made(String name, boolean done) {
    meter.count(Operation.CLASS_A);
    if (done) {
      finalized(name);
    }
    return done;
  }

  @Override
  public Optional<Entry> find(String name) {
    meter.count(Operation.CLASS_B);
    return store.find(name);
  }

  /** Where it stands, and then its bytes. */
  @Override
  public Optional<Content> read(String name) {
    Optional<Content> content = store.read(name);
    meter.count(Operation.CLASS_B, content.isPresent() ? 2 : 1);
    return content;
  }

  @Override
  public Optional<InputStream> open(String name, long generation, long from) {
    meter.count(Operation.CLASS_B);
    return store.open(name, generation, from);
  }

  @Override
  public List<Entry> list(String prefix, Optional<String> after) {
    List<Entry> entries = store.list(prefix, after);
    meter.count(Operation.CLASS_A, 1 + Math.max(0, entries.size() - 1) / PAGE);
    return entries;
  }

  @Override
  public Children children(String prefix) {
    meter.count(Operation.CLASS_A);
    return store.children(prefix);
  }

  @Override
  public boolean create(String name, String text) {
    return made(name, store.create(name, text));
  }

  @Override
  public boolean replace(String name, long generation, String text) {
    return made(name, store.replace(name, generation, text));
  }

  @Override
  public boolean move(String from, long generation, String to) {
    return made(to, store.move(from, generation, to));
  }

  @Override
  public void delete(String name, long generation) {
    meter.count(Operation.DELETION);
    store.delete(name, generation);
  }

  @Override
  public Upload upload(String name) {
    Upload upload = store.upload(name);
    return new Upload() {
      @Override
      public void write(int b) throws IOException {
        upload.write(b);
      }

      @Override
      public void abort() {
        upload.abort();
      }

      @Override
      public void close() throws IOException {
        upload.close();
        made(name, true);
      }
    };
  }

  @Override
  public boolean compose(List<String> parts, String to) {
    return made(to, store.compose(parts, to));
  }

  @Override
  public Optional<Integer> crc32c(String name) {
    meter.count(Operation.CLASS_B);
    return store.crc32c(name);
  }

  @Override
  public String uri(String name) {
    return store.uri(name);
  }
}
