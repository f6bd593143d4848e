package sluice.local.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function as it is deployed.
 *
 * @param folder holds exactly one jar at its top, whose manifest names the jars it needs, as {@code
 *     gcloud functions deploy --source} wants it
 * @param entryPoint the class that implements {@code HttpFunction} or {@code CloudEventsFunction}
 * @param environment all the variables of the function's own that its processes see
 * @param timeout for one request; the instance that exceeds it is killed
 * @param maxInstances how many processes may run at a time
 * @param concurrency how many requests one instance takes at a time
 * @param memoryMiB the heap of one instance
 * @param idleAfter how long an instance without requests stays
 */
public record FunctionDefinition(
    String name,
    Path folder,
    String entryPoint,
    Signature signature,
    Map<String, String> environment,
    Duration timeout,
    int maxInstances,
    int concurrency,
    int memoryMiB,
    Duration idleAfter) {

  /** How a function is called. */
  public enum Signature {
    HTTP("http"),
    CLOUD_EVENT("cloudevent");

    private final String word;

    Signature(String word) {
      this.word = word;
    }

    /** As in {@code FUNCTION_SIGNATURE_TYPE}. */
    public String word() {
      return word;
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  public FunctionDefinition {
    environment = Map.copyOf(environment);
    folder = folder.toAbsolutePath().normalize();
    require(
        NAME.matcher(name).matches(),
        "name is \"" + name + "\"",
        "Use up to 63 lower-case letters, digits and hyphens, a letter first.");
    require(!entryPoint.isBlank(), "entry point is blank", "Name the function's class.");
    require(positive(timeout), "timeout is " + timeout, "Give it at least a moment, like PT60S.");
    require(positive(idleAfter), "idle time is " + idleAfter, "Give it a moment, like PT30S.");
    require(maxInstances > 0, "max instances is " + maxInstances, "Allow at least 1.");
    require(concurrency > 0, "concurrency is " + concurrency, "Allow at least 1.");
    require(memoryMiB >= 32, "memory is " + memoryMiB + " MiB", "Give it at least 32.");
  }

  /** A function with the limits that suit one machine: 9 minutes, 3 instances, 512 MiB. */
  public static FunctionDefinition of(
      String name, Path folder, String entryPoint, Signature signature) {
    return new FunctionDefinition(
        name,
        folder,
        entryPoint,
        signature,
        Map.of(),
        Duration.ofSeconds(540),
        3,
        1,
        512,
        Duration.ofSeconds(30));
  }

  /** The same with these variables. */
  public FunctionDefinition withEnvironment(Map<String, String> variables) {
    return new FunctionDefinition(
        name,
        folder,
        entryPoint,
        signature,
        variables,
        timeout,
        maxInstances,
        concurrency,
        memoryMiB,
        idleAfter);
  }

  /** The same with that time limit for a request. */
  public FunctionDefinition withTimeout(Duration limit) {
    return new FunctionDefinition(
        name,
        folder,
        entryPoint,
        signature,
        environment,
        limit,
        maxInstances,
        concurrency,
        memoryMiB,
        idleAfter);
  }

  /** The same with up to that many instances, each taking that many requests at a time. */
  public FunctionDefinition withInstances(int atMost, int requestsEach) {
    return new FunctionDefinition(
        name,
        folder,
        entryPoint,
        signature,
        environment,
        timeout,
        atMost,
        requestsEach,
        memoryMiB,
        idleAfter);
  }

  /** The same with that heap. */
  public FunctionDefinition withMemoryMiB(int heap) {
    return new FunctionDefinition(
        name,
        folder,
        entryPoint,
        signature,
        environment,
        timeout,
        maxInstances,
        concurrency,
        heap,
        idleAfter);
  }

  /** The same with instances that go after that long without a request. */
  public FunctionDefinition withIdleAfter(Duration idle) {
    return new FunctionDefinition(
        name,
        folder,
        entryPoint,
        signature,
        environment,
        timeout,
        maxInstances,
        concurrency,
        memoryMiB,
        idle);
  }

  /**
   * The one jar at the folder's top.
   *
   * @throws IllegalArgumentException when there is none, or more than one
   */
  Path jar() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      require(
          jars.size() == 1,
          "folder \"%s\" has %d jars at its top".formatted(folder, jars.size()),
          "Build it with ./mvnw package; the jars it depends on go to lib/.");
      return jars.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "function %s: folder \"%s\" cannot be read. Build it with ./mvnw package."
              .formatted(name, folder),
          e);
    }
  }

  private void require(boolean holds, String wrong, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException("function %s: %s. %s".formatted(name, wrong, remedy));
    }
  }

  private static boolean positive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}
