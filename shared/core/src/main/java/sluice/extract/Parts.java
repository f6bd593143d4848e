package sluice.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sluice.store.ObjectStore;

/**
 * Where one call's extract of one table goes: objects under a name of the call's own, which nobody
 * looks at until a commit names them. Safe for use by several threads.
 */
public final class Parts {

  private final ObjectStore store;
  private final String prefix;
  private final List<Commit.Part> finished = new ArrayList<>();
  private List<Commit.Part> earlier = List.of();
  private int highest;

  Parts(ObjectStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /** Starts a part; numbers start at 1 and no two are the same. */
  public ObjectStore.Upload open(int number) {
    opened(number);
    return store.upload(name(number));
  }

  String prefix() {
    return prefix;
  }

  /** A number above those of all parts that were started. */
  public synchronized int next() {
    return highest + 1;
  }

  private synchronized void opened(int number) {
    highest = Math.max(highest, number);
  }

  /** Puts the parts of earlier calls before these. */
  synchronized void follow(List<Commit.Part> before) {
    earlier = List.copyOf(before);
  }

  /** Notes that a part's upload was closed, with what it holds. */
  public synchronized void finished(int number, long rows, long bytes) {
    finished.add(new Commit.Part(name(number), rows, bytes));
  }

  /** Removes what was written under a number, if it was finished. */
  public void remove(int number) {
    store.find(name(number)).ifPresent(at -> store.delete(at.name(), at.generation()));
  }

  synchronized List<Commit.Part> all() {
    List<Commit.Part> all = new ArrayList<>(earlier);
    all.addAll(own());
    return all;
  }

  private synchronized List<Commit.Part> own() {
    return finished.stream().sorted(Comparator.comparing(Commit.Part::name)).toList();
  }

  /**
   * Removes what this call's extract left that will never be committed. Earlier calls' parts stay:
   * another call's commit may name them.
   */
  void discard() {
    for (Commit.Part part : own()) {
      store.find(part.name()).ifPresent(at -> store.delete(at.name(), at.generation()));
    }
  }

  private String name(int number) {
    return prefix + "part-%05d.avro".formatted(number);
  }
}
