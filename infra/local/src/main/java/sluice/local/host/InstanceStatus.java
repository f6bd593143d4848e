package sluice.local.host;

import java.time.Instant;

/**
 * One instance, at a glance.
 *
 * @param revision grows with each deployment of the function
 * @param requests under way
 * @param served requests answered so far
 */
public record InstanceStatus(
    String function,
    String instance,
    long pid,
    State state,
    int revision,
    int requests,
    long served,
    Instant started) {

  /** What an instance does. */
  public enum State {
    STARTING,
    IDLE,
    BUSY
  }
}
