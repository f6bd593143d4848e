package sluice.state;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sluice.json.Json;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/**
 * The state of every table, an object each, replaced only by who saw what it was. What was read is
 * kept between calls of a function, by its object's generation.
 */
public final class TableStates {

  private static final String PREFIX = "state/tables/";

  private final ObjectStore store;
  private final Map<TableId, Seen> known = new ConcurrentHashMap<>();

  public TableStates(ObjectStore store) {
    this.store = store;
  }

  /**
   * A state, and the generation at which it was seen.
   *
   * @param generation 0 for a table that has none yet
   */
  public record Seen(TableState state, long generation) {}

  public Seen read(TableId table) {
    return store
        .read(name(table))
        .map(content -> seen(table, content))
        .orElseGet(() -> new Seen(TableState.NEW, 0));
  }

  private Seen seen(TableId table, ObjectStore.Content content) {
    Seen before = known.get(table);
    if (before != null && before.generation() == content.generation()) {
      return before;
    }
    Seen now = new Seen(Json.read(content.text(), TableState.class), content.generation());
    known.put(table, now);
    return now;
  }

  /** The version of a table, if it has one. */
  public Optional<String> version(TableId table) {
    return read(table).state().version();
  }

  /** Replaces a state unless somebody else did; whether it did. */
  public boolean replace(TableId table, Seen seen, TableState next) {
    String text = Json.write(next);
    return seen.generation() == 0
        ? store.create(name(table), text)
        : store.replace(name(table), seen.generation(), text);
  }

  private static String name(TableId table) {
    return PREFIX + table + ".json";
  }
}
