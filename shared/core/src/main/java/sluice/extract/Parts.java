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

  Parts(ObjectStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /** Starts a part; numbers start at 1 and no two are the same. */
  public ObjectStore.Upload open(int number) {
    return store.upload(name(number));
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
    return finished.stream().sorted(Comparator.comparing(Commit.Part::name)).toList();
  }

  /** Removes what an extract left that will never be committed. */
  void discard() {
    for (Commit.Part part : all()) {
      store.find(part.name()).ifPresent(at -> store.delete(at.name(), at.generation()));
    }
  }

  private String name(int number) {
    return prefix + "part-%05d.avro".formatted(number);
  }
}
