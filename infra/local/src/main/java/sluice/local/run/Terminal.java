package sluice.local.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person watches: one line an event, in columns, coloured where the terminal can. */
final class Terminal {

  /** How a line is coloured, by ANSI's numbers. */
  enum Tone {
    PLAIN("0"),
    DIM("2"),
    GOOD("32"),
    WARN("33"),
    BAD("31"),
    BOLD("1");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final boolean coloured;

  Terminal(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  synchronized void line(Tone tone, String text) {
    out.println(coloured ? "\u001b[%sm%s\u001b[0m".formatted(tone.code, text) : text);
    out.flush();
  }

  void plain(String text) {
    line(Tone.PLAIN, text);
  }

  /** A table with a rule under its header; columns of numbers are flush right. */
  void table(List<String> header, List<List<String>> rows) {
    int[] widths = new int[header.size()];
    boolean[] right = new boolean[header.size()];
    for (int column = 0; column < widths.length; column++) {
      int at = column;
      widths[column] =
          Math.max(
              width(header.get(at)),
              rows.stream().mapToInt(row -> width(row.get(at))).max().orElse(0));
      right[column] = rows.stream().allMatch(row -> row.get(at).matches("-?[0-9.,]*"));
    }
    line(Tone.BOLD, "  " + cells(header, widths, right));
    StringBuilder rule = new StringBuilder("  ");
    for (int width : widths) {
      rule.append("─".repeat(width)).append("  ");
    }
    line(Tone.DIM, rule.toString().stripTrailing());
    rows.forEach(row -> plain("  " + cells(row, widths, right)));
  }

  private static String cells(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String gap = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(right[i] ? gap + cells.get(i) : cells.get(i) + gap).append("  ");
    }
    return line.toString().stripTrailing();
  }

  /** How many places a terminal gives a text: two for each character of East Asian width. */
  static int width(String text) {
    return text.codePoints().map(point -> wide(point) ? 2 : 1).sum();
  }

  private static boolean wide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE4F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0xFFE0 && point <= 0xFFE6)
        || (point >= 0x1F300 && point <= 0x1FAFF);
  }

  /** {@code 1.9 s} or {@code 2 min 5 s}. */
  static String time(Duration duration) {
    return duration.toMinutes() > 0
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** {@code 8.1 MB}. */
  static String bytes(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** {@code 100,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String commas(List<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }
}
