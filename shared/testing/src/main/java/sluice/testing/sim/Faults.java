package sluice.testing.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What may happen in a run.
 *
 * @param kinds of trouble
 * @param callers at most at one time
 * @param moves how often something happens before the world heals
 */
record Faults(Set<Kind> kinds, int callers, int moves) {

  /** A kind of trouble. */
  enum Kind {
    /** A caller ends between two calls of ports. */
    KILL,
    /** A call has its effect and ends as unavailable. */
    AMBIGUOUS,
    /** A call has no effect and ends as unavailable. */
    UNAVAILABLE,
    /** A wake never comes. */
    LOST_WAKE,
    /** A wake comes again. */
    REPEATED_WAKE,
    /** A landed file is written over, or taken away. */
    OVERWRITE,
    /** A file is no rows. */
    BAD_FILE,
    /** A job fails with a reason that passes. */
    FAILED_JOB,
    /** Rows come that a check refuses. */
    FAILED_CHECK,
    /** The definition of a transform changes. */
    CHANGED_PLAN,
    /** A source is read. */
    EXTRACT
  }

  Faults {
    kinds = Set.copyOf(kinds);
  }

  /** Some of everything; each seed leaves some kinds out, so that the others are seen apart. */
  static Faults of(Random random) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (random.nextInt(3) > 0) {
        kinds.add(kind);
      }
    }
    return new Faults(kinds, 2 + random.nextInt(3), 40 + random.nextInt(160));
  }

  boolean may(Kind kind) {
    return kinds.contains(kind);
  }

  /** The same with one thing less, the plainest first. */
  List<Faults> simpler() {
    List<Faults> simpler = new ArrayList<>();
    if (moves > 3) {
      simpler.add(new Faults(kinds, callers, moves / 2));
    }
    if (callers > 1) {
      simpler.add(new Faults(kinds, callers - 1, moves));
    }
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind)) {
        Set<Kind> fewer = EnumSet.copyOf(kinds);
        fewer.remove(kind);
        simpler.add(new Faults(fewer, callers, moves));
      }
    }
    if (moves > 3) {
      simpler.add(new Faults(kinds, callers, moves - 1));
    }
    return simpler;
  }

  @Override
  public String toString() {
    return "%d callers, %d moves, %s"
        .formatted(callers, moves, kinds.isEmpty() ? "no faults" : EnumSet.copyOf(kinds));
  }
}
