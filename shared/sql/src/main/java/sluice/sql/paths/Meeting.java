package sluice.sql.paths;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Looks for a path that two machines take: goes through both at once, breadth first. */
final class Meeting {
  private final Machine one;
  private final Machine other;
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Step> next = new ArrayDeque<>();

  private record Step(int one, int other, String path) {}

  private Meeting(Machine one, Machine other) {
    this.one = one;
    this.other = other;
  }

  /** The shortest path that both take, if there is one. */
  static Optional<String> of(Machine one, Machine other) {
    return new Meeting(one, other).find();
  }

  private Optional<String> find() {
    reach(Machine.START, Machine.START, "");
    while (!next.isEmpty()) {
      Step step = next.remove();
      if (step.one() == one.end() && step.other() == other.end()) {
        return Optional.of(step.path());
      }
      for (Machine.Move move : one.moves(step.one())) {
        for (Machine.Move along : other.moves(step.other())) {
          Letters both = move.letters().and(along.letters());
          if (!both.isEmpty()) {
            reach(move.to(), along.to(), step.path() + Character.toString(both.example()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Notes a pair of states, and those that both reach by themselves. */
  private void reach(int first, int second, String path) {
    Deque<Step> reached = new ArrayDeque<>();
    reached.add(new Step(first, second, path));
    while (!reached.isEmpty()) {
      Step step = reached.remove();
      if (seen.add(((long) step.one() << 32) | step.other())) {
        next.add(step);
        one.leaps(step.one()).forEach(to -> reached.add(new Step(to, step.other(), path)));
        other.leaps(step.other()).forEach(to -> reached.add(new Step(step.one(), to, path)));
      }
    }
  }
}
