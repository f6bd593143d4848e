package sluice.testing.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.Rows;

/** What somebody dropped for a table, and so what must be in it at the end. */
final class Landed {
  private final InMemoryObjectStore store;
  private final LandingTable table;
  private final List<File> files = new ArrayList<>();

  Landed(InMemoryObjectStore store, LandingTable table) {
    this.store = store;
    this.table = table;
  }

  /** A content of a file that counts: it was not written over before it was claimed. */
  record File(String path, long generation, List<String> ids) {
    boolean bad() {
      return ids.isEmpty();
    }
  }

  /** Writes a file, over what is there; one without rows is a bad one. */
  void land(String path, List<String> ids) {
    takeAway(path);
    long generation = store.put(name(path), ids.isEmpty() ? bad(path) : Rows.ofIds(ids));
    files.add(new File(path, generation, ids));
  }

  /** Half of the bad files are named by the error of the job that meets them. */
  private static String bad(String path) {
    return path.hashCode() % 2 == 0 ? Rows.bad() : Rows.badUnnamed();
  }

  /** Takes a file away, if it is still there. */
  void takeAway(String path) {
    store
        .find(name(path))
        .ifPresent(
            there -> {
              files.removeIf(file -> file.generation() == there.generation());
              store.remove(there.name());
            });
  }

  /** The rows of all files, sorted. */
  List<String> ids() {
    return files.stream().flatMap(file -> file.ids().stream()).sorted().toList();
  }

  /** The rows of the last file that is not bad, sorted. */
  List<String> lastIds() {
    Optional<File> last =
        files.stream().filter(file -> !file.bad()).max(Comparator.comparingLong(File::generation));
    return last.map(file -> file.ids().stream().sorted().toList()).orElse(List.of());
  }

  long badFiles() {
    return files.stream().filter(File::bad).count();
  }

  /** How many files lie in quarantine. */
  long quarantined() {
    return store.names(LandingPaths.quarantine(table)).stream()
        .filter(name -> !name.endsWith(".reason.json"))
        .count();
  }

  /** The files that are still in the way of others. */
  List<String> left() {
    List<String> left = new ArrayList<>(store.names(LandingPaths.files(table)));
    left.addAll(store.names(LandingPaths.claimed(table)));
    left.addAll(store.names(World.ANYWHERE));
    return left;
  }

  /**
   * Where a file is put: where its table's pattern looks, or, for every other file of a table that
   * appends, under the table's own prefix.
   */
  String name(String path) {
    boolean own = table.writeMode() == WriteMode.APPEND && path.hashCode() % 2 == 0;
    return (own ? LandingPaths.files(table) : World.ANYWHERE + table.id().table() + "/") + path;
  }
}
