package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.local.host.InstanceStatus.State;
import sluice.local.host.functions.EchoEvent;
import sluice.local.host.functions.EchoHttp;
import sluice.local.host.functions.Gate;
import sluice.local.host.functions.Misbehaving;
import sluice.local.host.functions.Streams;
import sluice.local.host.functions.Surroundings;
import sluice.local.host.functions.Unbuildable;

final class FunctionsHostIT {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConcurrentLinkedQueue<LogLine> lines = new ConcurrentLinkedQueue<>();

  /** Shared, so that a function's later instances start from the classes of its first. */
  @TempDir private static Path directory;

  @TempDir private Path own;
  private Path gate;
  private FunctionsHost host;

  @BeforeEach
  void start() throws IOException {
    gate = Files.createDirectory(own.resolve("gate"));
    host =
        FunctionsHost.start(
            directory.resolve("state"),
            0,
            Duration.ofSeconds(30),
            InstantSource.system(),
            lines::add);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void passesAnHttpRequestOnAsItCame() throws Exception {
    host.deploy(function("echo", EchoHttp.class, Signature.HTTP));

    HttpResponse<String> answer =
        client.send(
            request("echo", "/a/b%20c?x=1&y=%2F")
                .header("X-Twice", "1")
                .header("X-Twice", "2")
                .header("Content-Type", "text/plain; charset=utf-8")
                .method("PATCH", BodyPublishers.ofString("本文"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(203);
    assertThat(answer.headers().allValues("X-Seen")).containsExactly("PATCH");
    assertThat(answer.body())
        .startsWith("PATCH /a/b%20c x=1&y=%2F\n")
        .contains("\nx-twice: [1, 2]\n", "\ncontent-type: [text/plain; charset=utf-8]\n")
        .containsPattern("\ntraceparent: \\[00-[0-9a-f]{32}-[0-9a-f]{16}-01]\n")
        .endsWith("\n\n本文");
  }

  @Test
  void streamsBodiesOfAnySizeBothWays() throws Exception {
    host.deploy(function("streams", Streams.class, Signature.HTTP).withMemoryMiB(48));
    byte[] part = new byte[1 << 20];
    int parts = 100;
    Iterable<byte[]> body = () -> IntStream.range(0, parts).mapToObj(number -> part).iterator();

    HttpResponse<Long> answer =
        client.send(
            request("streams", "/").POST(BodyPublishers.ofByteArrays(body)).build(),
            response ->
                HttpResponse.BodySubscribers.mapping(
                    HttpResponse.BodySubscribers.ofInputStream(), FunctionsHostIT::count));

    assertThat(answer.body()).isEqualTo(100L << 20);
  }

  @Test
  void handsABinaryCloudEventOver() throws Exception {
    host.deploy(function("wake", EchoEvent.class, Signature.CLOUD_EVENT));

    HttpResponse<String> answer =
        client.send(
            request("wake", "")
                .header("ce-id", "17")
                .header("ce-specversion", "1.0")
                .header("ce-type", "google.cloud.storage.object.v1.finalized")
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/landing")
                .header("ce-subject", "objects/orders/a.avro")
                .header("ce-bucket", "landing")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"注文.avro\"}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    await(() -> !lines.isEmpty());
    assertThat(lines)
        .extracting(LogLine::function, LogLine::line)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "wake",
                "{bucket=landing, datacontenttype=application/json, id=17,"
                    + " source=//storage.googleapis.com/projects/_/buckets/landing,"
                    + " specversion=1.0, subject=objects/orders/a.avro,"
                    + " type=google.cloud.storage.object.v1.finalized} {\"name\":\"注文.avro\"}"));
  }

  @Test
  void showsAFunctionItsOwnEnvironmentAndClassesOnly() throws Exception {
    host.deploy(
        function("look", Surroundings.class, Signature.HTTP)
            .withEnvironment(Map.of("BUCKET", "landing"))
            .withMemoryMiB(64));

    List<String> seen = get("look", "").body().lines().toList();

    assertThat(seen).contains("BUCKET=landing", "K_SERVICE=look", "K_REVISION=look-00001");
    assertThat(seen)
        .filteredOn(line -> line.contains("="))
        .extracting(line -> line.substring(0, line.indexOf('=')))
        .containsExactlyInAnyOrder(
            "BUCKET",
            "FUNCTION_SIGNATURE_TYPE",
            "FUNCTION_TARGET",
            "HOME",
            "JAVA_HOME",
            "K_CONFIGURATION",
            "K_REVISION",
            "K_SERVICE",
            "LANG",
            "PATH",
            "TMPDIR");
    assertThat(seen)
        .filteredOn(line -> line.endsWith(" visible"))
        .containsExactly(
            "com.google.cloud.functions.HttpFunction visible",
            "io.cloudevents.CloudEvent visible",
            "java.sql.Driver visible");
    assertThat(seen).filteredOn(line -> line.endsWith(" hidden")).hasSize(6);
  }

  @Test
  void killsTheInstanceWhoseRequestTakesTooLong() throws Exception {
    host.deploy(gated("slow").withTimeout(Duration.ofMillis(300)));

    HttpResponse<String> answer = get("slow", "");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body())
        .endsWith(
            " was killed: the request took longer than PT0.3S. Give it less to do, or more time.\n");
    await(() -> host.instances().isEmpty());
    Files.createFile(gate.resolve("open"));
    assertThat(get("slow", "").statusCode()).isEqualTo(200);
  }

  @Test
  void answersForAnInstanceThatDiesAndReplacesIt() throws Exception {
    host.deploy(function("bad", Misbehaving.class, Signature.HTTP));
    assertThat(get("bad", "").body()).isEqualTo("behaved");
    lines.clear();

    HttpResponse<String> answer = get("bad", "?halt");

    assertThat(answer.statusCode()).isEqualTo(502);
    await(() -> lines.size() == 2);
    assertThat(lines)
        .extracting(LogLine::line)
        .containsExactlyInAnyOrder("the last word, without an end", "and one more");
    assertThat(get("bad", "").body()).isEqualTo("behaved");
    assertThatThrownBy(() -> get("bad", "?break")).isInstanceOf(IOException.class);
  }

  @Test
  void turnsAnExceptionIntoA500AndKeepsTheInstance() throws Exception {
    host.deploy(function("bad", Misbehaving.class, Signature.HTTP));

    assertThat(get("bad", "?throw").statusCode()).isEqualTo(500);
    long pid = host.instances().get(0).pid();
    assertThat(get("bad", "").statusCode()).isEqualTo(200);

    assertThat(host.instances()).extracting(InstanceStatus::pid).containsExactly(pid);
    await(() -> lines.stream().anyMatch(line -> line.line().contains("thrown on purpose")));
    assertThat(lines).allMatch(line -> line.line().startsWith("{\"severity\": \"ERROR\""));
  }

  @Test
  void saysWhyAFunctionDoesNotStart() throws Exception {
    host.deploy(function("unbuildable", Unbuildable.class, Signature.HTTP));

    HttpResponse<String> answer = get("unbuildable", "");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .startsWith("function unbuildable does not start: ")
        .contains("BUCKET is not set. Name the landing bucket.");
    assertThat(host.instances()).isEmpty();
  }

  @Test
  void killsBusyInstancesWhenTold() throws Exception {
    host.deploy(gated("busy").withInstances(2, 1));
    CompletableFuture<HttpResponse<String>> first = getAsync("busy");
    CompletableFuture<HttpResponse<String>> second = getAsync("busy");
    await(() -> begun() == 2);
    assertThat(host.instances()).extracting(InstanceStatus::state).containsOnly(State.BUSY);

    assertThat(host.kill("busy")).isEqualTo(2);

    assertThat(first.join().statusCode()).isEqualTo(502);
    assertThat(second.join().statusCode()).isEqualTo(502);
    await(() -> host.instances().isEmpty());
  }

  @Test
  void spreadsABurstOverAsManyInstancesAsAllowedOneRequestEach() throws Exception {
    host.deploy(gated("burst").withInstances(3, 1));
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> getAsync("burst")).limit(20).toList();
    await(() -> begun() == 3);
    Files.createFile(gate.resolve("open"));

    List<String[]> said = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.join().statusCode()).isEqualTo(200);
      said.add(answer.join().body().split(" "));
    }

    assertThat(said).extracting(words -> words[1]).containsOnly("1");
    Set<String> pids = said.stream().map(words -> words[0]).collect(Collectors.toSet());
    assertThat(pids).hasSize(3);
    assertThat(host.instances()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void letsAnInstanceTakeSeveralRequestsWhereAllowed() throws Exception {
    host.deploy(gated("shared").withInstances(1, 4));
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> getAsync("shared")).limit(4).toList();
    await(() -> begun() == 4);
    Files.createFile(gate.resolve("open"));

    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(host.instances()).hasSize(1);
  }

  @Test
  void refusesWhatWaitsTooLong() throws Exception {
    try (FunctionsHost impatient =
        FunctionsHost.start(
            own.resolve("impatient"),
            0,
            Duration.ofMillis(100),
            InstantSource.system(),
            lines::add)) {
      impatient.deploy(gated("full").withInstances(1, 1));
      URI address = URI.create(impatient.address("full"));
      CompletableFuture<HttpResponse<String>> first =
          client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      await(() -> begun() == 1);

      HttpResponse<String> refused =
          client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body())
          .isEqualTo(
              "function full: all 1 instances stayed busy for PT0.1S. Send it again, or allow more"
                  + " instances.\n");
      Files.createFile(gate.resolve("open"));
      assertThat(first.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void letsIdleInstancesGoAndStartsTheNextFromTheirClasses() throws Exception {
    Files.createFile(gate.resolve("open"));
    host.deploy(gated("seldom").withIdleAfter(Duration.ofMillis(100)));

    long first = pidOf(get("seldom", ""));
    await(() -> host.instances().isEmpty());
    await(() -> ProcessHandle.of(first).isEmpty());
    await(() -> !archives().isEmpty());

    assertThat(pidOf(get("seldom", ""))).isNotEqualTo(first);
    await(() -> instanceFolders() <= 1);
  }

  @Test
  void replacesAFunctionWhileItIsBusy() throws Exception {
    host.deploy(gated("changing"));
    CompletableFuture<HttpResponse<String>> old = getAsync("changing");
    await(() -> begun() == 1);

    host.deploy(function("changing", Misbehaving.class, Signature.HTTP));

    assertThat(get("changing", "").body()).isEqualTo("behaved");
    Files.createFile(gate.resolve("open"));
    assertThat(old.join().statusCode()).isEqualTo(200);
    await(() -> host.instances().size() == 1);
    assertThat(host.instances()).extracting(InstanceStatus::revision).containsExactly(2);
  }

  @Test
  void knowsNoFunctionThatIsNotDeployed() throws Exception {
    HttpResponse<String> answer = get("nobody", "/x");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).startsWith("no function \"nobody\" is deployed.");
  }

  @Test
  void leavesNoOrphanWhenTheHostIsKilled() throws Exception {
    Path folder = DeployableFolder.of(own.resolve("echo"), EchoHttp.class);
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HostInAProcess.class.getName(),
                own.resolve("other").toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try {
      long child =
          parent
              .inputReader()
              .lines()
              .filter(line -> line.startsWith("instance "))
              .mapToLong(line -> Long.parseLong(line.substring("instance ".length())))
              .findFirst()
              .orElseThrow();
      assertThat(ProcessHandle.of(child)).isPresent();

      parent.destroyForcibly().waitFor();

      await(() -> ProcessHandle.of(child).isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  private FunctionDefinition gated(String name) throws IOException {
    return function(name, Gate.class, Signature.HTTP)
        .withEnvironment(Map.of("GATE", gate.toString()));
  }

  private FunctionDefinition function(String name, Class<?> type, Signature signature)
      throws IOException {
    Path folder = directory.resolve(type.getSimpleName());
    if (!Files.exists(folder)) {
      DeployableFolder.of(folder, type);
    }
    return FunctionDefinition.of(name, folder, type.getName(), signature)
        .withTimeout(Duration.ofSeconds(60));
  }

  private HttpRequest.Builder request(String function, String rest) {
    return HttpRequest.newBuilder(URI.create(host.address(function) + rest));
  }

  private HttpResponse<String> get(String function, String rest)
      throws IOException, InterruptedException {
    return client.send(request(function, rest).build(), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> getAsync(String function) {
    return client.sendAsync(request(function, "").build(), BodyHandlers.ofString());
  }

  private static long pidOf(HttpResponse<String> answer) {
    return Long.parseLong(answer.body().split(" ")[0]);
  }

  private long begun() {
    return files(gate, "begun-");
  }

  private long instanceFolders() {
    return files(directory.resolve("state/instances"), "");
  }

  private List<Path> archives() {
    try (Stream<Path> files = Files.list(directory.resolve("state/classes"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long files(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long count(java.io.InputStream in) {
    try (in) {
      return in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 seconds").isLessThan(end);
      Thread.sleep(10);
    }
  }
}
