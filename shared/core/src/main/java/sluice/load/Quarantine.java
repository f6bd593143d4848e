package sluice.load;

import static sluice.RejectedException.require;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.RejectedException;
import sluice.json.Json;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/** Where objects lie that cannot be loaded, each with its reason beside it. */
public final class Quarantine {

  private static final String REASON = ".reason.json";

  private final ObjectStore store;

  public Quarantine(ObjectStore store) {
    this.store = store;
  }

  /**
   * An object in quarantine.
   *
   * @param name as it is named there
   * @param path as it landed
   * @param reason absent when it is being put back
   */
  public record Kept(
      String name,
      long generation,
      String path,
      long size,
      Instant since,
      Optional<Reason> reason) {}

  /** What became of an object that was to be put back. */
  public enum Replay {
    /** It has landed again. */
    LANDED,
    /** Another object of that name waits to be loaded; this one stays until that has left. */
    NAME_IS_TAKEN,
    /** It is not in quarantine any more. */
    GONE
  }

  /** What is in a table's quarantine, in the order in which it landed. */
  public List<Kept> list(LandingTable table) {
    String prefix = LandingPaths.quarantine(table);
    Map<String, ObjectStore.Entry> entries = new TreeMap<>();
    store.list(prefix, Optional.empty()).forEach(entry -> entries.put(entry.name(), entry));
    List<Kept> kept = new ArrayList<>();
    for (ObjectStore.Entry entry : entries.values()) {
      boolean explained = entries.containsKey(entry.name() + REASON);
      if (explained || !entry.name().endsWith(REASON)) {
        kept.add(kept(entry, entry.name().substring(prefix.length())));
      }
    }
    return kept;
  }

  private Kept kept(ObjectStore.Entry entry, String immutable) {
    return new Kept(
        entry.name(),
        entry.generation(),
        LandingObject.ofImmutablePath(immutable, entry.size()).path(),
        entry.size(),
        entry.updated(),
        store.read(entry.name() + REASON).map(found -> Json.read(found.text(), Reason.class)));
  }

  /**
   * Lets an object land again, under the name that it had: one step, so that it is either there or
   * here, however often this is called and wherever it is killed.
   *
   * @throws RejectedException for a table that is extracted: nobody looks for its files
   */
  public Replay replay(LandingTable table, Kept kept) {
    require(
        table.takesFiles(),
        "%s is extracted, and what is put aside of it is not loaded again".formatted(table.id()),
        "Its next extract loads; `sluice backfill` reads a stretch of the past again.");
    // The reason goes first: what is left of a call that is cut here is listed without one.
    store
        .find(kept.name() + REASON)
        .ifPresent(found -> store.delete(found.name(), found.generation()));
    if (store.move(kept.name(), kept.generation(), LandingPaths.files(table) + kept.path())) {
      return Replay.LANDED;
    }
    if (store.find(kept.name()).isEmpty()) {
      return Replay.GONE;
    }
    kept.reason().ifPresent(reason -> explain(kept.name(), reason));
    return Replay.NAME_IS_TAKEN;
  }

  /** How many objects are in a table's quarantine. */
  int count(LandingTable table) {
    List<ObjectStore.Entry> entries = store.list(LandingPaths.quarantine(table), Optional.empty());
    return (int) entries.stream().filter(entry -> !entry.name().endsWith(REASON)).count();
  }

  /** Puts a file aside for that reason; the name it has there, if it was still where it lay. */
  Optional<String> put(
      LandingTable table, LandingObject object, Reason reason, ObjectStore.Entry lies) {
    String name = LandingPaths.quarantine(table) + object.immutablePath();
    explain(name, reason);
    return store.move(lies.name(), lies.generation(), name) ? Optional.of(name) : Optional.empty();
  }

  private void explain(String name, Reason reason) {
    store.create(name + REASON, Json.write(reason));
  }
}
