package sluice.local.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Starts instances' processes: their command line, environment and folder. */
final class Launcher {

  private static final String MAIN = "sluice.local.host.instance.Instance";

  private final Path directory;
  private final Path starts;
  private final InstanceRuntime runtime;
  private final Consumer<LogLine> logs;
  private final AtomicLong started = new AtomicLong();

  Launcher(Path directory, Path starts, Consumer<LogLine> logs) {
    this.directory = directory.toAbsolutePath().normalize();
    this.starts = starts.toAbsolutePath().normalize();
    this.runtime = InstanceRuntime.in(this.starts);
    ClassArchive.sweep(this.starts);
    this.logs = logs;
  }

  ClassArchive archive(FunctionDefinition function) {
    return ClassArchive.of(function, runtime, starts);
  }

  /** Starts a process; it tells its port a little later. */
  InstanceProcess start(FunctionDefinition function, int revision, ClassArchive archive)
      throws IOException {
    String id = "%s-%05d-%d".formatted(function.name(), revision, started.incrementAndGet());
    Path folder = directory.resolve("instances").resolve(id);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    String word = "ready-" + Long.toHexString(System.nanoTime());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(archive.options(id));
    command.addAll(options(function, folder, temporary));
    command.addAll(List.of("-cp", runtime.classPath(), MAIN, word));
    command.addAll(
        List.of(function.jar().toString(), function.entryPoint(), function.signature().word()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(function, revision, folder, temporary));
    boolean drafts = !archive.exists();
    InstanceProcess process =
        new InstanceProcess(
            id,
            builder.start(),
            word,
            drafts,
            line -> logs.accept(new LogLine(function.name(), id, line)));
    process.onEnd(
        exitCode -> {
          archive.settle(id, exitCode);
          Folders.delete(folder);
        });
    return process;
  }

  /** Short starts matter more than peak speed: the quick compiler, one garbage collector thread. */
  private static List<String> options(FunctionDefinition function, Path home, Path temporary) {
    return List.of(
        "-Xmx" + function.memoryMiB() + "m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xlog:disable",
        "-Dfile.encoding=UTF-8",
        "-Duser.timezone=UTC",
        "-Duser.home=" + home,
        "-Djava.io.tmpdir=" + temporary);
  }

  /** What the cloud sets, the least a process needs, and the function's own; nothing of ours. */
  private static Map<String, String> environment(
      FunctionDefinition function, int revision, Path home, Path temporary) {
    Map<String, String> variables = new java.util.LinkedHashMap<>();
    variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("LANG", "C.UTF-8");
    variables.put("HOME", home.toString());
    variables.put("TMPDIR", temporary.toString());
    variables.put("K_SERVICE", function.name());
    variables.put("K_CONFIGURATION", function.name());
    variables.put("K_REVISION", "%s-%05d".formatted(function.name(), revision));
    variables.put("FUNCTION_TARGET", function.entryPoint());
    variables.put("FUNCTION_SIGNATURE_TYPE", function.signature().word());
    variables.putAll(function.environment());
    return variables;
  }
}
