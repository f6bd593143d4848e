package sluice.routing;

import java.util.List;
import java.util.Optional;
import sluice.load.LandingObject;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Routes;
import sluice.store.ObjectStore;

/**
 * The objects that no table took, each below the hash of the routes that did not take it. So one
 * look at the folders tells whether a plan came that may take some of them, whoever put them there
 * and under whichever plan he worked.
 */
public final class Unrouted {

  private final ObjectStore store;

  public Unrouted(ObjectStore store) {
    this.store = store;
  }

  /** Their paths below {@code landing/}, in the order in which they landed. */
  public List<String> paths() {
    return store.list(LandingPaths.unrouted(), Optional.empty()).stream()
        .map(entry -> landed(entry, folderOf(entry.name())))
        .sorted()
        .map(LandingObject::path)
        .distinct()
        .toList();
  }

  /** Moves those that a table takes now to it; the others are noted as seen. */
  void routeAnew(Plan plan, Routes routes) {
    String current = LandingPaths.unrouted() + routes.hash() + "/";
    for (String folder : store.children(LandingPaths.unrouted()).folders()) {
      if (!folder.equals(current)) {
        List<ObjectStore.Entry> entries = store.list(folder, Optional.empty());
        entries.forEach(entry -> move(entry, landed(entry, folder), current, plan, routes));
      }
    }
  }

  private void move(
      ObjectStore.Entry entry, LandingObject landed, String current, Plan plan, Routes routes) {
    String path = landed.path();
    Optional<LandingTable> own = DropPlaces.ownTable(path, plan);
    String to =
        own.map(table -> claimed(table, below(path, table), landed))
            .or(() -> routes.table(path).map(table -> claimed(table, path, landed)))
            .orElseGet(() -> current + landed.immutablePath());
    store.move(entry.name(), entry.generation(), to);
  }

  private static String claimed(LandingTable table, String path, LandingObject landed) {
    LandingObject object = new LandingObject(path, landed.generation(), landed.size());
    return LandingPaths.claimed(table) + object.immutablePath();
  }

  private static String below(String path, LandingTable table) {
    return path.substring(table.landingName().length() + 1);
  }

  private static LandingObject landed(ObjectStore.Entry entry, String folder) {
    return LandingObject.ofImmutablePath(entry.name().substring(folder.length()), entry.size());
  }

  private static String folderOf(String name) {
    return name.substring(0, name.indexOf('/', LandingPaths.unrouted().length()) + 1);
  }
}
