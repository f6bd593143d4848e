package sluice.functions.extract.objects;

import com.google.cloud.functions.HttpRequest;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.RejectedException;

/**
 * Reads what a call asks for: {@code {"source": "payments"}}, and the slot that Cloud Scheduler
 * gives in a header, or the body's {@code slot}, or the present second.
 */
final class HandoverRequests {

  private static final String SCHEDULE_TIME = "X-CloudScheduler-ScheduleTime";

  private final InstantSource clock;

  HandoverRequests(InstantSource clock) {
    this.clock = clock;
  }

  /** One source's slot. */
  record Wanted(String source, Instant slot) {}

  private record Body(@Nullable String source, @Nullable String slot) {}

  Wanted read(HttpRequest request) throws IOException {
    try {
      @Nullable Body body = new Gson().fromJson(request.getReader(), Body.class);
      @Nullable String source = body == null ? null : body.source();
      if (source == null) {
        throw new RejectedException(
            "The call names no source. Send {\"source\": \"NAME\"} as JSON.");
      }
      Optional<Instant> slot =
          request
              .getFirstHeader(SCHEDULE_TIME)
              .or(() -> Optional.ofNullable(body.slot()))
              .map(Instant::parse);
      return new Wanted(
          source, slot.orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    } catch (JsonParseException e) {
      throw new RejectedException(
          "The call's body is not a JSON object. Send {\"source\": \"NAME\"}.", e);
    } catch (DateTimeParseException e) {
      throw new RejectedException(
          "The slot '%s' is not a time. Write it like 2026-01-31T15:00:00Z."
              .formatted(e.getParsedString()),
          e);
    }
  }
}
