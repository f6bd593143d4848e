package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.List;
import sluice.schema.TableId;
import sluice.sql.paths.PathSyntax;

/** Tells of two tables that would both take a path, neither with a more specific pattern. */
final class RouteCheck {
  private final Problems problems;
  private final List<Route> routes = new ArrayList<>();

  private record Route(TableId table, Located<PathSyntax> pattern) {}

  private RouteCheck(Problems problems) {
    this.problems = problems;
  }

  static void check(List<SourceTable> tables, Problems problems) {
    RouteCheck check = new RouteCheck(problems);
    for (SourceTable table : tables) {
      table.match().forEach(pattern -> check.add(new Route(table.id(), pattern)));
    }
  }

  private void add(Route route) {
    for (Route other : routes) {
      if (!other.table().equals(route.table())) {
        route
            .pattern()
            .value()
            .clash(other.pattern().value())
            .ifPresent(path -> tell(route, other, path));
      }
    }
    routes.add(route);
  }

  private void tell(Route route, Route other, String path) {
    Place there = other.pattern().place();
    problems.add(
        route.pattern().place(),
        "takes '%s', and so does %s in %s:%d, which is as specific"
            .formatted(path, other.table(), there.file(), there.line()),
        "Write more of the path into one of them, or exclude it from the other.");
  }
}
