package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.PartitionFiles;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.InMemoryWarehouse;

/**
 * A table whose partitions are replaced by sets of files, and what somebody wrote for it. A row is
 * written {@code DAY/RUN-FILE}.
 */
final class Visits implements Watched {

  static final TableId ID = TableId.parse("lake.visits");
  static final LandingTable TABLE = table();

  private static final String MARKER = "_DONE";

  private final Landed landed;
  private final InMemoryWarehouse warehouse;
  private final Map<String, List<String>> unmarked = new HashMap<>();
  private final Map<String, List<WholeSet>> sets = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();

  /**
   * The files between two markers of a partition.
   *
   * @param paths the marker's too
   * @param ids its rows, sorted; none if one of its files is bad
   */
  private record WholeSet(List<String> paths, List<String> ids) {}

  Visits(InMemoryObjectStore store, InMemoryWarehouse warehouse) {
    this.landed = new Landed(store, TABLE, Visits::text);
    this.warehouse = warehouse;
  }

  private static LandingTable table() {
    return new LandingTable(
        ID,
        "partner",
        new Origin.Dropped(new Format.Ndjson()),
        WriteMode.REPLACE_PARTITION,
        List.of(Column.of("day", ColumnType.DATE), Column.of("id", ColumnType.STRING)),
        new Layout(Optional.of(new Partitioning("day", Partitioning.Granularity.DAY)), List.of()),
        About.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new PartitionFiles("dt={year}-{month}-{day}/", Optional.of(MARKER))),
        List.of());
  }

  private static String text(List<String> ids) {
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append("{\"day\":\"%s\",\"id\":\"%s\"}\n".formatted(day(id), id)));
    return text.toString();
  }

  private static String day(String id) {
    return id.substring(0, id.indexOf('/'));
  }

  /** Writes one file of a set; its name. */
  String land(Move.LandPart part) {
    String id = "%s/%d-%d".formatted(part.day(), part.run(), part.number());
    String path = "dt=%s/run%d/part-%d".formatted(part.day(), part.run(), part.number());
    if (part.bad()) {
      landed.landBad(path, Landed.Bad.NAMED);
    } else {
      landed.land(path, List.of(id));
    }
    unmarked.computeIfAbsent(part.day(), day -> new ArrayList<>()).add(path);
    return landed.name(path);
  }

  /** Says that a partition is written; the marker's name. */
  Optional<String> mark(String day, int run) {
    List<String> paths = unmarked.getOrDefault(day, List.of());
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    String marker = "dt=%s/run%d/%s".formatted(day, run, MARKER);
    landed.landNothing(marker, "x");
    sets.computeIfAbsent(day, of -> new ArrayList<>()).add(set(paths, marker));
    unmarked.remove(day);
    return Optional.of(landed.name(marker));
  }

  private WholeSet set(List<String> paths, String marker) {
    List<Landed.File> files =
        landed.everLanded().stream().filter(file -> paths.contains(file.path())).toList();
    boolean bad = files.stream().anyMatch(Landed.File::bad);
    Stream<String> ids = files.stream().flatMap(file -> file.ids().stream()).sorted();
    List<String> all = new ArrayList<>(paths);
    all.add(marker);
    return new WholeSet(List.copyOf(all), bad ? List.of() : ids.toList());
  }

  @Override
  public void look() {
    rows()
        .forEach(
            (day, ids) -> {
              List<List<String>> whole =
                  sets.getOrDefault(day, List.of()).stream().map(WholeSet::ids).toList();
              assertThat(whole).as("the rows of %s of %s are one set's", day, ID).contains(ids);
              int set = whole.indexOf(ids);
              assertThat(set)
                  .as("the set that %s of %s shows", day, ID)
                  .isGreaterThanOrEqualTo(seen.getOrDefault(day, 0));
              seen.put(day, set);
            });
  }

  private Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new HashMap<>();
    warehouse
        .ids(ID)
        .forEach(id -> rows.computeIfAbsent(day(id), day -> new ArrayList<>()).add(id));
    return rows;
  }

  @Override
  public void check() {
    Map<String, List<String>> newest = new HashMap<>();
    Set<String> loadable = new HashSet<>();
    sets.forEach(
        (day, all) -> {
          for (WholeSet set : all) {
            if (!set.ids().isEmpty()) {
              newest.put(day, set.ids());
              loadable.addAll(set.paths());
            } else {
              wholeOrNot(set);
            }
          }
        });
    assertThat(rows()).as("rows of %s", ID).isEqualTo(newest);
    assertThat(quarantined().stream().filter(loadable::contains))
        .as("quarantine of %s that could be loaded", ID)
        .isEmpty();
    List<String> waiting = unmarked.values().stream().flatMap(List::stream).toList();
    assertThat(landed.left())
        .as("files left of %s", ID)
        .containsExactlyInAnyOrderElementsOf(waiting.stream().map(landed::name).toList());
  }

  /** A bad set was put aside whole, or a newer one superseded it before anybody met it. */
  private void wholeOrNot(WholeSet set) {
    Set<String> quarantined = quarantined();
    long aside = set.paths().stream().filter(quarantined::contains).count();
    assertThat(aside)
        .as("files of the bad set %s in quarantine, all or none", set.paths())
        .isIn(0L, (long) set.paths().size());
  }

  /** The paths of the files in quarantine. */
  private Set<String> quarantined() {
    int prefix = LandingPaths.quarantine(TABLE).length() + "00000000000000000000/".length();
    Set<String> paths = new HashSet<>();
    landed.quarantined().forEach(name -> paths.add(name.substring(prefix)));
    return paths;
  }
}
