package sluice.sql.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import sluice.RejectedException;

/** The command {@code sluice}; each of its verbs is a class of this package. */
@Command(
    name = "sluice",
    description = "Compiles and looks after a pipeline.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PlanCommand.class})
public final class SluiceCli {
  private SluiceCli() {}

  /** Runs the command and ends the process with its status: 0, 1 for problems, 2 for misuse. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new SluiceCli());
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof RejectedException) {
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
