package sluice.sql.paths;

import static sluice.RejectedException.require;

import java.util.ArrayList;
import java.util.List;

/**
 * A shape as a finite automaton without determinism (Thompson's construction): from a state it goes
 * on by itself, or by a character.
 */
final class Machine {
  private static final int MOST_STATES = 2_000;

  private final List<List<Integer>> leaps = new ArrayList<>();
  private final List<List<Move>> moves = new ArrayList<>();

  /** A state that is reached by a character. */
  record Move(Letters letters, int to) {}

  static final int START = 0;
  private final int end;

  private Machine(Shape shape) {
    state();
    this.end = add(shape, START);
  }

  /**
   * The machine that takes a shape's paths.
   *
   * @throws sluice.RejectedException for one of thousands of states
   */
  static Machine of(Shape shape) {
    return new Machine(shape);
  }

  int end() {
    return end;
  }

  List<Integer> leaps(int state) {
    return leaps.get(state);
  }

  List<Move> moves(int state) {
    return moves.get(state);
  }

  /** Adds what takes a shape from a state on; the state behind it. */
  private int add(Shape shape, int from) {
    if (shape instanceof Shape.One one) {
      int to = state();
      moves.get(from).add(new Move(one.letters(), to));
      return to;
    } else if (shape instanceof Shape.Sequence sequence) {
      int at = from;
      for (Shape part : sequence.parts()) {
        at = add(part, at);
      }
      return at;
    } else if (shape instanceof Shape.Choice choice) {
      int to = state();
      for (Shape part : choice.parts()) {
        int begin = state();
        leaps.get(from).add(begin);
        leaps.get(add(part, begin)).add(to);
      }
      return to;
    } else if (shape instanceof Shape.Repeat repeat) {
      return repeat(repeat, from);
    }
    return add(((Shape.Named) shape).part(), from);
  }

  private int repeat(Shape.Repeat repeat, int from) {
    int at = from;
    for (int time = 0; time < repeat.least(); time++) {
      at = add(repeat.part(), at);
    }
    int to = state();
    if (repeat.most() == Shape.Repeat.ENDLESS) {
      int loop = state();
      leaps.get(at).add(loop);
      leaps.get(add(repeat.part(), loop)).add(loop);
      leaps.get(loop).add(to);
      return to;
    }
    leaps.get(at).add(to);
    for (int time = repeat.least(); time < repeat.most(); time++) {
      at = add(repeat.part(), at);
      leaps.get(at).add(to);
    }
    return to;
  }

  private int state() {
    require(leaps.size() < MOST_STATES, "is too large", "Write fewer or smaller repetitions.");
    leaps.add(new ArrayList<>());
    moves.add(new ArrayList<>());
    return leaps.size() - 1;
  }
}
