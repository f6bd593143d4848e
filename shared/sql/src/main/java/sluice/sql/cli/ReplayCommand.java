package sluice.sql.cli;

import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sluice.RejectedException;
import sluice.load.Quarantine;
import sluice.plan.LandingTable;

/** {@code sluice replay}: lets files land again that are in quarantine. */
@Command(
    name = "replay",
    description = {
      "Lets files land again that are in quarantine, once the plan was mended.",
      "It may be cut and called again: each file is in quarantine or has landed, never both."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private CommandSpec spec;

  @Mixin private final BucketOption bucket = new BucketOption();

  @Parameters(paramLabel = "TABLE", description = "DATASET.TABLE.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private String table;

  @Option(
      names = {"-o", "--object"},
      paramLabel = "GLOB",
      defaultValue = "**",
      description = "Only files whose path, as it landed, fits: 2026/*.csv, **/may.csv.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private String glob;

  @Override
  public Integer call() {
    PathMatcher wanted = matcher(glob);
    LandingTable landing = bucket.table(table);
    Quarantine quarantine = new Quarantine(bucket.store());
    List<Quarantine.Kept> kept =
        quarantine.list(landing).stream()
            .filter(object -> wanted.matches(Path.of(object.path())))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    int left = 0;
    for (Quarantine.Kept object : kept) {
      Quarantine.Replay replay = quarantine.replay(landing, object);
      left += replay == Quarantine.Replay.NAME_IS_TAKEN ? 1 : 0;
      out.println(object.path() + says(replay));
      out.flush();
    }
    if (kept.isEmpty()) {
      out.printf("Nothing of %s that fits '%s' is in quarantine.%n", table, glob);
      out.flush();
    }
    return left == 0 ? 0 : 1;
  }

  private static String says(Quarantine.Replay replay) {
    return switch (replay) {
      case LANDED -> " has landed again.";
      case NAME_IS_TAKEN ->
          " stays: another file of that name waits to be loaded. Call this again once it is.";
      case GONE -> " was put back meanwhile.";
    };
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new RejectedException(
          "--object is '%s': %s. Write a glob, like 2026/*.csv."
              .formatted(glob, e.getDescription()),
          e);
    }
  }
}
