package sluice.load;

import com.google.gson.JsonArray;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import sluice.plan.Arrival;
import sluice.plan.Completeness;
import sluice.store.ObjectStore;

/** Tells which of the files that wait form sets that are complete. */
final class FileSets {

  private final Arrival arrival;
  private final Completeness complete;
  private final Map<String, List<Waiting>> files = new TreeMap<>();
  private final Map<String, List<Waiting>> markers = new TreeMap<>();

  private FileSets(Arrival arrival, Completeness complete) {
    this.arrival = arrival;
    this.complete = complete;
  }

  /**
   * A file that waits.
   *
   * @param entry as the listing shows it, wherever it lies
   */
  record Waiting(LandingObject object, ObjectStore.Entry entry) {}

  /**
   * What is there.
   *
   * @param ready the files that may be loaded, in their order
   * @param markers of the sets that they belong to
   * @param idle the markers of sets that have no file
   */
  record Found(
      TreeSet<LandingObject> ready,
      List<LandingObject> markers,
      List<IncompleteSet> incomplete,
      List<ObjectStore.Entry> idle) {}

  /**
   * Sorts what waits into sets.
   *
   * @param text reads a manifest; empty if it has left
   */
  static Found of(
      Arrival arrival,
      Collection<Waiting> waiting,
      Function<LandingObject, Optional<String>> text) {
    if (arrival.complete().isEmpty()) {
      TreeSet<LandingObject> ready = new TreeSet<>();
      waiting.forEach(file -> ready.add(file.object()));
      return new Found(ready, List.of(), List.of(), List.of());
    }
    FileSets sets = new FileSets(arrival, arrival.complete().get());
    waiting.forEach(sets::add);
    return sets.found(text);
  }

  private void add(Waiting waiting) {
    String path = waiting.object().path();
    Map<String, List<Waiting>> place = complete.isMarker(path) ? markers : files;
    place.computeIfAbsent(arrival.set(path), set -> new ArrayList<>()).add(waiting);
  }

  private Found found(Function<LandingObject, Optional<String>> text) {
    TreeSet<LandingObject> ready = new TreeSet<>();
    List<LandingObject> spent = new ArrayList<>();
    List<IncompleteSet> incomplete = new ArrayList<>();
    files.forEach(
        (set, there) -> {
          List<String> missing = missing(set, there, text);
          if (missing.isEmpty()) {
            there.forEach(file -> ready.add(file.object()));
            markers.getOrDefault(set, List.of()).forEach(file -> spent.add(file.object()));
          } else {
            Instant since =
                there.stream()
                    .map(file -> file.entry().updated())
                    .min(Instant::compareTo)
                    .orElseThrow();
            incomplete.add(new IncompleteSet(set, since, missing));
          }
        });
    List<ObjectStore.Entry> idle =
        markers.entrySet().stream()
            .filter(set -> !files.containsKey(set.getKey()))
            .flatMap(set -> set.getValue().stream())
            .map(Waiting::entry)
            .toList();
    return new Found(ready, spent, incomplete, idle);
  }

  private List<String> missing(
      String set, List<Waiting> there, Function<LandingObject, Optional<String>> text) {
    if (complete.rule() instanceof Completeness.OnePer onePer) {
      return missingValues(set, there, onePer);
    }
    String name = complete.marker().orElseThrow();
    List<Waiting> marking = markers.getOrDefault(set, List.of());
    if (marking.isEmpty()) {
      return List.of(name);
    }
    if (complete.rule() instanceof Completeness.Success) {
      return List.of();
    }
    // Of a manifest that was written again the last one counts.
    LandingObject last =
        marking.stream().map(Waiting::object).max(LandingObject::compareTo).orElseThrow();
    Set<String> named = new TreeSet<>(text.apply(last).map(FileSets::names).orElse(List.of(name)));
    there.forEach(file -> named.remove(lastPart(file.object().path())));
    return List.copyOf(named);
  }

  private List<String> missingValues(String set, List<Waiting> there, Completeness.OnePer onePer) {
    Set<String> values = new HashSet<>();
    for (Waiting file : there) {
      String path = file.object().path();
      if (set.equals(path)) {
        // Its path has no such group: it waits for nobody.
        return List.of();
      }
      values.add(arrival.values(path).getOrDefault(onePer.group(), ""));
    }
    return onePer.expected().stream().filter(value -> !values.contains(value)).toList();
  }

  /** The files that a manifest names: a JSON list of texts, or a line each. */
  private static List<String> names(String manifest) {
    List<String> names = new ArrayList<>();
    if (manifest.strip().startsWith("[")) {
      try {
        JsonArray list = JsonParser.parseString(manifest).getAsJsonArray();
        list.forEach(name -> names.add(lastPart(name.getAsString())));
        return names;
      } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
        return List.of("a manifest that is a list of names");
      }
    }
    manifest
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> names.add(lastPart(line)));
    return names;
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
