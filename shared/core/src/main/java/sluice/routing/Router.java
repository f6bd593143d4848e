package sluice.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sluice.load.Leftovers;
import sluice.plan.Arrival;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.Routes;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/**
 * Moves what anyone drops below {@code landing/} to the table whose pattern takes it. The move is
 * the claim: it names the generation that was seen and it has one winner, so that however many
 * route one object, and wherever they are killed, it goes to one place once; what is written over
 * it meanwhile is another object.
 *
 * <p>Objects of a table move in the order in which they landed, as far as they lie in one folder or
 * in folders that are listed together: a caller moves nothing that landed after the last one of
 * which he knew before he listed.
 */
public final class Router {

  private final Plans plans;
  private final ObjectStore store;
  private final DropPlaces places;
  private final InstantSource clock;

  public Router(Plans plans, ObjectStore store, InstantSource clock) {
    this.plans = plans;
    this.store = store;
    this.places = new DropPlaces(store);
    this.clock = clock;
  }

  /**
   * Routes the object that an event names; the table that has something to load then. Nothing but
   * the name is taken from the event.
   */
  public Optional<TableId> route(String object) {
    if (!object.startsWith(LandingPaths.landing())) {
      return Optional.empty();
    }
    Plan plan = plans.current();
    Optional<String> path = DropPlaces.path(object, plan);
    if (path.isEmpty()) {
      return LandingPaths.landingName(object).flatMap(plan::landingTable).map(LandingTable::id);
    }
    Routes routes = Routes.of(plan);
    Optional<LandingTable> table = routes.table(path.get());
    Optional<ObjectStore.Entry> entry = store.find(object);
    if (entry.isPresent()) {
      Dropped named = new Dropped(path.get(), entry.get());
      List<Dropped> found = table.map(of -> places.of(of, plan)).orElseGet(() -> List.of(named));
      move(found, named.entry().generation(), routes);
    }
    return table.map(LandingTable::id);
  }

  /** Routes all that lies where anyone may drop it, and looks again at what no table took. */
  public void sweep() {
    Plan plan = plans.current();
    Routes routes = Routes.of(plan);
    places.all(plan).stream()
        .mapToLong(dropped -> dropped.entry().generation())
        .max()
        .ifPresent(last -> move(places.all(plan), last, routes));
    new Unrouted(store).routeAnew(plan, routes);
  }

  private void move(List<Dropped> found, long last, Routes routes) {
    Instant now = clock.instant();
    Set<TableId> waiting = new HashSet<>();
    List<Dropped> unmatched = new ArrayList<>();
    List<ObjectStore.Entry> leftover = new ArrayList<>();
    for (Dropped dropped : upTo(last, found)) {
      Optional<LandingTable> table = routes.table(dropped.path());
      if (!dropped.isFile()) {
        if (Leftovers.isLate(dropped.entry(), now)) {
          leftover.add(dropped.entry());
        }
      } else if (table.isEmpty()) {
        unmatched.add(dropped);
      } else if (waiting.contains(table.get().id()) || !settled(table.get(), dropped, now)) {
        // What landed after it waits as well: objects of a table are moved in their order.
        waiting.add(table.get().id());
      } else {
        moveTo(LandingPaths.claimed(table.get()), dropped);
      }
    }
    setAside(unmatched, LandingPaths.unrouted() + routes.hash() + "/");
    new Leftovers(store).setAside(leftover);
  }

  private static List<Dropped> upTo(long last, List<Dropped> found) {
    return found.stream()
        .filter(dropped -> dropped.entry().generation() <= last)
        .sorted(Dropped.BY_GENERATION)
        .toList();
  }

  private static boolean settled(LandingTable table, Dropped dropped, Instant now) {
    Duration settle = table.arrival().flatMap(Arrival::settle).orElse(Duration.ZERO);
    return dropped.age(now).compareTo(settle) >= 0;
  }

  /** Whether it was this caller who moved it. */
  private boolean moveTo(String place, Dropped dropped) {
    ObjectStore.Entry entry = dropped.entry();
    return store.move(entry.name(), entry.generation(), place + dropped.immutablePath());
  }

  /** Moves objects out of the way, and says so, a line a folder, of those that it moved itself. */
  private void setAside(List<Dropped> unmatched, String place) {
    Map<String, List<Dropped>> moved = new TreeMap<>();
    for (Dropped dropped : unmatched) {
      if (moveTo(place, dropped)) {
        moved.computeIfAbsent(dropped.folder(), folder -> new ArrayList<>()).add(dropped);
      }
    }
    moved.forEach(RoutingLog::unmatched);
  }
}
