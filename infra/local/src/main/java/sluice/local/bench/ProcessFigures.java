package sluice.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.RejectedException;

/**
 * What Linux knows of a process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ProcessFigures {

  /** {@code sysconf(_SC_CLK_TCK)}, which is 100 on every Linux that Java runs on. */
  private static final int TICKS_A_SECOND = 100;

  /** Fields that follow the command's name; the state is the first. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private final Path folder;

  ProcessFigures(long pid) {
    this.folder = Path.of("/proc", Long.toString(pid));
    if (!Files.isReadable(folder.resolve("stat"))) {
      throw new RejectedException(
          "%s cannot be read. Measure on Linux, which counts there.".formatted(folder));
    }
  }

  /** Processor time of its own so far. */
  Duration processor() {
    return sum(USER, SYSTEM);
  }

  /** Processor time of its children that have ended. */
  Duration endedChildren() {
    return sum(CHILDREN_USER, CHILDREN_SYSTEM);
  }

  /** The command lines of its children; empty for one that has ended and is not yet reaped. */
  List<String> children() {
    List<String> titles = new ArrayList<>();
    for (String line : lines("task/%s/children".formatted(folder.getFileName()))) {
      for (String child : line.strip().split(" ")) {
        titles.add(title(child));
      }
    }
    return titles;
  }

  private static String title(String child) {
    try {
      return Files.readString(Path.of("/proc", child, "cmdline")).replace('\0', ' ').strip();
    } catch (IOException e) {
      return "gone";
    }
  }

  /** The most memory that it ever had resident, in MiB. */
  double peakMiB() {
    return lines("status").stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  private Duration sum(int one, int other) {
    String line = lines("stat").get(0);
    // The command's name is in parentheses, and may hold blanks.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[one]) + Long.parseLong(fields[other]);
    return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
