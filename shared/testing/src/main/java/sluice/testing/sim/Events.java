package sluice.testing.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Word on its way to functions. */
final class Events {

  private static final Duration LATE = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Tally tally;
  private final List<Event> events = new ArrayList<>();

  /** Word on its way to a function. */
  record Event(String name, Consumer<Instance> work, Instant sentAt) {}

  Events(InstantSource clock, Tally tally) {
    this.clock = clock;
    this.tally = tally;
  }

  void send(String name, Consumer<Instance> work) {
    events.add(new Event(name, work, clock.instant()));
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  Event lose(int pick) {
    tally.count("fault: event lost");
    return events.remove(pick % events.size());
  }

  void repeat(int pick) {
    tally.count("fault: event repeated");
    events.add(events.get(pick % events.size()));
  }

  Event deliver(int pick) {
    int place = pick % events.size();
    Event event = events.remove(place);
    tally.count("event: delivered");
    if (place > 0) {
      tally.count("fault: event delivered out of order");
    }
    if (event.sentAt().plus(LATE).isBefore(clock.instant())) {
      tally.count("fault: event delivered late");
    }
    return event;
  }
}
