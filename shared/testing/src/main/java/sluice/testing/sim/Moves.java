package sluice.testing.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Makes up what happens in a run. */
final class Moves {

  private static final int FILES = 6;
  private static final int MANY = 1_000;
  private static final int KEYS = 3;
  private static final int DAYS = 3;

  private final Random random;
  private final Set<Kind> kinds;
  private final List<Ending> endings;
  private final List<String> reasons;
  private final List<Move> moves = new ArrayList<>();
  private int rows;
  private int slots;

  Moves(Random random, Set<Kind> kinds) {
    this.random = random;
    this.kinds = Set.copyOf(kinds);
    this.endings = endings(kinds);
    this.reasons =
        Stream.of(Reason.PASSING, Reason.PASSING, Reason.FOR_PEOPLE, Reason.OF_INPUT)
            .flatMap(List::stream)
            .toList();
  }

  private static List<Ending> endings(Set<Kind> kinds) {
    List<Ending> endings = new ArrayList<>(List.of(Ending.WAITS, Ending.WAITS));
    if (kinds.contains(Kind.HELD_UP)) {
      endings.add(Ending.HELD_UP);
    }
    if (kinds.contains(Kind.KILL)) {
      endings.addAll(List.of(Ending.KILLED_BEFORE, Ending.KILLED_AFTER));
    }
    if (kinds.contains(Kind.LOST_ANSWER)) {
      endings.add(Ending.ANSWER_LOST);
    }
    if (kinds.contains(Kind.UNAVAILABLE)) {
      endings.addAll(List.of(Ending.FAILED_429, Ending.FAILED_500, Ending.FAILED_503));
    }
    return endings;
  }

  List<Move> some(int count) {
    while (moves.size() < count) {
      add();
    }
    return moves;
  }

  private void add() {
    switch (random.nextInt(27)) {
      case 0, 1, 2 -> land();
      case 3 -> seldom();
      case 4 -> extract();
      case 5 -> moves.add(new Move.Pass(time()));
      case 6 -> moves.add(new Move.Sweep(any()));
      case 7 -> about(Kind.LOST_EVENT, new Move.Lose(any()));
      case 8 -> about(Kind.REPEATED_EVENT, new Move.Repeat(any()));
      case 9 -> about(Kind.HELD_UP, new Move.GoOn(any()));
      case 10, 11, 12, 13 -> endJob();
      case 14, 15, 16, 17 -> deliver();
      case 18, 19 -> moves.add(new Move.Finish(any()));
      case 20 -> merge();
      case 21 -> partition();
      default -> proceed();
    }
  }

  private void about(Kind kind, Move move) {
    if (kinds.contains(kind)) {
      moves.add(move);
    }
  }

  private boolean happens(Kind kind, int oneIn) {
    return kinds.contains(kind) && random.nextInt(oneIn) == 0;
  }

  private int any() {
    return random.nextInt(MANY);
  }

  private void land() {
    boolean orders = random.nextInt(4) > 0;
    Arrivals.Dropped into = orders ? Arrivals.Dropped.ORDERS : Arrivals.Dropped.SHOPS;
    String path = kinds.contains(Kind.OVERWRITE) ? "f" + random.nextInt(FILES) : "f" + ++rows;
    if (happens(Kind.ZERO_BYTES_FIRST, 5)) {
      moves.add(new Move.LandNothing(into, path, ""));
      middle();
    }
    if (happens(Kind.BAD_FILE, 6)) {
      Landed.Bad how = random.nextBoolean() ? Landed.Bad.NAMED : Landed.Bad.UNNAMED;
      moves.add(new Move.LandBad(into, path, how));
    } else if (orders) {
      moves.add(new Move.Land(into, path, List.of("o" + ++rows, "o" + ++rows)));
    } else {
      String row = happens(Kind.FAILED_CHECK, 3) ? World.POISON : "s" + ++rows;
      moves.add(new Move.Land(into, path, List.of(row)));
    }
  }

  private void merge() {
    if (kinds.contains(Kind.MERGED_ROWS)) {
      List<String> some = new ArrayList<>();
      for (int row = 0; row <= random.nextInt(3); row++) {
        some.add(member());
      }
      String path = kinds.contains(Kind.OVERWRITE) ? "m" + random.nextInt(FILES) : "m" + rows;
      moves.add(
          happens(Kind.BAD_FILE, 8)
              ? new Move.LandBad(Arrivals.Dropped.MEMBERS, path, Landed.Bad.NAMED)
              : new Move.Land(Arrivals.Dropped.MEMBERS, path, some));
    }
  }

  /**
   * A version of a row. A deletion leaves nothing behind, so that an older version that came after
   * it would be added: only keys that are never deleted have such.
   */
  private String member() {
    int key = random.nextInt(2 * KEYS);
    long number = ++rows * (long) MANY;
    if (key < KEYS) {
      return "k%d@%d%s".formatted(key, number, random.nextInt(3) == 0 ? "!" : "");
    }
    return "k%d@%d"
        .formatted(key, number - random.nextInt(20) * (long) MANY + random.nextInt(MANY));
  }

  private void partition() {
    if (!kinds.contains(Kind.PARTITION_SETS)) {
      return;
    }
    String day = "2026-01-0" + (1 + random.nextInt(DAYS));
    int run = ++rows;
    int files = 1 + random.nextInt(3);
    for (int file = 1; file <= files; file++) {
      moves.add(new Move.LandPart(day, run, file, happens(Kind.BAD_FILE, 8)));
      if (random.nextInt(3) == 0) {
        middle();
      }
    }
    if (random.nextInt(5) > 0) {
      moves.add(new Move.MarkSet(day, run));
    }
  }

  /** Between a file's first write and its second. */
  private void middle() {
    if (random.nextBoolean()) {
      deliver();
      proceed();
    }
  }

  private void seldom() {
    switch (random.nextInt(4)) {
      case 0 ->
          about(
              Kind.TAKEN_AWAY,
              new Move.TakeAway(Arrivals.Dropped.ORDERS, "f" + random.nextInt(FILES)));
      case 1 ->
          about(
              Kind.HIDDEN_FILE,
              new Move.LandNothing(
                  Arrivals.Dropped.ORDERS, random.nextBoolean() ? "_SUCCESS" : ".f1.crc", "x"));
      case 2 -> about(Kind.EMPTY_SNAPSHOT, new Move.TurnStock());
      default -> about(Kind.CHANGED_PLAN, new Move.ChangePlan());
    }
  }

  private void extract() {
    if (kinds.contains(Kind.EXTRACT)) {
      slots += random.nextInt(2);
      moves.add(new Move.Extract(random.nextInt(3), slots));
    }
  }

  private void deliver() {
    int event = kinds.contains(Kind.REORDERED_EVENTS) ? any() : 0;
    moves.add(new Move.Deliver(event, any()));
  }

  private void proceed() {
    Ending ending = endings.get(random.nextInt(endings.size()));
    moves.add(new Move.Proceed(any(), 1 + random.nextInt(12), ending));
  }

  private void endJob() {
    if (random.nextInt(5) == 0) {
      moves.add(new Move.BeginJob(any()));
    } else if (happens(Kind.FAILED_JOB, 4)) {
      moves.add(new Move.FailJob(any(), reasons.get(random.nextInt(reasons.size()))));
    } else {
      moves.add(new Move.EndJob(any()));
    }
  }

  private Duration time() {
    Optional<Duration> hours =
        happens(Kind.LONG_TIMES, 4)
            ? Optional.of(Duration.ofMinutes(random.nextInt(30 * 60)))
            : Optional.empty();
    return hours.orElseGet(() -> Duration.ofSeconds(random.nextInt(90)));
  }
}
