package sluice.load;

import java.util.List;
import java.util.Optional;
import sluice.json.Json;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/** The batches of every table, in order; a sequence number has one author. */
final class Ledger {

  private final ObjectStore store;

  Ledger(ObjectStore store) {
    this.store = store;
  }

  /** The batch behind the last closed one, if it is open. */
  Optional<Batch> open(TableId table, long closed) {
    Optional<String> after = closed == 0 ? Optional.empty() : Optional.of(name(table, closed));
    List<ObjectStore.Entry> behind = store.list(prefix(table), after);
    return behind.stream()
        .findFirst()
        .flatMap(entry -> store.read(entry.name()))
        .map(content -> Json.read(content.text(), Batch.class));
  }

  /** The batch of that number. */
  Optional<Batch> find(TableId table, long sequence) {
    return store.read(name(table, sequence)).map(content -> Json.read(content.text(), Batch.class));
  }

  /** Adds a batch unless its number is taken; whether it did. */
  boolean append(TableId table, Batch batch) {
    return store.create(name(table, batch.sequence()), Json.write(batch));
  }

  private static String prefix(TableId table) {
    return "state/ledger/" + table + "/";
  }

  private static String name(TableId table, long sequence) {
    return prefix(table) + "%012d.json".formatted(sequence);
  }
}
