package sluice.testing.day;

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

  @Override
  public List<Entry> list(String prefix, Optional<String> after) {
    time.pass(Latencies.PAGE);
    List<Entry> entries = store.list(prefix, after);
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

  @Override
  public boolean move(String from, long generation, String to) {
    return move(List.of(new Move(from, generation, to))).get(0);
  }

  @Override
  public List<Boolean> move(List<Move> moves) {
    int rounds = (moves.size() + Latencies.MOVES_AT_A_TIME - 1) / Latencies.MOVES_AT_A_TIME;
    time.pass(Latencies.MOVE.multipliedBy(rounds));
    return moves.stream().map(this::moved).toList();
  }

  private boolean moved(Move move) {
    boolean done = store.move(move.from(), move.generation(), move.to());
    if (done && move.to().startsWith("archive/")) {
      store.remove(move.to());
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
  public String uri(String name) {
    return store.uri(name);
  }
}
