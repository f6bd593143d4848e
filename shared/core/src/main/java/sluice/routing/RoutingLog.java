package sluice.routing;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what was put out of the way, a line a folder. */
final class RoutingLog {

  private static final Logger log = LoggerFactory.getLogger(Router.class);

  private RoutingLog() {}

  static void unmatched(String folder, List<Dropped> dropped) {
    log.atWarn()
        .addKeyValue("event", "landing.unmatched")
        .addKeyValue("objects", dropped.size())
        .addKeyValue("object", dropped.get(0).entry().name())
        .log(
            "No table takes {} in {}. {} kept under unrouted/. Add a pattern to a table's match, or"
                + " put {} where a table looks.",
            named(dropped),
            folder,
            dropped.size() == 1 ? "It is" : "They are",
            dropped.size() == 1 ? "it" : "them");
  }

  private static String named(List<Dropped> dropped) {
    String first = dropped.get(0).path();
    String name = "'" + first.substring(first.lastIndexOf('/') + 1) + "'";
    return dropped.size() == 1 ? name : "%d objects, like %s,".formatted(dropped.size(), name);
  }
}
