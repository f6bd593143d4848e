package sluice.local.bigquery.rest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/** What every part of the API shares: the project of a request, errors, pages. */
final class Api {

  static final String PROJECT = "/bigquery/v2/projects/{project}";

  /** Answers a request within its project. */
  @FunctionalInterface
  interface Action {
    JsonObject answer(Project project, Request request) throws IOException;
  }

  private final Routes routes;
  private final Function<String, Project> projects;

  Api(Routes routes, Function<String, Project> projects) {
    this.routes = routes;
    this.projects = projects;
  }

  /** Adds a route below a project; a refusal becomes its error. */
  Api on(String method, String path, Action action) {
    routes.on(method, PROJECT + path, request -> answered(request, action));
    return this;
  }

  /** Adds PATCH, which Google's Java clients send as a POST with another name in a header. */
  Api onPatch(String path, Action action) {
    routes.on(
        "POST",
        PROJECT + path,
        request ->
            request.header("x-http-method-override").filter("PATCH"::equals).isPresent()
                ? answered(request, action)
                : error(Refusal.invalid("Method POST is not known here.")));
    return on("PATCH", path, action);
  }

  Response answered(Request request, Action action) throws IOException {
    try {
      JsonObject answer = action.answer(project(request), request);
      return answer.size() == 0 && request.method().equals("DELETE")
          ? Response.empty(204)
          : Response.json(200, answer.toString());
    } catch (Refusal refusal) {
      return error(refusal);
    }
  }

  Project project(Request request) {
    return projects.apply(request.variable("project"));
  }

  static Response error(Refusal refusal) {
    return Response.json(refusal.status(), refusal.body().toString());
  }

  static JsonObject body(Request request) throws IOException {
    return Json.parse(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
  }

  static boolean flag(Request request, String name) {
    return request.parameter(name).map(Boolean::parseBoolean).orElse(false);
  }

  static Optional<Long> number(Request request, String name) {
    try {
      return request.parameter(name).filter(text -> !text.isEmpty()).map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Invalid value for " + name + ": it is not a number");
    }
  }

  /** Where a page starts. */
  static long start(Optional<String> pageToken, Optional<Long> startIndex) {
    if (pageToken.filter(token -> !token.isEmpty()).isEmpty()) {
      return startIndex.orElse(0L);
    }
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(pageToken.get());
      return Long.parseLong(new String(decoded, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid page token: " + pageToken.get());
    }
  }

  static String pageToken(long next) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Long.toString(next).getBytes(StandardCharsets.UTF_8));
  }

  /** A page of a list, under that name, with the token of the next. */
  static JsonObject page(
      String kind, String name, List<JsonObject> all, Request request, int usual) {
    int start = (int) Math.min(all.size(), start(request.parameter("pageToken"), Optional.empty()));
    long most = number(request, "maxResults").filter(n -> n > 0).orElse((long) usual);
    int end = (int) Math.min(all.size(), start + most);
    JsonObject page = Json.of("kind", kind);
    if (end > start) {
      page.add(name, Json.arrayOf(all.subList(start, end)));
    }
    if (end < all.size()) {
      page.addProperty("nextPageToken", pageToken(end));
    }
    return page;
  }

  /** Whether labels meet a filter such as {@code labels.env:prod labels.team}. */
  static boolean matches(JsonObject resource, Optional<String> filter) {
    for (String term : filter.orElse("").trim().split("\\s+")) {
      if (term.startsWith("labels.")) {
        String[] pair = term.substring("labels.".length()).split(":", 2);
        Optional<String> value = Json.text(resource, "labels", pair[0]);
        if (value.isEmpty() || (pair.length == 2 && !value.get().equals(pair[1]))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Refuses a change of a resource that is no longer what the client read. */
  static void checkEtag(Request request, JsonObject resource) {
    Optional<String> wanted = request.header("if-match").filter(tag -> !tag.equals("*"));
    String etag = Json.text(resource, "etag").orElse("");
    if (wanted.isPresent() && !wanted.get().replace("\"", "").equals(etag)) {
      throw new Refusal("conditionNotMet", "Precondition check failed.");
    }
  }
}
