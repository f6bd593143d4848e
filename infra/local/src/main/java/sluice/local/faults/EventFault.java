package sluice.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What happens to some deliveries.
 *
 * @param queue {@code event/TRIGGER}, {@code subscription/NAME} or {@code job/NAME}; found anywhere
 * @param nth the first matching event it happens to, from 1
 * @param count to how many in a row
 */
public record EventFault(Pattern queue, int nth, int count, Effect effect) {

  /** What happens. */
  public sealed interface Effect {

    /**
     * When copies of an event are due.
     *
     * @param index of the event among those it happens to, from 0
     */
    List<Duration> delays(int index);
  }

  /** Never delivered. */
  public record Drop() implements Effect {
    @Override
    public List<Duration> delays(int index) {
      return List.of();
    }
  }

  /** Delivered later. */
  public record Delay(Duration by) implements Effect {
    @Override
    public List<Duration> delays(int index) {
      return List.of(by);
    }
  }

  /** Delivered so many times. */
  public record Repeat(int times) implements Effect {
    @Override
    public List<Duration> delays(int index) {
      return new ArrayList<>(Collections.nCopies(times, Duration.ZERO));
    }
  }

  /** Of each {@code span} events the first is delivered last, each {@code step} after the other. */
  public record Reorder(int span, Duration step) implements Effect {
    @Override
    public List<Duration> delays(int index) {
      return List.of(step.multipliedBy(span - 1L - index % span));
    }
  }

  /** Every event of a trigger. */
  public static EventFault every(String trigger, Effect effect) {
    Pattern queue = Pattern.compile("^event/" + Pattern.quote(trigger) + "$");
    return new EventFault(queue, 1, Integer.MAX_VALUE, effect);
  }

  /** The same, from the nth on, so many times. */
  public EventFault from(int first, int times) {
    return new EventFault(queue, first, times, effect);
  }
}
