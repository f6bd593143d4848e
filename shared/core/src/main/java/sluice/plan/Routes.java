package sluice.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sluice.state.Hashes;

/** Which table a path below {@code landing/} belongs to: the one with the most specific pattern. */
public final class Routes {

  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  private record Route(PathPattern pattern, LandingTable table) {}

  /** The patterns of every table of a plan. */
  public static Routes of(Plan plan) {
    List<Route> routes = new ArrayList<>();
    for (LandingTable table : plan.landingTables()) {
      table
          .arrival()
          .ifPresent(
              arrival -> arrival.match().forEach(pattern -> routes.add(new Route(pattern, table))));
    }
    routes.sort(Comparator.comparing(Route::pattern).thenComparing(route -> route.table().id()));
    return new Routes(routes);
  }

  /** The table that takes a path, if one does. */
  public Optional<LandingTable> table(String path) {
    return routes.stream()
        .filter(route -> route.pattern().match(path).isPresent())
        .map(Route::table)
        .findFirst();
  }

  /** Differs when another plan might route a path otherwise. */
  public String hash() {
    return Hashes.of(
        routes.stream()
            .flatMap(
                route -> List.of(route.pattern().regex(), route.table().landingName()).stream())
            .toList());
  }
}
