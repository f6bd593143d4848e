package sluice.local.delivery;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.local.store.Store;
import sluice.local.store.StoreMap;

/**
 * Queues of parcels, each ordered by when a parcel is due. Changes take part in the caller's {@link
 * Store#write}.
 */
public final class Backlog {

  private static final String LAST_ID = "last-id";

  /** Between the parts of a key; below every character that a name may have. */
  private static final char SEPARATOR = '\0';

  private static final char BEHIND_SEPARATOR = '\1';

  private final Store store;
  private final Fates fates;
  private final StoreMap contents;
  private final StoreMap states;
  private final StoreMap dues;
  private final StoreMap ids;

  private record State(long due, int attempts) {
    static State parse(String text) {
      int space = text.indexOf(' ');
      return new State(
          Long.parseLong(text.substring(0, space)), Integer.parseInt(text.substring(space + 1)));
    }

    String text() {
      return due + " " + attempts;
    }
  }

  /** Queues kept in this store. */
  public Backlog(Store store, Fates fates) {
    this.store = store;
    this.fates = fates;
    this.contents = store.map("delivery/contents");
    this.states = store.map("delivery/states");
    this.dues = store.map("delivery/dues");
    this.ids = store.map("delivery/ids");
  }

  /** Accepts a parcel; its fate decides how many copies there are, and when each is due. */
  public void add(String queue, JsonObject content, Instant now) {
    store.write(
        () -> {
          for (Duration delay : fates.of(queue, content)) {
            String key = key(queue, nextId());
            JsonObject kept = new JsonObject();
            kept.addProperty("accepted", now.toString());
            kept.add("content", content);
            contents.put(key, kept.toString());
            schedule(queue, key, new State(now.plus(delay).toEpochMilli(), 0));
          }
        });
  }

  /** The first parcels that are due and not in {@code except}. */
  public List<Parcel> due(String queue, Instant now, Set<String> except, int atMost) {
    List<Parcel> found = new ArrayList<>();
    String end = queue + SEPARATOR + padded(now.toEpochMilli()) + BEHIND_SEPARATOR;
    for (String key : dues.keys(queue + SEPARATOR)) {
      if (found.size() == atMost || key.compareTo(end) >= 0) {
        break;
      }
      String id = key.substring(key.lastIndexOf(SEPARATOR) + 1);
      if (!except.contains(id)) {
        find(queue, id).ifPresent(found::add);
      }
    }
    return found;
  }

  /** When the first parcel of the queue is due, past ones included. */
  public Optional<Instant> firstDue(String queue) {
    return dues.ceilingKey(queue + SEPARATOR)
        .filter(key -> key.startsWith(queue + SEPARATOR))
        .map(key -> key.substring(queue.length() + 1, key.lastIndexOf(SEPARATOR)))
        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
  }

  /** A parcel that is still there. */
  public Optional<Parcel> find(String queue, String id) {
    String key = key(queue, id);
    return states
        .find(key)
        .map(State::parse)
        .flatMap(state -> contents.find(key).map(content -> parcel(id, state, content)));
  }

  private static Parcel parcel(String id, State state, String content) {
    JsonObject kept = JsonParser.parseString(content).getAsJsonObject();
    return new Parcel(
        id,
        kept.getAsJsonObject("content"),
        Instant.parse(kept.get("accepted").getAsString()),
        Instant.ofEpochMilli(state.due()),
        state.attempts());
  }

  /** Takes a parcel out for good; false when it was gone already. */
  public boolean remove(String queue, String id) {
    return store.write(
        () -> {
          String key = key(queue, id);
          Optional<State> state = states.find(key).map(State::parse);
          if (state.isEmpty()) {
            return false;
          }
          states.remove(key);
          dues.remove(dueKey(queue, state.get().due(), id));
          contents.remove(key);
          return true;
        });
  }

  /** Moves a parcel to another time; false when it was gone already. */
  public boolean reschedule(String queue, String id, Instant due, int attempts) {
    return store.write(
        () -> {
          String key = key(queue, id);
          Optional<State> state = states.find(key).map(State::parse);
          if (state.isEmpty()) {
            return false;
          }
          dues.remove(dueKey(queue, state.get().due(), id));
          schedule(queue, key, new State(due.toEpochMilli(), attempts));
          return true;
        });
  }

  /** How many parcels wait, due or not. */
  public int size(String queue) {
    int size = 0;
    for (String unused : states.keys(queue + SEPARATOR)) {
      size++;
    }
    return size;
  }

  /** Drops a queue with all that waits in it. */
  public void clear(String queue) {
    store.write(
        () -> {
          List<String> waiting = new ArrayList<>();
          for (String key : states.keys(queue + SEPARATOR)) {
            waiting.add(key.substring(queue.length() + 1));
          }
          waiting.forEach(id -> remove(queue, id));
        });
  }

  private void schedule(String queue, String key, State state) {
    states.put(key, state.text());
    dues.put(dueKey(queue, state.due(), key.substring(queue.length() + 1)), "");
  }

  private String nextId() {
    long next = Long.parseLong(ids.find(LAST_ID).orElse("0")) + 1;
    ids.put(LAST_ID, Long.toString(next));
    return padded(next);
  }

  private static String key(String queue, String id) {
    return queue + SEPARATOR + id;
  }

  private static String dueKey(String queue, long due, String id) {
    return queue + SEPARATOR + padded(due) + SEPARATOR + id;
  }

  private static String padded(long number) {
    return "%016d".formatted(number);
  }
}
