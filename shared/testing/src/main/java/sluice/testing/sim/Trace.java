package sluice.testing.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What was done in a run, by whom, in order; kept only for runs that somebody reads. */
final class Trace {
  private static final int LONGEST = 200;

  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  private Trace(boolean kept) {
    this.kept = kept;
  }

  static Trace none() {
    return new Trace(false);
  }

  static Trace kept() {
    return new Trace(true);
  }

  void note(String who, Supplier<String> what) {
    if (kept) {
      String line = who + ": " + what.get();
      lines.add(line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
