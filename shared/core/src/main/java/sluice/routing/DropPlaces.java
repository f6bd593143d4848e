package sluice.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.PathPattern;
import sluice.plan.Plan;
import sluice.store.ObjectStore;

/** Where anyone drops objects: {@code landing/} without the tables' own prefixes and Sluice's. */
final class DropPlaces {

  private final ObjectStore store;

  DropPlaces(ObjectStore store) {
    this.store = store;
  }

  /** Whether an object under that name is for the router. */
  static Optional<String> path(String object, Plan plan) {
    return LandingPaths.foreignPath(object).filter(path -> ownTable(path, plan).isEmpty());
  }

  /** The table under whose landing prefix a path below {@code landing/} lies. */
  static Optional<LandingTable> ownTable(String path, Plan plan) {
    int slash = path.indexOf('/');
    return slash < 1
        ? Optional.empty()
        : plan.landingTable(path.substring(0, slash)).filter(table -> table.arrival().isPresent());
  }

  /**
   * Everything that lies there; one listing, and one more for each folder in which something is.
   */
  List<Dropped> all(Plan plan) {
    ObjectStore.Children children = store.children(LandingPaths.landing());
    List<Dropped> all = new ArrayList<>(dropped(children.objects(), plan));
    for (String folder : children.folders()) {
      if (path(folder, plan).isPresent()) {
        all.addAll(dropped(store.list(folder, Optional.empty()), plan));
      }
    }
    return all;
  }

  /** What lies where a table's patterns begin. */
  List<Dropped> of(LandingTable table, Plan plan) {
    NavigableSet<String> prefixes = new TreeSet<>();
    table.arrival().stream()
        .flatMap(arrival -> arrival.match().stream())
        .map(PathPattern::prefix)
        .forEach(prefixes::add);
    if (prefixes.contains("")) {
      return all(plan);
    }
    List<Dropped> found = new ArrayList<>();
    for (String prefix : withoutNested(prefixes)) {
      found.addAll(dropped(store.list(LandingPaths.landing() + prefix, Optional.empty()), plan));
    }
    return found;
  }

  private static List<String> withoutNested(NavigableSet<String> prefixes) {
    List<String> outer = new ArrayList<>();
    for (String prefix : prefixes) {
      if (outer.isEmpty() || !prefix.startsWith(outer.get(outer.size() - 1))) {
        outer.add(prefix);
      }
    }
    return outer;
  }

  private static List<Dropped> dropped(List<ObjectStore.Entry> entries, Plan plan) {
    List<Dropped> dropped = new ArrayList<>();
    for (ObjectStore.Entry entry : entries) {
      path(entry.name(), plan).ifPresent(path -> dropped.add(new Dropped(path, entry)));
    }
    return dropped;
  }
}
