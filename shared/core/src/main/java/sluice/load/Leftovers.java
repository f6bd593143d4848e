package sluice.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.plan.LandingPaths;
import sluice.plan.NameKind;
import sluice.store.ObjectStore;

/**
 * What lies where files land and is none to load: empty ones, whose content may come; uploads that
 * are not done; what writers keep for themselves. It is let alone for a day, and then put out of
 * the way, so that to look stays to list a short prefix.
 */
public final class Leftovers {

  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final ObjectStore store;

  public Leftovers(ObjectStore store) {
    this.store = store;
  }

  /**
   * Whether an object may be loaded, as far as its name and size say.
   *
   * @param path below the prefix in which it landed
   */
  public static boolean isFile(String path, ObjectStore.Entry entry) {
    return entry.size() > 0 && NameKind.of(path) == NameKind.FILE;
  }

  /** Whether what is no file has lain there for so long that it is put out of the way. */
  public static boolean isLate(ObjectStore.Entry entry, Instant now) {
    return Duration.between(entry.updated(), now).compareTo(PATIENCE) >= 0;
  }

  /** Puts objects out of the way, and says so, a line a folder, of those that it moved itself. */
  public void setAside(List<ObjectStore.Entry> entries) {
    Map<String, List<String>> moved = new TreeMap<>();
    for (ObjectStore.Entry entry : entries) {
      String path = entry.name().substring(LandingPaths.landing().length());
      String to =
          LandingPaths.leftover()
              + new LandingObject(path, entry.generation(), entry.size()).immutablePath();
      if (store.move(entry.name(), entry.generation(), to)) {
        String folder = entry.name().substring(0, entry.name().lastIndexOf('/') + 1);
        moved.computeIfAbsent(folder, key -> new ArrayList<>()).add(entry.name());
      } else if (store.find(to).isPresent()) {
        // This very content is there already: its generation says so.
        store.delete(entry.name(), entry.generation());
      }
    }
    moved.forEach(Leftovers::say);
  }

  private static void say(String folder, List<String> names) {
    String first = "'" + names.get(0).substring(folder.length()) + "'";
    boolean one = names.size() == 1;
    log.atWarn()
        .addKeyValue("event", "landing.leftover")
        .addKeyValue("objects", names.size())
        .addKeyValue("object", names.get(0))
        .log(
            "{} in {} stayed empty, hidden or unfinished for a day. {} kept under leftover/. See"
                + " whether a writer failed.",
            one ? first : "%d objects, like %s,".formatted(names.size(), first),
            folder,
            one ? "It is" : "They are");
  }
}
