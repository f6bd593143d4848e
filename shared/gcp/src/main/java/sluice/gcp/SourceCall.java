package sluice.gcp;

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
 * A call for a source, as Cloud Scheduler or a person makes it: {@code {"source": "ec"}}.
 *
 * @param scheduled the time in Cloud Scheduler's header, as text
 */
public record SourceCall(String source, Optional<String> scheduled, JsonObject body) {

  private static final String SCHEDULE_TIME = "X-CloudScheduler-ScheduleTime";

  /**
   * Reads a call.
   *
   * @throws RejectedException if its body is no JSON object, or names no source
   */
  public static SourceCall read(HttpRequest request) throws IOException {
    JsonObject body = object(request.getReader().lines().collect(Collectors.joining("\n")));
    String source =
        text(body, "source")
            .orElseThrow(
                () ->
                    new RejectedException(
                        "The call names no source. Send {\"source\": \"NAME\"} as JSON."));
    return new SourceCall(source, request.getFirstHeader(SCHEDULE_TIME), body);
  }

  /**
   * The slot: the scheduler's time, or else the body's {@code slot}, or else the present second.
   *
   * @throws RejectedException if it is no time
   */
  public Instant slot(InstantSource clock) {
    return scheduled
        .or(() -> text("slot"))
        .map(SourceCall::instant)
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Another of the body's texts; empty if there is none, or no text. */
  public Optional<String> text(String key) {
    return text(body, key);
  }

  private static Instant instant(String slot) {
    try {
      return Instant.parse(slot);
    } catch (DateTimeParseException e) {
      throw new RejectedException(
          "The slot '%s' is not a time. Write it like 2026-01-31T15:00:00Z.".formatted(slot), e);
    }
  }

  private static JsonObject object(String text) {
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
