package sluice.sql.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice backfill}: has a stretch of a table's past read again. */
@Command(
    name = "backfill",
    description = "Reads rows of a table again whose cursor lies in a stretch of the past.",
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofMinutes(65);
  private static final int MOST_CALLS = 5;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private CommandSpec spec;

  @Parameters(paramLabel = "SOURCE.TABLE", description = "The table, like ec.orders.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private String table;

  @Option(names = "--from", required = true, description = "The first value of the cursor.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private String from;

  @Option(names = "--to", required = true, description = "The value that is not read any more.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private String to;

  @Option(
      names = "--url",
      required = true,
      description = "The address of the function extract-database.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
  private URI url;

  @Option(
      names = "--token",
      description = "An identity token, like `gcloud auth print-identity-token` gives.")
  private @Nullable String token;

  /** The same request again is carried out once, so an answer that was lost does no harm. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    String[] names = table.split("\\.", 2);
    if (names.length != 2) {
      spec.commandLine().getErr().println("'" + table + "' is no table. Write SOURCE.TABLE.");
      return 2;
    }
    JsonObject body = new JsonObject();
    body.addProperty("source", names[0]);
    body.addProperty("table", names[1]);
    body.addProperty("from", from);
    body.addProperty("to", to);
    body.addProperty("request", UUID.randomUUID().toString());
    HttpResponse<String> answer = send(body);
    for (int call = 1; call < MOST_CALLS && answer.statusCode() == UNAVAILABLE; call++) {
      answer = send(body);
    }
    return say(answer);
  }

  private HttpResponse<String> send(JsonObject body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private int say(HttpResponse<String> answer) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter errors = spec.commandLine().getErr();
    if (answer.statusCode() == OK) {
      out.printf("%s from %s to %s has landed and is loaded next.%n", table, from, to);
      out.flush();
      return 0;
    }
    errors.printf("The function answered %d: %s%n", answer.statusCode(), answer.body().strip());
    errors.flush();
    return 1;
  }
}
