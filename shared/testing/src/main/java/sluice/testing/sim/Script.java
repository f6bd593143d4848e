package sluice.testing.sim;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * All that decides a run: what it begins with, and what happens then. A script with some moves left
 * out is a script too.
 *
 * @param seed decides the order in which everything settles after the last move
 */
record Script(long seed, Setting setting, List<Move> moves) {

  Script {
    moves = List.copyOf(moves);
  }

  /** The script of a seed. */
  static Script of(long seed) {
    Random random = new Random(~seed * 0x9E3779B97F4A7C15L);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (random.nextInt(6) < kind.inSix()) {
        kinds.add(kind);
      }
    }
    Setting setting = Setting.of(random, kinds);
    return new Script(seed, setting, new Moves(random, kinds).some(30 + random.nextInt(120)));
  }

  Script with(Setting next) {
    return new Script(seed, next, moves);
  }

  Script with(List<Move> next) {
    return new Script(seed, setting, next);
  }
}
