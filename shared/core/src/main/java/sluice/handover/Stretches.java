package sluice.handover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.json.Json;
import sluice.store.ObjectStore;

/**
 * The stretches of one object that are copied, whichever call copied them. Each has an object
 * beside it with its fingerprint, which is written when it is whole and makes it count.
 */
final class Stretches {

  private static final String MARK = ".json";

  private final ObjectStore store;
  private final String prefix;
  private final String call;

  /**
   * @param prefix of the stretches of this content of the object, and of no other
   */
  Stretches(ObjectStore store, String prefix, String call) {
    this.store = store;
    this.prefix = prefix;
    this.call = call;
  }

  /** A stretch that is whole. */
  record Stretch(int number, String name, Fingerprint print) {}

  /** Those that were copied before, by their numbers. */
  Map<Integer, Stretch> found() {
    List<ObjectStore.Entry> all = store.list(prefix, Optional.empty());
    Set<String> names = all.stream().map(ObjectStore.Entry::name).collect(Collectors.toSet());
    Map<Integer, Stretch> found = new HashMap<>();
    for (String name : names) {
      if (name.endsWith(MARK)) {
        store
            .read(name)
            .map(content -> Json.read(content.text(), Stretch.class))
            .filter(stretch -> names.contains(stretch.name()))
            .ifPresent(stretch -> found.put(stretch.number(), stretch));
      }
    }
    return found;
  }

  /** A name for the stretch of that number which no other call uses. */
  String name(int number) {
    return place(number) + call;
  }

  /** Makes a stretch count. */
  Stretch keep(int number, String name, Fingerprint print) {
    Stretch stretch = new Stretch(number, name, print);
    store.create(place(number) + call + MARK, Json.write(stretch));
    return stretch;
  }

  /** Makes them one object, in as many steps as it takes. */
  void compose(List<Stretch> all, String to) {
    List<String> rest = new ArrayList<>(all.stream().map(Stretch::name).toList());
    int step = 0;
    while (rest.size() > ObjectStore.MOST_COMPOSED) {
      List<String> first = rest.subList(0, ObjectStore.MOST_COMPOSED);
      String composed = prefix + "composed/" + call + "-" + step++;
      store.compose(List.copyOf(first), composed);
      first.clear();
      rest.add(0, composed);
    }
    store.compose(rest, to);
  }

  /** Deletes them all. */
  void discard() {
    for (ObjectStore.Entry entry : store.list(prefix, Optional.empty())) {
      store.delete(entry.name(), entry.generation());
    }
  }

  private String place(int number) {
    return prefix + "%06d/".formatted(number);
  }
}
