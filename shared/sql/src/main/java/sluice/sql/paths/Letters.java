package sluice.sql.paths;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A set of characters.
 *
 * @param ranges from the smallest to the greatest, apart from each other
 */
record Letters(List<Range> ranges) {

  private static final int LAST = Character.MAX_CODE_POINT;

  static final Letters ANY = new Letters(List.of(new Range(0, LAST)));
  static final Letters NO_SLASH = of('/').others();
  static final Letters DIGITS = between('0', '9');
  static final Letters WORD = DIGITS.or(between('a', 'z')).or(between('A', 'Z')).or(of('_'));
  static final Letters SPACE = between('\t', '\r').or(of(' '));

  /** Characters that follow each other; both ends are in it. */
  record Range(int first, int last) {}

  Letters {
    ranges = List.copyOf(ranges);
  }

  static Letters of(int letter) {
    return between(letter, letter);
  }

  static Letters between(int first, int last) {
    return new Letters(List.of(new Range(first, last)));
  }

  /** The only character, if it is one. */
  Optional<Integer> single() {
    return ranges.size() == 1 && ranges.get(0).first() == ranges.get(0).last()
        ? Optional.of(ranges.get(0).first())
        : Optional.empty();
  }

  Letters or(Letters other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    all.sort(Comparator.comparingInt(Range::first));
    List<Range> joined = new ArrayList<>();
    for (Range next : all) {
      Range last = joined.isEmpty() ? new Range(-2, -2) : joined.get(joined.size() - 1);
      if (next.first() <= last.last() + 1) {
        joined.set(joined.size() - 1, new Range(last.first(), Math.max(last.last(), next.last())));
      } else {
        joined.add(next);
      }
    }
    return new Letters(joined);
  }

  /** Every character that is not in it. */
  Letters others() {
    List<Range> gaps = new ArrayList<>();
    int next = 0;
    for (Range range : ranges) {
      if (next < range.first()) {
        gaps.add(new Range(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= LAST) {
      gaps.add(new Range(next, LAST));
    }
    return new Letters(gaps);
  }

  /** What is in both. */
  Letters and(Letters other) {
    return others().or(other.others()).others();
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  private boolean has(int letter) {
    return ranges.stream().anyMatch(range -> range.first() <= letter && letter <= range.last());
  }

  /** One of them, as readable as can be. */
  int example() {
    int first = ranges.get(0).first();
    return "a0A-_. ".chars().filter(this::has).findFirst().orElse(has('!') ? '!' : first);
  }

  /** As a class of a regular expression. */
  String regex() {
    StringBuilder text = new StringBuilder("[");
    for (Range range : ranges) {
      text.append(escaped(range.first()));
      if (range.first() < range.last()) {
        text.append('-').append(escaped(range.last()));
      }
    }
    return text.append(']').toString();
  }

  private static String escaped(int letter) {
    return String.format(Locale.ROOT, "\\x{%x}", letter);
  }
}
