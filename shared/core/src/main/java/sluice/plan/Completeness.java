package sluice.plan;

import static sluice.RejectedException.require;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which files of a table belong together: none of a set is loaded before all are there.
 *
 * @param markers the paths below {@code landing/} of the files that say so, where files are routed
 * @param due how long after its first file a set is to be complete; nobody is told where nothing is
 *     said
 */
public record Completeness(Rule rule, List<PathPattern> markers, Optional<Duration> due) {

  public Completeness {
    markers = List.copyOf(markers);
  }

  /** What makes a set complete. */
  public sealed interface Rule {}

  /** The files of a folder, once one of that name is there; its content is not looked at. */
  public record Success(String name) implements Rule {}

  /** The files of a folder, once one of that name is there, and every file that it names. */
  public record Manifest(String name) implements Rule {}

  /**
   * The files whose paths agree in every other named group, once each expected value of one group
   * is there.
   */
  public record OnePer(String group, List<String> expected) implements Rule {
    public OnePer {
      expected = List.copyOf(expected);
      require(!expected.isEmpty(), "expected names nothing", "List the values, like [s1, s2].");
    }
  }

  /** The name of the file that marks a folder's set, if one does. */
  public Optional<String> marker() {
    if (rule instanceof Success success) {
      return Optional.of(success.name());
    }
    return rule instanceof Manifest manifest ? Optional.of(manifest.name()) : Optional.empty();
  }

  /** Whether a file marks a set. */
  public boolean isMarker(String path) {
    return marker().filter(path.substring(path.lastIndexOf('/') + 1)::equals).isPresent();
  }
}
