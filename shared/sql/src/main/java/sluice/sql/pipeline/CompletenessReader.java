package sluice.sql.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.RejectedException;
import sluice.plan.Completeness;
import sluice.plan.Completeness.Rule;
import sluice.sql.paths.PathSyntax;

/**
 * Reads which files of a table wait for each other.
 *
 * @param markers the patterns of the files that mark a set, each where its table's pattern stands
 */
record CompletenessReader(Completeness completeness, List<Located<PathSyntax>> markers) {

  private static final String ONE_RULE =
      "Write one of success_file, manifest and one_per below it.";

  /** The rule, empty and told where it is none. */
  static Optional<CompletenessReader> read(
      Settings complete, Settings table, List<Located<PathSyntax>> match) {
    Optional<String> success =
        complete.value("success_file", CompletenessReader::file, "Name it, like _SUCCESS.");
    Optional<String> manifest =
        complete.value("manifest", CompletenessReader::file, "Name it, like manifest.txt.");
    Optional<String> group =
        complete.value("one_per", Readings::text, "Name a group of match, like shop.");
    Optional<Duration> due =
        complete.value("due", Readings::duration, "Write how long, like PT2H.");
    List<String> expected =
        complete.list("expected", Readings::text, "List the values, like [s1, s2].").stream()
            .map(Located::value)
            .toList();
    if (group.isEmpty()) {
      complete.refuse("expected", "is for one_per", "Remove it, or write one_per.");
    }
    complete.refuseOthers();
    List<Rule> rules = new ArrayList<>();
    success.ifPresent(name -> rules.add(new Completeness.Success(name)));
    manifest.ifPresent(name -> rules.add(new Completeness.Manifest(name)));
    group.flatMap(name -> onePer(name, expected, complete, match)).ifPresent(rules::add);
    int written =
        (int) List.of(success, manifest, group).stream().filter(Optional::isPresent).count();
    if (written != 1) {
      table.refuse("complete", "has %d rules".formatted(written), ONE_RULE);
    }
    if (written != 1 || rules.size() != 1) {
      return Optional.empty();
    }
    List<Located<PathSyntax>> markers = markers(success.or(() -> manifest), table, match);
    return Optional.of(
        new CompletenessReader(
            new Completeness(
                rules.get(0), markers.stream().map(each -> each.value().pattern()).toList(), due),
            markers));
  }

  private static Optional<Rule> onePer(
      String group, List<String> expected, Settings complete, List<Located<PathSyntax>> match) {
    boolean known =
        !match.isEmpty() && match.stream().allMatch(each -> each.value().groups().contains(group));
    if (!known) {
      complete.refuse(
          "one_per",
          "is '%s', which is no group of every pattern in match".formatted(group),
          "Name the group there, like (?P<%s>[^/]+).".formatted(group));
    }
    if (expected.isEmpty()) {
      complete.refuse("one_per", "says no expected values", "Write expected: [s1, s2] beside it.");
    }
    return known && !expected.isEmpty()
        ? Optional.of(new Completeness.OnePer(group, expected))
        : Optional.empty();
  }

  private static List<Located<PathSyntax>> markers(
      Optional<String> name, Settings table, List<Located<PathSyntax>> match) {
    List<Located<PathSyntax>> markers = new ArrayList<>();
    for (Located<PathSyntax> pattern : match) {
      try {
        name.ifPresent(
            file -> markers.add(new Located<>(pattern.value().beside(file), pattern.place())));
      } catch (RejectedException e) {
        table.refuse("match", e);
      }
    }
    return markers;
  }

  private static String file(String text) {
    RejectedException.require(
        !text.isBlank() && !text.contains("/"),
        "is '%s'".formatted(text),
        "Write the name of a file without its folder.");
    return text.strip();
  }
}
