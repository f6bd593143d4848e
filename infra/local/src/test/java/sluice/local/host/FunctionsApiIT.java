package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.host.functions.Surroundings;
import sluice.local.http.Request;
import sluice.local.http.Response;

final class FunctionsApiIT {

  private static final String FUNCTIONS = "/v2/projects/p1/locations/asia-northeast1/functions";

  @TempDir private Path directory;
  private Path folder;
  private FunctionsHost host;

  @BeforeEach
  void start() throws IOException {
    folder = DeployableFolder.of(directory.resolve("look"), Surroundings.class);
    host =
        FunctionsHost.start(
            directory.resolve("state"),
            directory.resolve("state"),
            0,
            Duration.ofSeconds(30),
            InstantSource.system(),
            line -> {});
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void deploysFromAFolderAndShowsWhatIsDeployed() throws Exception {
    JsonObject operation = call("POST", FUNCTIONS, Map.of("functionId", List.of("look")), look());

    JsonObject deployed = call("GET", FUNCTIONS + "/look", Map.of(), "");
    assertThat(operation.get("done").getAsBoolean()).isTrue();
    assertThat(operation.get("response")).isEqualTo(deployed);
    assertThat(call("GET", FUNCTIONS, Map.of(), "").getAsJsonArray("functions"))
        .containsExactly(deployed);
    assertThat(deployed)
        .isEqualTo(
            JsonParser.parseString(
                """
                {"name":"projects/p1/locations/asia-northeast1/functions/look",
                 "environment":"GEN_2","state":"ACTIVE","url":"%1$s",
                 "buildConfig":{"runtime":"java%2$d","entryPoint":"%3$s"},
                 "serviceConfig":{"uri":"%1$s","timeoutSeconds":60,"maxInstanceCount":2,
                   "maxInstanceRequestConcurrency":1,"availableMemory":"256Mi",
                   "environmentVariables":{"BUCKET":"landing"}},
                 "_source":"%4$s"}
                """
                    .formatted(
                        host.address("look"),
                        Runtime.version().feature(),
                        Surroundings.class.getName(),
                        folder)));
    assertThat(seenByTheFunction()).contains("BUCKET=landing", "K_REVISION=look-00001");
  }

  @Test
  void patchesWhatItIsToldAndKeepsTheRest() throws Exception {
    call("POST", FUNCTIONS, Map.of("functionId", List.of("look")), look());

    call(
        "PATCH",
        FUNCTIONS + "/look",
        Map.of(),
        "{\"serviceConfig\":{\"environmentVariables\":{\"BUCKET\":\"other\"}}}");

    assertThat(host.functions())
        .containsExactly(
            FunctionDefinition.of(
                    "look", folder, Surroundings.class.getName(), FunctionDefinition.Signature.HTTP)
                .withTimeout(Duration.ofSeconds(60))
                .withInstances(2, 1)
                .withMemoryMiB(256)
                .withEnvironment(Map.of("BUCKET", "other")));
    assertThat(seenByTheFunction()).contains("BUCKET=other", "K_REVISION=look-00002");
  }

  @Test
  void saysWhatIsWrongWithADeployment() throws Exception {
    Map<String, List<String>> named = Map.of("functionId", List.of("look"));

    assertThat(message(call("GET", FUNCTIONS + "/look", Map.of(), "")))
        .isEqualTo("404 no function \"look\" is deployed.");
    assertThat(message(call("POST", FUNCTIONS, named, "{}")))
        .isEqualTo(
            "400 function look: _source is missing. Name the folder to deploy, like"
                + " functions/load/target/deploy.");
    assertThat(message(call("POST", FUNCTIONS, named, look().replace("256Mi", "lots"))))
        .isEqualTo("400 function look: availableMemory is \"lots\". Write it like 512Mi or 1Gi.");
    assertThat(message(call("POST", FUNCTIONS, named, look().replace("/look\"", "/look/lib\""))))
        .isEqualTo(
            "400 function look: folder \"%s/lib\" has 0 jars at its top. Build it with ./mvnw package; the jars it depends on go to lib/."
                .formatted(folder));
    call("POST", FUNCTIONS, named, look());
    assertThat(message(call("POST", FUNCTIONS, named, look())))
        .isEqualTo("409 function look is deployed. Patch it instead.");
  }

  private String look() {
    return """
        {"buildConfig":{"entryPoint":"%s"},"_source":"%s","serviceConfig":{"timeoutSeconds":60,
         "maxInstanceCount":2,"availableMemory":"256Mi","environmentVariables":{"BUCKET":"landing"}}}
        """
        .formatted(Surroundings.class.getName(), folder);
  }

  private List<String> seenByTheFunction() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(host.address("look"))).build(),
            BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }

  private JsonObject call(String method, String path, Map<String, List<String>> query, String body)
      throws IOException {
    Response response =
        new FunctionsApi(host)
            .routes()
            .answer(
                new Request(
                    method,
                    path,
                    Map.of(),
                    query,
                    Map.of(),
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .orElseThrow();
    return JsonParser.parseString(
            new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private static String message(JsonObject answer) {
    JsonObject error = answer.getAsJsonObject("error");
    return error.get("code") + " " + error.get("message").getAsString();
  }
}
