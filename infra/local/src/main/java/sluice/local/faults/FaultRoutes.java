package sluice.local.faults;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sluice.local.http.ApiError;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/**
 * Faults over HTTP, for tests in other processes and for curious people. {@code POST
 * /_sluice/faults} takes one of
 *
 * <pre>{@code
 * {"request": {"service": "storage", "method": "POST", "path": "/o", "nth": 1, "count": 1,
 *              "fail": {"status": 503, "reason": "backendError"} | "delay": "PT1S" | "drop": true
 *              | "kill": "load", "when": "after" | "before"}}
 * {"object": {"name": "^state/ledger/", "nth": 1, "count": 1, "kill": "load"}}
 * {"event": {"trigger": "load", "nth": 1, "count": 5,
 *            "drop": true | "delay": "PT1S" | "repeat": 5 | "reorder": {"span": 3, "step": "PT1S"}}}
 * }</pre>
 */
public final class FaultRoutes {

  private static final String PATH = "/_sluice/faults";

  private final Faults faults;
  private final Consumer<String> killer;

  /**
   * Over these faults.
   *
   * @param killer kills every instance of the function of that name
   */
  public FaultRoutes(Faults faults, Consumer<String> killer) {
    this.faults = faults;
    this.killer = killer;
  }

  /** {@code /_sluice/faults}: list, add, lift one, lift all. */
  public Routes routes() {
    return new Routes()
        .on("GET", PATH, this::list)
        .on("POST", PATH, this::add)
        .on("DELETE", PATH, this::clear)
        .on("DELETE", PATH + "/{id}", this::lift);
  }

  private Response list(Request request) {
    JsonArray list = new JsonArray();
    for (String id : faults.ids()) {
      JsonObject json = new JsonObject();
      json.addProperty("id", id);
      json.addProperty("fault", faults.describe(id));
      json.addProperty("seen", faults.seen(id));
      list.add(json);
    }
    JsonObject body = new JsonObject();
    body.add("faults", list);
    return Response.json(200, body.toString());
  }

  private Response add(Request request) throws IOException {
    JsonObject body = request.json();
    try {
      String id;
      if (body.has("request")) {
        id = faults.add(requestFault(body.getAsJsonObject("request")));
      } else if (body.has("event")) {
        id = faults.add(eventFault(body.getAsJsonObject("event")));
      } else if (body.has("object")) {
        id = faults.add(objectFault(body.getAsJsonObject("object")));
      } else {
        throw invalid("it has none of 'request', 'event', 'object'. Write one of them.");
      }
      return Response.json(200, "{\"id\":\"%s\"}".formatted(id));
    } catch (PatternSyntaxException e) {
      throw invalid("'%s' is not a regular expression.".formatted(e.getPattern()));
    } catch (DateTimeParseException e) {
      throw invalid("'%s' is not a time. Write it like PT1S.".formatted(e.getParsedString()));
    } catch (ClassCastException | IllegalStateException | NumberFormatException e) {
      throw invalid("a value has the wrong type: %s".formatted(e.getMessage()));
    }
  }

  private Response clear(Request request) {
    faults.clear();
    return Response.json(200, "{}");
  }

  private Response lift(Request request) {
    if (!faults.lift(request.variable("id"))) {
      throw ApiError.canonical(
          404, "NOT_FOUND", "No fault '%s' is in force.".formatted(request.variable("id")));
    }
    return Response.json(200, "{}");
  }

  private RequestFault requestFault(JsonObject json) {
    return new RequestFault(
        Pattern.compile(text(json, "service", ".*")),
        Pattern.compile(text(json, "method", ".*")),
        Pattern.compile(text(json, "path", "")),
        number(json, "nth", 1),
        number(json, "count", 1),
        requestEffect(json));
  }

  private RequestFault.Effect requestEffect(JsonObject json) {
    if (json.has("fail")) {
      JsonObject fail = json.getAsJsonObject("fail");
      return new RequestFault.Fail(
          number(fail, "status", 503), text(fail, "reason", "backendError"));
    } else if (json.has("delay")) {
      return new RequestFault.Delay(Duration.parse(json.get("delay").getAsString()));
    } else if (json.has("drop")) {
      return new RequestFault.Drop();
    } else if (json.has("kill")) {
      String function = json.get("kill").getAsString();
      return switch (text(json, "when", "after")) {
        case "before" -> new RequestFault.Before(request -> killer.accept(function));
        case "after" -> new RequestFault.After(request -> killer.accept(function));
        default -> throw invalid("'when' is neither before nor after. Write one of them.");
      };
    }
    throw invalid("a request's effect is missing. Write fail, delay, drop or kill.");
  }

  private ObjectFault objectFault(JsonObject json) {
    if (!json.has("kill")) {
      throw invalid("an object's effect is missing. Write kill.");
    }
    String function = json.get("kill").getAsString();
    return new ObjectFault(
        Pattern.compile(text(json, "name", "")),
        number(json, "nth", 1),
        number(json, "count", 1),
        () -> killer.accept(function));
  }

  private static EventFault eventFault(JsonObject json) {
    EventFault.Effect effect = eventEffect(json);
    EventFault fault =
        json.has("trigger")
            ? EventFault.every(json.get("trigger").getAsString(), effect)
            : new EventFault(
                Pattern.compile(text(json, "queue", "")), 1, Integer.MAX_VALUE, effect);
    return fault.from(number(json, "nth", 1), number(json, "count", Integer.MAX_VALUE));
  }

  private static EventFault.Effect eventEffect(JsonObject json) {
    if (json.has("drop")) {
      return new EventFault.Drop();
    } else if (json.has("delay")) {
      return new EventFault.Delay(Duration.parse(json.get("delay").getAsString()));
    } else if (json.has("repeat")) {
      return new EventFault.Repeat(json.get("repeat").getAsInt());
    } else if (json.has("reorder")) {
      JsonObject reorder = json.getAsJsonObject("reorder");
      return new EventFault.Reorder(
          number(reorder, "span", 2), Duration.parse(text(reorder, "step", "PT1S")));
    }
    throw invalid("an event's effect is missing. Write drop, delay, repeat or reorder.");
  }

  private static String text(JsonObject json, String key, String otherwise) {
    return json.has(key) ? json.get(key).getAsString() : otherwise;
  }

  private static int number(JsonObject json, String key, int otherwise) {
    return json.has(key) ? json.get(key).getAsInt() : otherwise;
  }

  private static ApiError invalid(String message) {
    return ApiError.canonical(400, "INVALID_ARGUMENT", "The fault is not clear: " + message);
  }
}
