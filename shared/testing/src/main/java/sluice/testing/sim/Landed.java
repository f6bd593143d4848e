package sluice.testing.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.NameKind;
import sluice.plan.WriteMode;
import sluice.store.ObjectStore;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.Rows;

/** What somebody dropped for a table, and so what must be in it at the end. */
final class Landed {
  private static final String REASON = ".reason.json";

  private final InMemoryObjectStore store;
  private final LandingTable table;
  private final Function<List<String>, String> text;
  private final List<File> files = new ArrayList<>();
  private final List<File> everLanded = new ArrayList<>();

  /** Files whose rows have one column, {@code id}. */
  Landed(InMemoryObjectStore store, LandingTable table) {
    this(store, table, Rows::ofIds);
  }

  /**
   * @param text what a file holds that has those rows
   */
  Landed(InMemoryObjectStore store, LandingTable table, Function<List<String>, String> text) {
    this.store = store;
    this.table = table;
    this.text = text;
  }

  /** How a file is bad: whether the error of the job that meets it names it. */
  enum Bad {
    NAMED,
    UNNAMED
  }

  /**
   * A content of a file that counts: it was not written over before it was claimed.
   *
   * @param ids its rows; none for a bad one
   */
  record File(String path, long generation, List<String> ids) {
    boolean bad() {
      return ids.isEmpty();
    }
  }

  /** Writes a file, over what is there; whether something was. */
  boolean land(String path, List<String> ids) {
    return put(path, text.apply(ids), ids);
  }

  /** Writes a file that is no rows. */
  boolean landBad(String path, Bad how) {
    return put(path, how == Bad.NAMED ? Rows.bad() : Rows.badUnnamed(), List.of());
  }

  /** Writes a file that is none for us: an empty one, or its writer's own. */
  void landNothing(String path, String text) {
    takeAway(path);
    store.put(name(path), text);
  }

  private boolean put(String path, String text, List<String> ids) {
    boolean over = takeAway(path);
    File file = new File(path, store.put(name(path), text), ids);
    files.add(file);
    everLanded.add(file);
    return over;
  }

  /** Takes a file away, if it is still there; whether it was. */
  boolean takeAway(String path) {
    Optional<ObjectStore.Entry> found = store.find(name(path));
    found.ifPresent(
        there -> {
          files.removeIf(file -> file.generation() == there.generation());
          store.remove(there.name());
        });
    return found.isPresent();
  }

  /** Every content that ever landed, whether it counts or not. */
  List<File> everLanded() {
    return everLanded;
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

  /** The names in quarantine of the files that are bad, sorted. */
  List<String> badNames() {
    return files.stream()
        .filter(File::bad)
        .map(file -> "%s%020d/%s".formatted(quarantine(), file.generation(), kept(file.path())))
        .sorted()
        .toList();
  }

  /** The names of the files in quarantine, sorted. */
  List<String> quarantined() {
    return store.names(quarantine()).stream().filter(name -> !name.endsWith(REASON)).toList();
  }

  /** The reasons beside the files in quarantine. */
  List<String> reasons() {
    return store.texts(quarantine()).entrySet().stream()
        .filter(object -> object.getKey().endsWith(REASON))
        .map(object -> object.getValue())
        .toList();
  }

  /** The files that are still in the way of others. */
  List<String> left() {
    List<String> left = new ArrayList<>(store.names(LandingPaths.claimed(table)));
    for (String prefix : List.of(LandingPaths.files(table), anywhere())) {
      for (ObjectStore.Entry entry : store.list(prefix, Optional.empty())) {
        String path = entry.name().substring(prefix.length());
        if (entry.size() > 0 && NameKind.of(path) == NameKind.FILE) {
          left.add(entry.name());
        }
      }
    }
    return left;
  }

  private String quarantine() {
    return LandingPaths.quarantine(table);
  }

  /** Where people drop the table's files besides its own prefix. */
  private String anywhere() {
    return Tables.ANYWHERE + table.id().table() + "/";
  }

  /**
   * Where a file is put: where its table's pattern looks, or, for every other file of a table that
   * appends, under the table's own prefix.
   */
  String name(String path) {
    return (isOwn(path) ? LandingPaths.files(table) : anywhere()) + path;
  }

  private boolean isOwn(String path) {
    boolean routed = table.arrival().filter(arrival -> !arrival.match().isEmpty()).isPresent();
    return !routed || (table.writeMode() == WriteMode.APPEND && path.hashCode() % 2 == 0);
  }

  /** The path that a file keeps where its table takes it. */
  private String kept(String path) {
    return isOwn(path) ? path : name(path).substring("landing/".length());
  }
}
