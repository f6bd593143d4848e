package sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/logs.md to the events that functions log. */
final class LogsPageTest {

  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/logs.md");
  private static final String NAME = "[a-z]+\\.[a-z]+(?:-[a-z]+)*";

  /** An event that is named where it is logged: behind its key, or behind its level. */
  private static final Pattern LOGGED =
      Pattern.compile("(?:\"event\",|event\\(\\s*Level\\.[A-Z]+,)\\s*\"([a-z]+)\\.");

  private static final Pattern LITERAL = Pattern.compile("\"(" + NAME + ")\"");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(" + NAME + ")` \\|", Pattern.MULTILINE);

  @Test
  void namesEveryEventThatIsLoggedAndNoOther() throws IOException {
    List<String> sources = sources();
    Set<String> subjects = found(LOGGED, sources);
    // Planners hand some names to whoever logs: any literal about a logged subject is an event.
    Set<String> events =
        found(LITERAL, sources).stream()
            .filter(name -> subjects.contains(name.substring(0, name.indexOf('.'))))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(events).contains("load.loaded", "transform.check-failed", "function.failed");
    assertThat(found(ROW, List.of(Files.readString(PAGE)))).isEqualTo(events);
  }

  private static Set<String> found(Pattern pattern, Collection<String> texts) {
    return texts.stream()
        .flatMap(text -> pattern.matcher(text).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Main sources of what functions are made of. */
  private static List<String> sources() throws IOException {
    return modules().stream()
        .map(module -> module.resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(folder -> javaFiles(folder).stream())
        .map(LogsPageTest::text)
        .toList();
  }

  private static List<Path> modules() throws IOException {
    Path shared = ROOT.resolve("shared");
    try (Stream<Path> functions = Files.list(ROOT.resolve("functions"))) {
      return Stream.concat(Stream.of(shared.resolve("core"), shared.resolve("gcp")), functions)
          .toList();
    }
  }

  private static List<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
