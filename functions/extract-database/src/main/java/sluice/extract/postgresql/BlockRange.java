package sluice.extract.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A stretch of a table's blocks on disk, from one, up to but without another. Stretches that meet
 * hold each row once; the first and the last have no bound, so none is missed.
 */
record BlockRange(OptionalLong from, OptionalLong to) implements Stretch {
  static final BlockRange ALL = new BlockRange(OptionalLong.empty(), OptionalLong.empty());

  /** Below this many blocks (2 MiB) a stretch is not worth a statement of its own. */
  static final long FEWEST_BLOCKS = 256;

  /** Several for each connection, so that one with much to read does not end late. */
  private static final int STRETCHES_A_CONNECTION = 16;

  /** Cuts a table of that many blocks. */
  static List<Stretch> cut(long blocks, int connections) {
    long wanted = (long) connections * STRETCHES_A_CONNECTION;
    int stretches = (int) Math.min(wanted, blocks / FEWEST_BLOCKS);
    if (connections == 1 || stretches < 2) {
      return List.of(ALL);
    }
    List<Stretch> ranges = new ArrayList<>();
    OptionalLong from = OptionalLong.empty();
    for (int index = 1; index < stretches; index++) {
      OptionalLong to = OptionalLong.of(blocks * index / stretches);
      ranges.add(new BlockRange(from, to));
      from = to;
    }
    ranges.add(new BlockRange(from, OptionalLong.empty()));
    return ranges;
  }

  @Override
  public List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    from.ifPresent(block -> conditions.add("ctid >= '(%d,0)'::tid".formatted(block)));
    to.ifPresent(block -> conditions.add("ctid < '(%d,0)'::tid".formatted(block)));
    return conditions;
  }
}
