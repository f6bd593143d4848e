package sluice.sql.pipeline;

import java.util.Optional;
import sluice.plan.About;

/** Reads what people are told of a table. */
final class AboutReader {

  private AboutReader() {}

  static About read(Settings settings, Optional<String> defaultOwner) {
    Optional<String> owner = settings.value("owner", Readings::text, "Write who answers for it.");
    return new About(
        settings.value("description", Readings::text, "Say in a sentence what a row is."),
        owner.or(() -> defaultOwner),
        settings.value("freshness", Readings::duration, "Write how long, like PT2H or P1D."));
  }
}
