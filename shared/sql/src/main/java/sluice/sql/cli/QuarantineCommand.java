package sluice.sql.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sluice.load.Quarantine;
import sluice.load.Reason;
import sluice.plan.LandingTable;

/** {@code sluice quarantine}: what is in quarantine, and why. */
@Command(
    name = "quarantine",
    description = "Shows the files that could not be loaded, each with its reason.",
    mixinStandardHelpOptions = true)
final class QuarantineCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private CommandSpec spec;

  @Mixin private final BucketOption bucket = new BucketOption();

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..1",
      description = "DATASET.TABLE (default: every table).")
  private @Nullable String table;

  @Override
  public Integer call() {
    List<LandingTable> tables =
        table == null ? bucket.plan().landingTables() : List.of(bucket.table(table));
    Quarantine quarantine = new Quarantine(bucket.store());
    PrintWriter out = spec.commandLine().getOut();
    int all = 0;
    for (LandingTable each : tables) {
      List<Quarantine.Kept> kept = quarantine.list(each);
      all += kept.size();
      if (!kept.isEmpty()) {
        out.printf("%s: %d in quarantine%n", each.id(), kept.size());
        kept.forEach(object -> show(object, out));
      }
    }
    if (all == 0) {
      out.println("Nothing is in quarantine.");
    }
    out.flush();
    return 0;
  }

  private static void show(Quarantine.Kept kept, PrintWriter out) {
    out.printf("%n  %s  (%d bytes, since %s)%n", kept.path(), kept.size(), kept.since());
    if (kept.reason().isEmpty()) {
      out.println("    Its reason is lost.");
      return;
    }
    Reason reason = kept.reason().get();
    out.printf("    %s%n", reason.problem());
    reason.text().ifPresent(text -> out.printf("    There stands: %s%n", text));
    reason.message().ifPresent(message -> out.printf("    In full: %s%n", message));
    out.printf("    %s%n", reason.remedy());
  }
}
