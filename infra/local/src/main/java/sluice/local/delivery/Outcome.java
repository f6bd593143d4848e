package sluice.local.delivery;

/**
 * How an attempt ended.
 *
 * @param status the HTTP status; 0 when there was no answer
 * @param detail what else is known of a failure
 */
public record Outcome(int status, String detail) {

  /** Whether the parcel is delivered: any 2xx. */
  public boolean delivered() {
    return status / 100 == 2;
  }
}
