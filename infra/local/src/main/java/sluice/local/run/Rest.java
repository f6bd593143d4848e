package sluice.local.run;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import sluice.UnavailableException;

/** Plain calls to Google's REST APIs, where they are served on this machine. */
final class Rest {

  private static final int CONFLICT = 409;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  Rest(String address) {
    this.address = address;
  }

  /** Creates a resource, or brings the one that is there to this state. */
  void put(
      String createMethod, String collection, String updateMethod, String name, JsonObject to) {
    int status = send(createMethod, collection, "application/json", bytes(to)).statusCode();
    if (status == CONFLICT) {
      call(updateMethod, name, "application/json", bytes(to));
    } else if (status >= 400) {
      throw refused(createMethod, collection, status, "");
    }
  }

  /** Makes a call that must succeed. */
  String call(String method, String path, String contentType, byte[] body) {
    HttpResponse<String> response = send(method, path, contentType, body);
    if (response.statusCode() >= 400) {
      throw refused(method, path, response.statusCode(), response.body());
    }
    return response.body();
  }

  private HttpResponse<String> send(String method, String path, String contentType, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", contentType)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("%s %s was cut.".formatted(method, path), e);
    }
  }

  static byte[] bytes(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static IllegalStateException refused(
      String method, String path, int status, String answer) {
    return new IllegalStateException(
        "%s %s was answered %d by the local cloud: %s".formatted(method, path, status, answer));
  }
}
