package sluice.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Where a landing table's objects lie in the bucket; each a prefix that ends in a slash. */
public final class LandingPaths {

  private static final String LANDING = "landing/";
  private static final String COMMITS = LANDING + "_commits/";
  private static final String CLAIMED = LANDING + "_claimed/";
  private static final DateTimeFormatter SLOT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private LandingPaths() {}

  /** Where everything lands. */
  public static String landing() {
    return LANDING;
  }

  /** Files that no table takes, in a folder for each state of the routes, by their hash. */
  public static String unrouted() {
    return "unrouted/";
  }

  /** What stayed in a landing prefix and is no file to load. */
  public static String leftover() {
    return "leftover/";
  }

  /** The path below {@code landing/} of an object that is not Sluice's own. */
  public static Optional<String> foreignPath(String object) {
    return object.startsWith(LANDING) && !object.startsWith(LANDING + "_")
        ? Optional.of(object.substring(LANDING.length()))
        : Optional.empty();
  }

  /** Files under a table's own prefix. */
  public static String files(LandingTable table) {
    return LANDING + table.landingName() + "/";
  }

  /** Files that are out of their writers' reach: routed there, or taken by a batch. */
  public static String claimed(LandingTable table) {
    return CLAIMED + table.landingName() + "/";
  }

  /** The prefix of a claimed file's table, or of a part's extract: what is listed to find it. */
  public static String commonPlace(String name) {
    return name.startsWith(CLAIMED)
        ? name.substring(0, name.indexOf('/', CLAIMED.length()) + 1)
        : ofExtract(name);
  }

  /** The folder of the extract that a part is of, whichever of its calls wrote it. */
  public static String ofExtract(String part) {
    return part.substring(0, part.length() - withinCall(part).length());
  }

  /** What was written anew of claimed files, for load jobs to read. */
  public static String rewritten(LandingTable table) {
    return LANDING + "_rewritten/" + table.landingName() + "/";
  }

  /** The commits of extracts. */
  public static String commits(LandingTable table) {
    return COMMITS + table.landingName() + "/";
  }

  /**
   * The parts of one extract, named after its first call; where nothing looks until a commit names
   * them.
   */
  public static String parts(LandingTable table, Instant slot, String call) {
    return "%s_parts/%s/%s/%s/".formatted(LANDING, table.landingName(), SLOT.format(slot), call);
  }

  /** The name of a part below the folder of all of its table's extracts. */
  public static String withinExtracts(LandingTable table, String part) {
    return part.substring("%s_parts/%s/".formatted(LANDING, table.landingName()).length());
  }

  /** Schemas that have the columns of several files, each in a file without rows. */
  public static String schemas(LandingTable table) {
    return "%s_schemas/%s/".formatted(LANDING, table.landingName());
  }

  /** The parts that a further call adds to an extract. */
  public static String further(String extract, String call) {
    return extract + call + "/";
  }

  /** The stretches of objects that are being taken over, until a commit names the whole. */
  public static String stretches(LandingTable table) {
    return LANDING + "_stretches/" + table.landingName() + "/";
  }

  /** What a table has taken over, for its last commit to name. */
  public static String taken(LandingTable table) {
    return "state/handovers/" + table.landingName() + "/";
  }

  /** Where an extract that takes several calls goes on. */
  public static String continuation(LandingTable table) {
    return "state/extracts/" + table.landingName() + ".json";
  }

  /** The name of a part below the folder of its extract's call. */
  public static String withinCall(String part) {
    int at = 0;
    for (int slash = 0; slash < 5; slash++) {
      at = part.indexOf('/', at) + 1;
    }
    return part.substring(at);
  }

  /** Files that are loaded. */
  public static String archive(LandingTable table) {
    return "archive/" + table.landingName() + "/";
  }

  /** Files that cannot be loaded, each with its reason beside it. */
  public static String quarantine(LandingTable table) {
    return "quarantine/" + table.landingName() + "/";
  }

  /**
   * The landing name, {@code source.table}, of an object that makes something pending: a file under
   * its landing prefix, or a commit.
   */
  public static Optional<String> landingName(String object) {
    String rest;
    if (object.startsWith(COMMITS)) {
      rest = object.substring(COMMITS.length());
    } else if (object.startsWith(LANDING) && !object.startsWith(LANDING + "_")) {
      rest = object.substring(LANDING.length());
    } else {
      return Optional.empty();
    }
    int slash = rest.indexOf('/');
    return slash < 1 ? Optional.empty() : Optional.of(rest.substring(0, slash));
  }
}
