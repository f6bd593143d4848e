package sluice.functions.extract.database;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.extract.Extracts;

/** How long a call of the function reads, before it leaves the rest to the next one. */
final class CallTime {

  private static final String VARIABLE = "SLUICE_CALL_TIME";

  private CallTime() {}

  static Duration of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(text -> !text.isBlank())
        .map(CallTime::parse)
        .orElse(Extracts.CALL);
  }

  private static Duration parse(String text) {
    try {
      Duration time = Duration.parse(text);
      if (time.compareTo(Duration.ofSeconds(1)) >= 0) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Said below, as for a time that is too short.
    }
    throw new RejectedException(
        "%s is '%s'. Write how long a call may read, at least a second, like PT25M."
            .formatted(VARIABLE, text));
  }
}
