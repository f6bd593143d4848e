package sluice.sql.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sluice.RejectedException;
import sluice.UnavailableException;

/** The command {@code sluice}; each of its verbs is a class of this package. */
@Command(
    name = "sluice",
    description = "Compiles and looks after a pipeline.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PlanCommand.class,
      QuarantineCommand.class,
      ReplayCommand.class,
      DiscoverCommand.class,
      BackfillCommand.class
    })
public final class SluiceCli {
  private static final Logger ANALYZER_LOG = Logger.getLogger("com.google.zetasql.io.grpc");

  private SluiceCli() {}

  /**
   * Runs the command and ends the process with its status: 0, 1 for problems (a machine that the
   * analyzer does not run on is one), 2 for misuse.
   */
  public static void main(String[] arguments) {
    // The analyzer's channel stays in the process, and warns that it finds no network.
    ANALYZER_LOG.setLevel(Level.SEVERE);
    System.exit(commandLine().execute(arguments));
  }

  /** The command, for whoever runs it within a process. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new SluiceCli());
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof RejectedException
              || exception instanceof UnavailableException
              || exception instanceof UnsupportedOperationException) {
            PrintWriter errors = command.getErr();
            errors.println(exception.getMessage());
            errors.flush();
            return 1;
          }
          throw exception;
        });
    return commandLine;
  }
}
