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
import sluice.extract.Backfills;

/**
 * Reads what a call asks for: {@code {"source": "ec"}}, and a slot, which is the time that Cloud
 * Scheduler gives in a header, or the body's {@code slot}, or the present second. With {@code
 * table}, {@code from} and {@code to} it asks for a stretch of the past instead, once for each
 * {@code request}.
 */
final class ExtractRequests {

  private static final String SCHEDULE_TIME = "X-CloudScheduler-ScheduleTime";

  private final InstantSource clock;

  ExtractRequests(InstantSource clock) {
    this.clock = clock;
  }

  /** What a call asks for. */
  sealed interface Wanted {
    /** One source's slot. */
    record Slot(String source, Instant slot) implements Wanted {}

    /** A stretch of a table's past. */
    record Past(Backfills.Wanted stretch) implements Wanted {}
  }

  Wanted read(HttpRequest request) throws IOException {
    JsonObject body = body(request.getReader().lines().collect(Collectors.joining("\n")));
    Optional<String> slot = request.getFirstHeader(SCHEDULE_TIME).or(() -> text(body, "slot"));
    String source =
        text(body, "source")
            .orElseThrow(
                () ->
                    new RejectedException(
                        "The call names no source. Send {\"source\": \"NAME\"} as JSON."));
    Optional<String> from = text(body, "from");
    Optional<String> to = text(body, "to");
    if (from.isPresent() || to.isPresent()) {
      return past(source, from, to, body);
    }
    return new Wanted.Slot(
        source,
        slot.map(ExtractRequests::instant)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS)));
  }

  /** A request without a word of its own is told from others by what it asks for. */
  private static Wanted past(
      String source, Optional<String> from, Optional<String> to, JsonObject body) {
    Optional<String> table = text(body, "table");
    if (from.isEmpty() || to.isEmpty() || table.isEmpty()) {
      throw new RejectedException(
          "A stretch of the past needs table, from and to."
              + " Send {\"source\": ..., \"table\": ..., \"from\": ..., \"to\": ...}.");
    }
    String request =
        text(body, "request").orElseGet(() -> "%s..%s".formatted(from.get(), to.get()));
    return new Wanted.Past(
        new Backfills.Wanted(source, table.get(), from.get(), to.get(), request));
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
