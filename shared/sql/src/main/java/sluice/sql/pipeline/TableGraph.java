package sluice.sql.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import sluice.schema.TableId;

/** Which table reads which. */
final class TableGraph {
  private final SortedMap<TableId, SortedSet<TableId>> inputs = new TreeMap<>();

  /**
   * The graph of these tables.
   *
   * @param inputs for each table those it reads; inputs that are no table of the graph are left out
   */
  TableGraph(Map<TableId, ? extends Set<TableId>> inputs) {
    inputs.forEach(
        (table, read) -> {
          SortedSet<TableId> inside = new TreeSet<>(read);
          inside.retainAll(inputs.keySet());
          this.inputs.put(table, inside);
        });
  }

  /**
   * The tables, each after those it reads, by name where that leaves a choice; without those in a
   * ring and those that read one (Kahn's algorithm).
   */
  List<TableId> order() {
    Map<TableId, Set<TableId>> open = new HashMap<>();
    TreeSet<TableId> ready = new TreeSet<>();
    inputs.forEach(
        (table, read) -> {
          open.put(table, new HashSet<>(read));
          if (read.isEmpty()) {
            ready.add(table);
          }
        });
    List<TableId> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      TableId next = ready.first();
      ready.remove(next);
      order.add(next);
      open.forEach(
          (table, read) -> {
            if (read.remove(next) && read.isEmpty()) {
              ready.add(table);
            }
          });
    }
    return order;
  }

  /** Rings, none of which shares a table with another; each begins with its first table by name. */
  List<List<TableId>> rings() {
    Set<TableId> seen = new HashSet<>(order());
    List<List<TableId>> rings = new ArrayList<>();
    for (TableId table : inputs.keySet()) {
      if (seen.contains(table)) {
        continue;
      }
      List<TableId> ring = shortestRing(table);
      if (!ring.isEmpty() && Collections.disjoint(seen, ring)) {
        seen.addAll(ring);
        rings.add(ring);
      }
    }
    return rings;
  }

  private List<TableId> shortestRing(TableId start) {
    Map<TableId, TableId> readers = new HashMap<>();
    Deque<TableId> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      TableId reader = open.remove();
      for (TableId read : inputs.getOrDefault(reader, Collections.emptySortedSet())) {
        if (read.equals(start)) {
          return path(start, reader, readers);
        }
        if (readers.putIfAbsent(read, reader) == null) {
          open.add(read);
        }
      }
    }
    return List.of();
  }

  private static List<TableId> path(TableId start, TableId last, Map<TableId, TableId> readers) {
    Deque<TableId> path = new ArrayDeque<>();
    TableId at = last;
    while (!at.equals(start)) {
      path.addFirst(at);
      at = readers.getOrDefault(at, start);
    }
    path.addFirst(start);
    return List.copyOf(path);
  }
}
