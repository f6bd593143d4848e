package sluice.local.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/**
 * The part of the Cloud Functions API, version 2, that a person needs to look at what is deployed
 * and to deploy from a folder of this machine, which the field {@code _source} names.
 *
 * <p>Projects and locations are taken as they come: there is one host. Operations are done at once.
 */
public final class FunctionsApi {

  private static final String LOCATION = "/v2/projects/{project}/locations/{location}";

  private final FunctionsHost host;

  public FunctionsApi(FunctionsHost host) {
    this.host = host;
  }

  /** List, get, create and patch functions; get operations. */
  public Routes routes() {
    return new Routes()
        .on("GET", LOCATION + "/functions", request -> Response.json(200, list(request).toString()))
        .on("GET", LOCATION + "/functions/{function}", this::get)
        .on("POST", LOCATION + "/functions", this::create)
        .on("PATCH", LOCATION + "/functions/{function}", this::patch)
        .on("GET", LOCATION + "/operations/{operation}", FunctionsApi::operation);
  }

  private JsonObject list(Request request) {
    JsonArray functions = new JsonArray();
    host.functions().forEach(function -> functions.add(json(request, function)));
    JsonObject list = new JsonObject();
    list.add("functions", functions);
    return list;
  }

  private Response get(Request request) {
    String name = request.variable("function");
    return find(name)
        .map(function -> Response.json(200, json(request, function).toString()))
        .orElseGet(() -> notFound(name));
  }

  private Response create(Request request) throws IOException {
    String name = request.parameter("functionId").orElse("");
    if (find(name).isPresent()) {
      return error(
          409, "ALREADY_EXISTS", "function %s is deployed. Patch it instead.".formatted(name));
    }
    return deploy(request, body -> FunctionJson.read(name, body));
  }

  private Response patch(Request request) throws IOException {
    String name = request.variable("function");
    Optional<FunctionDefinition> present = find(name);
    return present.isEmpty()
        ? notFound(name)
        : deploy(request, body -> FunctionJson.change(present.get(), body));
  }

  private Response deploy(Request request, Function<JsonObject, FunctionDefinition> definition)
      throws IOException {
    try {
      String text = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
      JsonObject body = JsonParser.parseString(text).getAsJsonObject();
      FunctionDefinition function = definition.apply(body);
      host.deploy(function);
      JsonObject operation = done(request, "deploy-" + function.name());
      operation.add("response", json(request, function));
      return Response.json(200, operation.toString());
    } catch (IllegalArgumentException | JsonParseException | IllegalStateException e) {
      return error(400, "INVALID_ARGUMENT", String.valueOf(e.getMessage()));
    }
  }

  private static Response operation(Request request) {
    return Response.json(200, done(request, request.variable("operation")).toString());
  }

  private static JsonObject done(Request request, String operation) {
    JsonObject json = new JsonObject();
    json.addProperty("name", location(request) + "/operations/" + operation);
    json.addProperty("done", true);
    return json;
  }

  private JsonObject json(Request request, FunctionDefinition function) {
    return FunctionJson.write(
        function,
        location(request) + "/functions/" + function.name(),
        host.address(function.name()));
  }

  private Optional<FunctionDefinition> find(String name) {
    return host.functions().stream().filter(function -> function.name().equals(name)).findFirst();
  }

  private static String location(Request request) {
    return "projects/%s/locations/%s"
        .formatted(request.variable("project"), request.variable("location"));
  }

  private static Response notFound(String name) {
    return error(404, "NOT_FOUND", "no function \"%s\" is deployed.".formatted(name));
  }

  private static Response error(int code, String status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("message", message);
    error.addProperty("status", status);
    JsonObject json = new JsonObject();
    json.add("error", error);
    return Response.json(code, json.toString());
  }
}
