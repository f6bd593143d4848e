package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.local.host.functions.Gate;

/** A host, test functions to deploy, a client to call them, and a gate they wait at. */
final class HostFixture implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConcurrentLinkedQueue<LogLine> lines = new ConcurrentLinkedQueue<>();
  private final Path directory;
  private final Path gate;
  private final FunctionsHost host;

  /** Functions and the host's state go to the first folder, the gate to the second. */
  HostFixture(Path directory, Path own) throws IOException {
    this.directory = directory;
    this.gate = Files.createDirectory(own.resolve("gate"));
    this.host = host(directory.resolve("state"), Duration.ofSeconds(30));
  }

  FunctionsHost host(Path state, Duration queueFor) {
    return FunctionsHost.start(state, state, 0, queueFor, InstantSource.system(), lines::add);
  }

  FunctionsHost host() {
    return host;
  }

  HttpClient client() {
    return client;
  }

  Collection<LogLine> lines() {
    return lines;
  }

  @Override
  public void close() {
    host.close();
  }

  FunctionDefinition function(String name, Class<?> type, Signature signature, Path... libraries)
      throws IOException {
    Path folder = directory.resolve(type.getSimpleName());
    if (!Files.exists(folder)) {
      DeployableFolder.of(folder, type, libraries);
    }
    return FunctionDefinition.of(name, folder, type.getName(), signature)
        .withTimeout(Duration.ofSeconds(60));
  }

  FunctionDefinition gated(String name) throws IOException {
    return function(name, Gate.class, Signature.HTTP)
        .withEnvironment(Map.of("GATE", gate.toString()));
  }

  /** Lets every request through that waits at the gate. */
  void open() throws IOException {
    Files.createFile(gate.resolve("open"));
  }

  /** How many requests have come to the gate. */
  long begun() {
    return files(gate, "begun-", "");
  }

  long instanceFolders() {
    return files(directory.resolve("state/instances"), "", "");
  }

  long archives() {
    return files(directory.resolve("state/classes"), "", ".jsa");
  }

  HttpRequest.Builder request(String function, String rest) {
    return HttpRequest.newBuilder(URI.create(host.address(function) + rest));
  }

  HttpResponse<String> get(String function, String rest) throws IOException, InterruptedException {
    return client.send(request(function, rest).build(), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> getAsync(String function) {
    return client.sendAsync(request(function, "").build(), BodyHandlers.ofString());
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 seconds").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static long files(Path folder, String prefix, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
