package sluice.testing.sim;

import java.util.function.Supplier;
import sluice.UnavailableException;
import sluice.testing.sim.Turns.Killed;

/** Stands between callers and ports: gives turns, ends calls as it was told, and notes them. */
final class Trouble {
  /** How a submit is spoken of. */
  static final String SUBMIT = "submits job ";

  private final Turns turns;
  private final Trace trace;
  private final Tally tally;

  Trouble(Turns turns, Trace trace, Tally tally) {
    this.turns = turns;
    this.trace = trace;
    this.tally = tally;
  }

  /** A call that changes nothing. */
  <T> T look(String what, Supplier<T> call) {
    Ending ending = turn();
    if (ending == Ending.WAITS) {
      return call.get();
    }
    return end(ending, () -> what, call);
  }

  /** A call that has an effect. */
  <T> T effect(Supplier<String> what, Supplier<T> call) {
    Ending ending = turn();
    if (ending == Ending.WAITS) {
      T answer = call.get();
      trace.note(turns.name(), () -> what.get() + (answer.equals(false) ? ", in vain" : ""));
      return answer;
    }
    return end(ending, what, call);
  }

  private Ending turn() {
    try {
      return turns.call();
    } catch (Killed e) {
      tally.count("fault: " + Ending.KILLED_BEFORE.words());
      throw e;
    }
  }

  private <T> T end(Ending ending, Supplier<String> what, Supplier<T> call) {
    boolean ambiguous = ending == Ending.ANSWER_LOST && what.get().startsWith(SUBMIT);
    tally.count("fault: " + (ambiguous ? "the answer to a submit is lost" : ending.words()));
    String unheard = ending.fails() ? "" : String.valueOf(call.get());
    trace.note(
        turns.name(),
        () -> what.get() + (unheard.equals("false") ? ", in vain; " : "; ") + ending.words());
    if (ending == Ending.KILLED_AFTER) {
      throw new Killed();
    }
    throw new UnavailableException(
        "%s: %s. It will be tried again.".formatted(what.get(), ending.words()));
  }
}
