package sluice.local.metadata;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/**
 * What a machine of the cloud is told about itself. With {@code GCE_METADATA_HOST} pointing here,
 * the clients' default credentials work unchanged; the tokens open nothing outside.
 *
 * <p>https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys
 */
public final class MetadataServer {

  private static final String ROOT = "/computeMetadata/v1";
  private static final String ACCOUNT = ROOT + "/instance/service-accounts/default";
  private static final int TOKEN_SECONDS = 3_600;

  private final String project;
  private final InstantSource clock;

  /** One for a project. */
  public MetadataServer(String project, InstantSource clock) {
    this.project = project;
    this.clock = clock;
  }

  /** {@code /computeMetadata/v1}, and the root by which clients find out that it is there. */
  public Routes routes() {
    return new Routes()
        .on("GET", "/", request -> text("computeMetadata/"))
        .on("GET", "/computeMetadata", request -> text("v1/"))
        .on("GET", ROOT + "/project/project-id", request -> text(project))
        .on("GET", ROOT + "/project/numeric-project-id", request -> text("1"))
        .on("GET", ROOT + "/universe/universe-domain", request -> text("googleapis.com"))
        .on("GET", ROOT + "/universe/universe_domain", request -> text("googleapis.com"))
        .on("GET", ROOT + "/instance/zone", request -> text("projects/1/zones/local"))
        .on("GET", ROOT + "/instance/region", request -> text("projects/1/regions/local"))
        .on("GET", ROOT + "/instance/id", request -> text("1"))
        .on("GET", ROOT + "/instance/service-accounts/", request -> text("default/"))
        .on("GET", ACCOUNT + "/", request -> account())
        .on("GET", ACCOUNT + "/email", request -> text(email()))
        .on("GET", ACCOUNT + "/scopes", request -> text(scope()))
        .on("GET", ACCOUNT + "/token", request -> token())
        .on("GET", ACCOUNT + "/identity", this::identity)
        .behind(
            (request, inner) ->
                inner
                    .match(request)
                    .map(
                        answer ->
                            demandsFlavor(request)
                                ? refused()
                                : answer.with("Metadata-Flavor", "Google")));
  }

  /** Under the metadata root, the header keeps out requests that were forged through a browser. */
  private static boolean demandsFlavor(Request request) {
    return request.rawPath().startsWith(ROOT)
        && !request.header("Metadata-Flavor").orElse("").equals("Google");
  }

  private static Response refused() {
    return Response.bytes(
        403,
        "text/plain",
        "Missing Metadata-Flavor:Google header.".getBytes(StandardCharsets.UTF_8));
  }

  private Response account() {
    JsonObject json = new JsonObject();
    JsonArray aliases = new JsonArray();
    aliases.add("default");
    json.add("aliases", aliases);
    json.addProperty("email", email());
    JsonArray scopes = new JsonArray();
    scopes.add(scope());
    json.add("scopes", scopes);
    return Response.json(200, json.toString());
  }

  private static Response token() {
    JsonObject json = new JsonObject();
    json.addProperty("access_token", "local");
    json.addProperty("expires_in", TOKEN_SECONDS);
    json.addProperty("token_type", "Bearer");
    return Response.json(200, json.toString());
  }

  /** A token without a signature: it says who calls, and proves nothing. */
  private Response identity(Request request) {
    Instant now = clock.instant();
    JsonObject header = new JsonObject();
    header.addProperty("alg", "none");
    header.addProperty("typ", "JWT");
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", "https://accounts.google.com");
    claims.addProperty("aud", request.parameter("audience").orElse(""));
    claims.addProperty("email", email());
    claims.addProperty("email_verified", true);
    claims.addProperty("sub", "1");
    claims.addProperty("iat", now.getEpochSecond());
    claims.addProperty("exp", now.getEpochSecond() + TOKEN_SECONDS);
    return text(base64(header) + "." + base64(claims) + ".");
  }

  private static String base64(JsonObject json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String email() {
    return "functions@%s.iam.gserviceaccount.com".formatted(project);
  }

  private static String scope() {
    return "https://www.googleapis.com/auth/cloud-platform";
  }

  private static Response text(String text) {
    return Response.bytes(200, "application/text", text.getBytes(StandardCharsets.UTF_8));
  }
}
