package sluice.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.json.Json;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.state.Hashes;
import sluice.store.ObjectStore;

/**
 * What was written anew of a table's files, for load jobs to read in their place. Each lies under
 * the hash of what decides how: the format and the columns as the plan has them.
 */
final class Rewritten {

  private final ObjectStore store;
  private final LandingTable table;
  private final String current;

  Rewritten(ObjectStore store, LandingTable table) {
    this.store = store;
    this.table = table;
    this.current =
        Hashes.of(
            Stream.concat(
                    Stream.of(Json.write(table.origin())),
                    table.columns().stream().map(Json::write))
                .toList());
  }

  /** The name of what is written anew of a file as the plan is now. */
  String name(LandingObject object) {
    return LandingPaths.rewritten(table) + current + "/" + object.immutablePath();
  }

  /** What was written anew of files, by the files, as the plan is now or was. */
  Map<LandingObject, List<ObjectStore.Entry>> of(List<LandingObject> objects) {
    Map<String, LandingObject> wanted = new HashMap<>();
    objects.forEach(object -> wanted.put(object.immutablePath(), object));
    Map<LandingObject, List<ObjectStore.Entry>> found = new HashMap<>();
    for (ObjectStore.Entry entry : store.list(LandingPaths.rewritten(table), Optional.empty())) {
      LandingObject object = wanted.get(immutablePath(entry.name()));
      if (object != null) {
        found.merge(object, List.of(entry), Rewritten::both);
      }
    }
    return found;
  }

  /** Deletes what was written anew of files that have left. */
  void delete(List<LandingObject> objects) {
    of(objects)
        .values()
        .forEach(
            entries -> entries.forEach(entry -> store.delete(entry.name(), entry.generation())));
  }

  private String immutablePath(String name) {
    String below = name.substring(LandingPaths.rewritten(table).length());
    return below.substring(below.indexOf('/') + 1);
  }

  private static List<ObjectStore.Entry> both(
      List<ObjectStore.Entry> some, List<ObjectStore.Entry> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
