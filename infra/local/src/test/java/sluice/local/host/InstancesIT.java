package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.local.host.InstanceStatus.State;
import sluice.local.host.functions.EchoHttp;
import sluice.local.host.functions.Misbehaving;

/** How instances start, share the work, and end. */
final class InstancesIT {

  /** Shared, so that a function's later instances start from the classes of its first. */
  @TempDir private static Path directory;

  @TempDir private Path own;
  private HostFixture world;

  @BeforeEach
  void start() throws IOException {
    world = new HostFixture(directory, own);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void killsTheInstanceWhoseRequestTakesTooLong() throws Exception {
    world.host().deploy(world.gated("slow").withTimeout(Duration.ofMillis(300)));

    HttpResponse<String> answer = world.get("slow", "");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body())
        .endsWith(
            " was killed: the request took longer than PT0.3S. Give it less to do, or more time.\n");
    HostFixture.await(() -> world.host().instances().isEmpty());
    world.host().deploy(world.gated("slow"));
    world.open();
    assertThat(world.get("slow", "").statusCode()).as("given more time").isEqualTo(200);
  }

  @Test
  void answersForAnInstanceThatDiesAndReplacesIt() throws Exception {
    world.host().deploy(world.function("bad", Misbehaving.class, Signature.HTTP));
    assertThat(world.get("bad", "").body()).isEqualTo("behaved");
    world.lines().clear();

    HttpResponse<String> answer = world.get("bad", "?halt");

    assertThat(answer.statusCode()).isEqualTo(502);
    HostFixture.await(() -> world.lines().size() == 2);
    assertThat(world.lines())
        .extracting(LogLine::line)
        .containsExactlyInAnyOrder("the last word, without an end", "and one more");
    assertThat(world.get("bad", "").body()).isEqualTo("behaved");
    assertThatThrownBy(() -> world.get("bad", "?break")).isInstanceOf(IOException.class);
  }

  @Test
  void killsBusyInstancesWhenTold() throws Exception {
    world.host().deploy(world.gated("busy").withInstances(2, 1));
    CompletableFuture<HttpResponse<String>> first = world.getAsync("busy");
    CompletableFuture<HttpResponse<String>> second = world.getAsync("busy");
    HostFixture.await(() -> world.begun() == 2);
    assertThat(world.host().instances()).extracting(InstanceStatus::state).containsOnly(State.BUSY);

    assertThat(world.host().kill("busy")).isEqualTo(2);

    assertThat(first.join().statusCode()).isEqualTo(502);
    assertThat(second.join().statusCode()).isEqualTo(502);
    HostFixture.await(() -> world.host().instances().isEmpty());
  }

  @Test
  void spreadsABurstOverAsManyInstancesAsAllowedOneRequestEach() throws Exception {
    world.host().deploy(world.gated("burst").withInstances(3, 1));
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> world.getAsync("burst")).limit(20).toList();
    HostFixture.await(() -> world.begun() == 3);
    world.open();

    List<String[]> said = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.join().statusCode()).isEqualTo(200);
      said.add(answer.join().body().split(" "));
    }

    assertThat(said).extracting(words -> words[1]).containsOnly("1");
    Set<String> pids = said.stream().map(words -> words[0]).collect(Collectors.toSet());
    assertThat(pids).hasSize(3);
    assertThat(world.host().instances()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void letsAnInstanceTakeSeveralRequestsWhereAllowed() throws Exception {
    world.host().deploy(world.gated("shared").withInstances(1, 4));
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> world.getAsync("shared")).limit(4).toList();
    HostFixture.await(() -> world.begun() == 4);
    world.open();

    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(world.host().instances()).hasSize(1);
  }

  @Test
  void refusesWhatWaitsTooLong() throws Exception {
    try (FunctionsHost impatient = world.host(own.resolve("impatient"), Duration.ofMillis(100))) {
      impatient.deploy(world.gated("full").withInstances(1, 1));
      URI address = URI.create(impatient.address("full"));
      CompletableFuture<HttpResponse<String>> first =
          world
              .client()
              .sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      HostFixture.await(() -> world.begun() == 1);

      HttpResponse<String> refused =
          world.client().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body())
          .isEqualTo(
              "function full: all 1 instances stayed busy for PT0.1S. Send it again, or allow more"
                  + " instances.\n");
      world.open();
      assertThat(first.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void letsIdleInstancesGoAndStartsTheNextFromTheirClasses() throws Exception {
    world.open();
    world.host().deploy(world.gated("seldom").withIdleAfter(Duration.ofMillis(100)));

    long first = pidOf(world.get("seldom", ""));
    HostFixture.await(() -> world.host().instances().isEmpty());
    HostFixture.await(() -> ProcessHandle.of(first).isEmpty());
    HostFixture.await(() -> world.archives() > 0);

    assertThat(pidOf(world.get("seldom", ""))).isNotEqualTo(first);
    HostFixture.await(() -> world.instanceFolders() <= 1);
  }

  @Test
  void replacesAFunctionWhileItIsBusy() throws Exception {
    world.host().deploy(world.gated("changing"));
    CompletableFuture<HttpResponse<String>> old = world.getAsync("changing");
    HostFixture.await(() -> world.begun() == 1);

    world.host().deploy(world.function("changing", Misbehaving.class, Signature.HTTP));

    assertThat(world.get("changing", "").body()).isEqualTo("behaved");
    world.open();
    assertThat(old.join().statusCode()).isEqualTo(200);
    HostFixture.await(() -> world.host().instances().size() == 1);
    assertThat(world.host().instances()).extracting(InstanceStatus::revision).containsExactly(2);
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

      HostFixture.await(() -> ProcessHandle.of(child).isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  private static long pidOf(HttpResponse<String> answer) {
    return Long.parseLong(answer.body().split(" ")[0]);
  }
}
