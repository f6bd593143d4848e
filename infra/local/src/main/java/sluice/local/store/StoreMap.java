package sluice.local.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** An ordered map of a {@link Store}. Its changes are made within a {@link Store#write}. */
public final class StoreMap {

  private static final int PAGE = 256;

  private final Store store;
  private final String name;

  StoreMap(Store store, String name) {
    this.store = store;
    this.name = name;
  }

  /** The value of a key. */
  public Optional<String> find(String key) {
    return store.view().read(name, key);
  }

  /** Sets a key's value. */
  public void put(String key, String value) {
    store.write(() -> store.view().put(name, key, value));
  }

  /** Removes a key, if it is there. */
  public void remove(String key) {
    store.write(() -> store.view().remove(name, key));
  }

  /** The first key that is not before that one. */
  public Optional<String> ceilingKey(String key) {
    return store.view().from(name, key, 1).stream().findFirst();
  }

  /** Whether there is such a key. */
  public boolean contains(String key) {
    return find(key).isPresent();
  }

  /** The keys that begin so, in order; pages of them are read as one goes on. */
  public Iterable<String> keys(String prefix) {
    return () -> new Keys(prefix, store.view().from(name, prefix, PAGE));
  }

  /** The values of the keys that begin so, in the keys' order. */
  public List<String> values(String prefix) {
    List<String> values = new ArrayList<>();
    keys(prefix).forEach(key -> find(key).ifPresent(values::add));
    return values;
  }

  private final class Keys implements Iterator<String> {
    private final String prefix;
    private List<String> page;
    private int next;

    private Keys(String prefix, List<String> page) {
      this.prefix = prefix;
      this.page = page;
    }

    @Override
    public boolean hasNext() {
      if (next == page.size() && next == PAGE) {
        page = store.view().behind(name, page.get(next - 1), PAGE);
        next = 0;
      }
      return next < page.size() && page.get(next).startsWith(prefix);
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.get(next++);
    }
  }
}
