package sluice.extract;

import java.util.List;
import java.util.Optional;
import sluice.json.Json;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.store.ObjectStore;

/** The commits of every extracted table: a chain each, in which no number is left out. */
public final class Commits {

  private final ObjectStore store;

  public Commits(ObjectStore store) {
    this.store = store;
  }

  /** The commits behind that one, in order. */
  public List<Commit> after(LandingTable table, long sequence) {
    Optional<String> known = sequence == 0 ? Optional.empty() : Optional.of(name(table, sequence));
    return store.list(LandingPaths.commits(table), known).stream()
        .flatMap(entry -> store.read(entry.name()).stream())
        .map(content -> Json.read(content.text(), Commit.class))
        .toList();
  }

  /**
   * The last commit.
   *
   * @param known a sequence that is known to exist, to spare a walk through the history; or 0
   */
  public Optional<Commit> last(LandingTable table, long known) {
    Optional<String> after = known == 0 ? Optional.empty() : Optional.of(name(table, known));
    List<ObjectStore.Entry> newer = store.list(LandingPaths.commits(table), after);
    String last = newer.isEmpty() ? name(table, known) : newer.get(newer.size() - 1).name();
    return store.read(last).map(content -> Json.read(content.text(), Commit.class));
  }

  /** The commit of that number. */
  public Optional<Commit> find(LandingTable table, long sequence) {
    return store
        .read(name(table, sequence))
        .map(content -> Json.read(content.text(), Commit.class));
  }

  /** Creates a commit unless its number is taken; whether it did. */
  public boolean create(LandingTable table, Commit commit) {
    return store.create(name(table, commit.sequence()), Json.write(commit));
  }

  private static String name(LandingTable table, long sequence) {
    return LandingPaths.commits(table) + "%012d.json".formatted(sequence);
  }
}
