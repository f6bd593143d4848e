package sluice.testing.day;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import sluice.store.ObjectStore;
import sluice.testing.InMemoryObjectStore;

/** A bucket whose calls take time, and which keeps nothing of what is archived. */
final class SlowStore implements ObjectStore {
  private final InMemoryObjectStore store;
  private final Timeline time;

  SlowStore(InMemoryObjectStore store, Timeline time) {
    this.store = store;
    this.time = time;
  }

  @Override
  public Optional<Entry> find(String name) {
    time.pass(Latencies.OBJECT);
    return store.find(name);
  }

  @Override
  public Optional<Content> read(String name) {
    time.pass(Latencies.READ);
    return store.read(name);
  }

  /** Files are looked into many at a time, too. */
  @Override
  public Optional<InputStream> open(String name, long generation, long from) {
    time.pass(Latencies.READ.dividedBy(Latencies.MOVES_AT_A_TIME));
    return store.open(name, generation, from);
  }

  @Override
  public Children children(String prefix) {
    time.pass(Latencies.PAGE);
    return store.children(prefix);
  }

  @Override
  public List<Entry> list(String prefix, Optional<String> after) {
    time.pass(Latencies.PAGE);
    List<Entry> entries = Sizes.of(prefix, store.list(prefix, after));
    if (entries.size() > Latencies.PAGE_SIZE) {
      time.pass(Latencies.PAGE.multipliedBy((entries.size() - 1) / Latencies.PAGE_SIZE));
    }
    return entries;
  }

  @Override
  public boolean create(String name, String text) {
    time.pass(Latencies.OBJECT);
    return store.create(name, text);
  }

  @Override
  public boolean replace(String name, long generation, String text) {
    time.pass(Latencies.OBJECT);
    return store.replace(name, generation, text);
  }

  /** Moves are made many at a time; here, each one after the other takes its share of that. */
  @Override
  public boolean move(String from, long generation, String to) {
    time.pass(Latencies.MOVE.dividedBy(Latencies.MOVES_AT_A_TIME));
    boolean done = store.move(from, generation, to);
    if (done && to.startsWith("archive/")) {
      store.remove(to);
    }
    return done;
  }

  @Override
  public void delete(String name, long generation) {
    time.pass(Latencies.OBJECT);
    store.delete(name, generation);
  }

  @Override
  public Upload upload(String name) {
    throw new UnsupportedOperationException("a day has no extracts");
  }

  @Override
  public boolean compose(List<String> parts, String to) {
    throw new UnsupportedOperationException("a day has no handovers");
  }

  @Override
  public Optional<Integer> crc32c(String name) {
    throw new UnsupportedOperationException("a day has no handovers");
  }

  @Override
  public String uri(String name) {
    return store.uri(name);
  }
}
