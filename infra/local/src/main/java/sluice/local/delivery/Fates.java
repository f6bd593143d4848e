package sluice.local.delivery;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * Decides what becomes of a parcel that a queue accepts: one copy is delivered after each of the
 * delays. No delay drops it; more than one repeat it.
 */
@FunctionalInterface
public interface Fates {

  /** Each parcel once, at once. */
  Fates KIND = (queue, content) -> List.of(Duration.ZERO);

  List<Duration> of(String queue, JsonObject content);
}
