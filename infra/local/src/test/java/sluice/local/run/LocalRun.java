package sluice.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code deploy.sh local} as a process of its own, over what the build made. */
final class LocalRun {

  static final Duration PATIENCE = Duration.ofMinutes(6);

  /** The module's tests run in infra/local. */
  static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  private final Process process;
  private final Path output;

  private LocalRun(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static LocalRun start(Path directory, Path output, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    Optional.ofNullable(System.getProperty("sluice.local.starts"))
        .ifPresent(shared -> command.add("-Dsluice.local.starts=" + shared));
    command.add("-Dlogback.configurationFile=sluice/local/run/logback.xml");
    command.addAll(List.of("-cp", classPath(), RunLocal.class.getName(), REPOSITORY.toString()));
    command.addAll(List.of("--orders", "200", "--port", "0", "--directory", directory.toString()));
    command.addAll(List.of(more));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new LocalRun(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    try {
      Path target = REPOSITORY.resolve("infra/local/target");
      return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a service is: {@code cloud} or {@code s3}. */
  String address(String service) {
    Matcher matcher =
        Pattern.compile(service + " +(http://127\\.0\\.0\\.1:\\d+)").matcher(output());
    if (!matcher.find()) {
      throw new AssertionError("no address of %s was shown:%n%s".formatted(service, output()));
    }
    return matcher.group(1);
  }

  void awaitShown(String text, int times) {
    await("'%s' shown %d times".formatted(text, times), () -> shown(text) >= times);
  }

  private int shown(String text) {
    return output().split(Pattern.quote(text), -1).length - 1;
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("never came: %s. What was shown:\n%s".formatted(what, output()));
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    exit();
  }

  /** SIGTERM, as Ctrl-C does. */
  void end() {
    process.destroy();
    exit();
  }

  int exit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the run did not end. What was shown:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
