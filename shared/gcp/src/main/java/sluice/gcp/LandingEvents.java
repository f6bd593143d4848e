package sluice.gcp;

import io.cloudevents.CloudEvent;
import java.util.Optional;
import sluice.RejectedException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.schema.TableId;

/**
 * Finalized objects of Cloud Storage: which table they are for. Nothing else of them is trusted.
 */
public final class LandingEvents {

  private LandingEvents() {}

  /**
   * The table that a {@code google.cloud.storage.object.v1.finalized} event's object is pending
   * for, if it is for one.
   *
   * @throws RejectedException when the event names no object
   */
  public static Optional<TableId> table(CloudEvent event, Plan plan) {
    String object =
        Events.data(event)
            .flatMap(data -> Events.text(data, "name"))
            .orElseThrow(
                () ->
                    new RejectedException(
                        "Event %s names no object. Trigger this function by finalized objects only."
                            .formatted(event.getId())));
    return LandingPaths.landingName(object).flatMap(plan::landingTable).map(LandingTable::id);
  }
}
