package sluice.load;

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

  /** Where the batch behind the last closed one lies, if one is open. */
  Optional<ObjectStore.Entry> head(TableId table, long closed) {
    Optional<String> after = closed == 0 ? Optional.empty() : Optional.of(name(table, closed));
    return store.list(prefix(table), after).stream().findFirst();
  }

  /** The batch that lies there. */
  Optional<Batch> read(ObjectStore.Entry entry) {
    return store.read(entry.name()).map(content -> Json.read(content.text(), Batch.class));
  }

  /** The batch behind the last closed one, if it is open. */
  Optional<Batch> open(TableId table, long closed) {
    return head(table, closed).flatMap(this::read);
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
