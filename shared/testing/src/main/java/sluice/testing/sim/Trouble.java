package sluice.testing.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import sluice.UnavailableException;
import sluice.testing.sim.Faults.Kind;

/** Stands between callers and ports: gives turns, makes calls fail, and notes what was called. */
final class Trouble {

  private static final int ONE_IN = 40;

  private final Turns turns;
  private final Faults faults;
  private final Random random;
  private final List<String> script = new ArrayList<>();
  private boolean healed;

  Trouble(Turns turns, Faults faults, Random random) {
    this.turns = turns;
    this.faults = faults;
    this.random = random;
  }

  /** From now on every call does what it should. */
  void heal() {
    healed = true;
    note("the world heals");
  }

  /** Whether anything may go wrong still. */
  boolean mayGoWrong() {
    return !healed;
  }

  /** What was done, by whom, in order. */
  List<String> script() {
    return script;
  }

  void note(String what) {
    script.add(turns.name() + ": " + what);
  }

  /** A call that changes nothing. */
  <T> T look(Supplier<T> call) {
    turns.call();
    if (happens(Kind.UNAVAILABLE)) {
      throw unavailable("a look fails");
    }
    return call.get();
  }

  /** A call that has an effect. */
  <T> T effect(String what, Supplier<T> call) {
    turns.call();
    if (happens(Kind.UNAVAILABLE)) {
      throw unavailable(what + " fails without effect");
    }
    T answer = call.get();
    note(what + " -> " + answer);
    if (happens(Kind.AMBIGUOUS)) {
      throw unavailable("its answer is lost");
    }
    return answer;
  }

  private boolean happens(Kind kind) {
    return !healed && faults.may(kind) && turns.isCaller() && random.nextInt(ONE_IN) == 0;
  }

  private UnavailableException unavailable(String what) {
    note(what);
    return new UnavailableException("The simulator says no: " + what + ".");
  }
}
