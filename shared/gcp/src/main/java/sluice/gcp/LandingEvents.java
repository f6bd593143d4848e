package sluice.gcp;

import io.cloudevents.CloudEvent;
import sluice.RejectedException;

/** Finalized objects of Cloud Storage: which one it was. Nothing else of them is trusted. */
public final class LandingEvents {

  private LandingEvents() {}

  /**
   * The name of the object that a {@code google.cloud.storage.object.v1.finalized} event is about.
   *
   * @throws RejectedException when the event names no object
   */
  public static String object(CloudEvent event) {
    return Events.data(event)
        .flatMap(data -> Events.text(data, "name"))
        .orElseThrow(
            () ->
                new RejectedException(
                    "Event %s names no object. Trigger this function by finalized objects only."
                        .formatted(event.getId())));
  }
}
