package sluice.sql.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sluice.RejectedException;
import sluice.extract.SourceTables;
import sluice.sql.pipeline.Discovery;

/** {@code sluice discover}: writes down the columns that a database's tables have. */
@Command(
    name = "discover",
    description = {
      "Writes the columns of a source's tables to sources/SOURCE.columns.yaml, from the live database.",
      "Its address is in the environment variable that the source's connection names."
    },
    mixinStandardHelpOptions = true)
final class DiscoverCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private CommandSpec spec;

  @Parameters(paramLabel = "SOURCE", description = "The source's name.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private String source;

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description = "The folder that holds pipeline.yaml (default: this one).",
      defaultValue = ".")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private Path folder;

  @Override
  public Integer call() throws IOException {
    SourceTables sources =
        ServiceLoader.load(SourceTables.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new RejectedException(
                        "extract-database is not on the class path. Run infra/bin/sluice."));
    Discovery.Found found = new Discovery(folder, sources, System.getenv()).discover(source);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d tables, %s%n",
        found.file(), found.tables(), found.changed() ? "written" : "as it was");
    found
        .skipped()
        .forEach(
            table ->
                out.printf(
                    "%s is left out: BigQuery takes no such name. Name it below tables, with `table: %s`.%n",
                    table, table));
    out.flush();
    return 0;
  }
}
