package sluice.sql.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sluice.plan.Plan;
import sluice.sql.pipeline.Compilation;
import sluice.sql.pipeline.PipelineCompiler;

/** {@code sluice plan}: compiles a pipeline and says what it holds, or what is wrong with it. */
@Command(
    name = "plan",
    description = "Compiles a pipeline's folder; prints its problems, or what it will do.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder that holds pipeline.yaml.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private Path folder;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the plan, as JSON.")
  private @Nullable Path output;

  @Override
  public Integer call() throws IOException {
    Compilation compilation = PipelineCompiler.compile(folder);
    if (compilation.plan().isEmpty()) {
      PrintWriter errors = spec.commandLine().getErr();
      compilation.problems().forEach(errors::println);
      errors.flush();
      return 1;
    }
    Plan plan = compilation.orThrow();
    if (output != null) {
      Path parent = output.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(output, plan.json());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(PlanSummary.of(plan));
    out.flush();
    return 0;
  }
}
