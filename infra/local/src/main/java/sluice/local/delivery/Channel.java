package sluice.local.delivery;

import java.time.Duration;
import java.util.function.Function;

/**
 * How the parcels of one queue travel.
 *
 * @param concurrency deliveries under way at once
 * @param deadline of one attempt
 */
public record Channel(
    String queue,
    Function<Parcel, Post> post,
    Retry retry,
    int concurrency,
    Duration deadline,
    Witness witness) {

  /** Sees the attempts; each call is part of the write that records the attempt's end. */
  public interface Witness {

    /** Cares for nothing. */
    Witness NONE = new Witness() {};

    /** After each attempt. */
    default void attempted(Parcel parcel, Outcome outcome) {}

    /** When no further attempt will be made, and the parcel is dropped. */
    default void abandoned(Parcel parcel, Outcome outcome) {}
  }
}
