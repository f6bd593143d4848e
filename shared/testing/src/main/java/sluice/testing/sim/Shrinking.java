package sluice.testing.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for a shorter script that fails too, by delta debugging: parts of the moves are left out,
 * ever smaller ones, as long as what is left fails. A clock bounds it.
 */
final class Shrinking {

  private final long deadline;
  private Script shortest;

  private Shrinking(Script failing, Duration longest) {
    this.deadline = System.nanoTime() + longest.toNanos();
    this.shortest = failing;
  }

  /** The shortest script found within that time. */
  static Script of(Script failing, Duration longest) {
    Shrinking shrinking = new Shrinking(failing, longest);
    int before;
    do {
      before = shrinking.shortest.moves().size();
      shrinking.leaveOutMoves();
      shrinking.simplifySetting();
      shrinking.simplifyMoves();
    } while (shrinking.shortest.moves().size() < before && shrinking.hasTime());
    return shrinking.shortest;
  }

  private void leaveOutMoves() {
    int part = Math.max(1, shortest.moves().size() / 2);
    while (hasTime()) {
      boolean found = leaveOut(part);
      if (!found && part == 1) {
        return;
      }
      part = found ? part : Math.max(1, part / 2);
    }
  }

  /** Leaves out parts of that many moves, from the end; whether one could be. */
  private boolean leaveOut(int part) {
    boolean found = false;
    for (int to = shortest.moves().size(); to > 0 && hasTime(); to -= part) {
      List<Move> moves = shortest.moves();
      int end = Math.min(to, moves.size());
      List<Move> fewer = new ArrayList<>(moves.subList(0, Math.max(0, end - part)));
      fewer.addAll(moves.subList(end, moves.size()));
      found |= fewer.size() < moves.size() && fails(shortest.with(fewer));
    }
    return found;
  }

  private void simplifySetting() {
    for (Setting simpler : shortest.setting().simpler()) {
      if (hasTime()) {
        fails(shortest.with(simpler));
      }
    }
  }

  /** A caller that comes to its end is plainer than one that stops on its way. */
  private void simplifyMoves() {
    for (int i = 0; i < shortest.moves().size() && hasTime(); i++) {
      if (shortest.moves().get(i) instanceof Move.Proceed proceed) {
        List<Move> moves = new ArrayList<>(shortest.moves());
        moves.set(i, new Move.Finish(proceed.caller()));
        fails(shortest.with(moves));
      }
    }
  }

  private boolean fails(Script script) {
    if (Simulation.run(script).holds()) {
      return false;
    }
    shortest = script;
    return true;
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }
}
