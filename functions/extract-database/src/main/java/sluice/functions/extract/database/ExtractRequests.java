package sluice.functions.extract.database;

import com.google.cloud.functions.HttpRequest;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.RejectedException;

/**
 * Reads what a call asks for: {@code {"source": "ec"}}, and a slot, which is the time that Cloud
 * Scheduler gives in a header, or the body's {@code slot}, or the present second.
 */
final class ExtractRequests {

  private static final String SCHEDULE_TIME = "X-CloudScheduler-ScheduleTime";

  private final InstantSource clock;

  ExtractRequests(InstantSource clock) {
    this.clock = clock;
  }

  /** One source's slot. */
  record Wanted(String source, Instant slot) {}

  Wanted read(HttpRequest request) throws IOException {
    JsonObject body = body(request.getReader().lines().collect(Collectors.joining("\n")));
    Optional<String> slot = request.getFirstHeader(SCHEDULE_TIME).or(() -> text(body, "slot"));
    String source =
        text(body, "source")
            .orElseThrow(
                () ->
                    new RejectedException(
                        "The call names no source. Send {\"source\": \"NAME\"} as JSON."));
    return new Wanted(
        source,
        slot.map(ExtractRequests::instant)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static Instant instant(String slot) {
    try {
      return Instant.parse(slot);
    } catch (DateTimeParseException e) {
      throw new RejectedException(
          "The slot '%s' is not a time. Write it like 2026-01-31T15:00:00Z.".formatted(slot), e);
    }
  }

  private static JsonObject body(String text) {
    try {
      return text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new RejectedException(
          "The call's body is not a JSON object. Send {\"source\": \"NAME\"}.", e);
    }
  }

  private static Optional<String> text(JsonObject body, String key) {
    return Optional.ofNullable(body.get(key))
        .filter(value -> value.isJsonPrimitive())
        .map(value -> value.getAsString());
  }
}
