package sluice.handover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sluice.handover.ForeignBucket.Entry;
import sluice.plan.Handover;

/**
 * Which objects of a listing a table takes. What was taken is known by each object's identity and
 * not by a time: two objects may have the same one, and one that appears late has an early one.
 */
final class Selection {

  private static final Comparator<Entry> IN_ORDER =
      Comparator.comparing(Entry::modified).thenComparing(Entry::key);

  private final Handover handover;
  private final Globs included;
  private final Globs excluded;
  private final Taken taken;
  private final Set<String> left;
  private final List<Entry> waiting = new ArrayList<>();
  private final Set<String> seenAgain = new HashSet<>();
  private final Set<String> complete = new HashSet<>();

  /**
   * @param left the identities of objects that are left alone for now
   */
  Selection(Handover handover, Taken taken, Set<String> left) {
    this.handover = handover;
    this.included = Globs.of(handover.include().isEmpty() ? List.of("**") : handover.include());
    this.excluded = Globs.of(handover.exclude());
    this.taken = taken;
    this.left = left;
  }

  /** What every key begins with that may be taken, so that no more is listed. */
  static String prefix(Handover handover) {
    List<String> literals = handover.include().stream().map(Globs::literal).distinct().toList();
    return handover.prefix() + (literals.size() == 1 ? literals.get(0) : "");
  }

  /** Looks at the next object of the listing. */
  void see(Entry entry) {
    if (!entry.key().startsWith(handover.prefix())) {
      return;
    }
    String key = entry.key().substring(handover.prefix().length());
    String name = key.substring(key.lastIndexOf('/') + 1);
    if (handover.marker().filter(name::equals).isPresent()) {
      complete.add(folder(entry));
    }
    if (entry.size() == 0 || hidden(name) || !included.matches(key) || excluded.matches(key)) {
      return;
    }
    String identity = Taken.identity(entry);
    if (taken.has(identity)) {
      seenAgain.add(identity);
    } else if (!left.contains(identity)) {
      waiting.add(entry);
    }
  }

  /** The identities of what was taken before and is still there. */
  Set<String> seenAgain() {
    return Set.copyOf(seenAgain);
  }

  /** How many objects wait until their folder is complete. */
  long incomplete() {
    return waiting.stream().filter(entry -> !isComplete(entry)).count();
  }

  /**
   * What is taken, in commits of at most so much each: by time, and whole folders where a marker
   * makes them one.
   */
  List<List<Entry>> rounds(int objects, long bytes) {
    List<List<Entry>> rounds = new ArrayList<>();
    List<Entry> round = new ArrayList<>();
    long size = 0;
    for (List<Entry> together : sets()) {
      long more = together.stream().mapToLong(Entry::size).sum();
      if (!round.isEmpty() && (round.size() + together.size() > objects || size + more > bytes)) {
        rounds.add(List.copyOf(round));
        round.clear();
        size = 0;
      }
      round.addAll(together);
      size += more;
    }
    if (!round.isEmpty()) {
      rounds.add(List.copyOf(round));
    }
    return rounds;
  }

  private List<List<Entry>> sets() {
    List<Entry> ready = waiting.stream().filter(this::isComplete).sorted(IN_ORDER).toList();
    if (handover.marker().isEmpty()) {
      return ready.stream().map(List::of).toList();
    }
    Map<String, List<Entry>> folders =
        ready.stream()
            .collect(Collectors.groupingBy(Selection::folder, TreeMap::new, Collectors.toList()));
    return folders.values().stream()
        .sorted(Comparator.comparing(set -> set.get(0), IN_ORDER))
        .toList();
  }

  private boolean isComplete(Entry entry) {
    return handover.marker().isEmpty() || complete.contains(folder(entry));
  }

  private static String folder(Entry entry) {
    return entry.key().substring(0, entry.key().lastIndexOf('/') + 1);
  }

  /** Folders of consoles, and what writers keep for themselves. */
  private static boolean hidden(String name) {
    return name.isEmpty() || name.startsWith("_") || name.startsWith(".");
  }
}
