package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.host.FunctionDefinition.Signature;
import sluice.local.host.functions.EchoEvent;
import sluice.local.host.functions.EchoHttp;
import sluice.local.host.functions.Misbehaving;
import sluice.local.host.functions.Streams;
import sluice.local.host.functions.Surroundings;
import sluice.local.host.functions.Unbuildable;

/** What callers and functions see. */
final class FunctionsHostIT {

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
  void passesAnHttpRequestOnAsItCame() throws Exception {
    world.host().deploy(world.function("echo", EchoHttp.class, Signature.HTTP));

    HttpResponse<String> answer =
        world
            .client()
            .send(
                world
                    .request("echo", "/a/b%20c?x=1&y=%2F")
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
    world.host().deploy(world.function("streams", Streams.class, Signature.HTTP).withMemoryMiB(48));
    byte[] part = new byte[1 << 20];
    int parts = 100;
    Iterable<byte[]> body = () -> IntStream.range(0, parts).mapToObj(number -> part).iterator();

    HttpResponse<Long> answer =
        world
            .client()
            .send(
                world.request("streams", "/").POST(BodyPublishers.ofByteArrays(body)).build(),
                response ->
                    HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofInputStream(), FunctionsHostIT::count));

    assertThat(answer.body()).isEqualTo(100L << 20);
  }

  @Test
  void handsABinaryCloudEventOver() throws Exception {
    world.host().deploy(world.function("wake", EchoEvent.class, Signature.CLOUD_EVENT));

    HttpResponse<String> answer =
        world
            .client()
            .send(
                world
                    .request("wake", "")
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
    HostFixture.await(() -> !world.lines().isEmpty());
    assertThat(world.lines())
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
    world
        .host()
        .deploy(
            world
                .function("look", Surroundings.class, Signature.HTTP)
                .withEnvironment(Map.of("BUCKET", "landing"))
                .withMemoryMiB(64));

    List<String> seen = world.get("look", "").body().lines().toList();

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
  void turnsAnExceptionIntoA500AndKeepsTheInstance() throws Exception {
    world.host().deploy(world.function("bad", Misbehaving.class, Signature.HTTP));

    assertThat(world.get("bad", "?throw").statusCode()).isEqualTo(500);
    long pid = world.host().instances().get(0).pid();
    assertThat(world.get("bad", "").statusCode()).isEqualTo(200);

    assertThat(world.host().instances()).extracting(InstanceStatus::pid).containsExactly(pid);
    HostFixture.await(
        () -> world.lines().stream().anyMatch(line -> line.line().contains("thrown on purpose")));
    assertThat(world.lines()).allMatch(line -> line.line().startsWith("{\"severity\": \"ERROR\""));
  }

  @Test
  void saysWhyAFunctionDoesNotStart() throws Exception {
    world.host().deploy(world.function("unbuildable", Unbuildable.class, Signature.HTTP));

    HttpResponse<String> answer = world.get("unbuildable", "");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .startsWith("function unbuildable does not start: ")
        .contains("BUCKET is not set. Name the landing bucket.");
    assertThat(world.host().instances()).isEmpty();
  }

  @Test
  void knowsNoFunctionThatIsNotDeployed() throws Exception {
    HttpResponse<String> answer = world.get("nobody", "/x");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).startsWith("no function \"nobody\" is deployed.");
  }

  private static long count(java.io.InputStream in) {
    try (in) {
      return in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
