package sluice.local.faults;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.local.delivery.Fates;
import sluice.local.http.ApiError;
import sluice.local.http.ConnectionDropped;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;

/**
 * The faults in force. Services know nothing of them: their routes stand behind {@link #before},
 * and the delivery engine asks it for the {@link Fates} of what it accepts. A restart forgets them.
 */
public final class Faults implements Fates {

  private record Rule<T>(String id, T fault, AtomicInteger seen) {

    /** Counts a match; its index among those the fault happens to, or empty. */
    Optional<Integer> happens(int nth, int count) {
      int index = seen.incrementAndGet() - nth;
      return index >= 0 && index < count ? Optional.of(index) : Optional.empty();
    }
  }

  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<String, Rule<RequestFault>> requests = new ConcurrentHashMap<>();
  private final Map<String, Rule<EventFault>> events = new ConcurrentHashMap<>();

  /** Puts a fault in force; returns what {@link #lift} wants. */
  public String add(RequestFault fault) {
    String id = nextId();
    requests.put(id, new Rule<>(id, fault, new AtomicInteger()));
    return id;
  }

  /** Puts a fault in force; returns what {@link #lift} wants. */
  public String add(EventFault fault) {
    String id = nextId();
    events.put(id, new Rule<>(id, fault, new AtomicInteger()));
    return id;
  }

  /** Lifts one fault; false when it is not in force. */
  public boolean lift(String id) {
    boolean request = requests.remove(id) != null;
    return events.remove(id) != null || request;
  }

  /** Lifts all faults. */
  public void clear() {
    requests.clear();
    events.clear();
  }

  /** How many requests or events a fault's pattern has met. */
  public int seen(String id) {
    Rule<?> rule = requests.containsKey(id) ? requests.get(id) : events.get(id);
    return rule == null ? 0 : rule.seen().get();
  }

  List<String> ids() {
    List<String> ids = new ArrayList<>(requests.keySet());
    ids.addAll(events.keySet());
    ids.sort(Comparator.comparingInt(Integer::parseInt));
    return ids;
  }

  String describe(String id) {
    Rule<?> rule = requests.containsKey(id) ? requests.get(id) : events.get(id);
    return rule == null ? "" : rule.fault().toString();
  }

  /** A service's routes with the faults before them. */
  public Routes before(String service, Routes routes) {
    return routes.behind((request, behind) -> answer(service, request, behind));
  }

  @Override
  public List<Duration> of(String queue, JsonObject content) {
    for (Rule<EventFault> rule : events.values()) {
      EventFault fault = rule.fault();
      if (fault.queue().matcher(queue).find()) {
        Optional<Integer> index = rule.happens(fault.nth(), fault.count());
        if (index.isPresent()) {
          return fault.effect().delays(index.get());
        }
      }
    }
    return KIND.of(queue, content);
  }

  private Optional<Response> answer(String service, Request request, Routes behind)
      throws IOException {
    List<RequestFault.Effect> effects = effects(service, request);
    for (RequestFault.Effect effect : effects) {
      if (effect instanceof RequestFault.Fail fail) {
        throw ApiError.reasoned(
            fail.status(), fail.reason(), "A fault that was asked for: " + fail.reason());
      } else if (effect instanceof RequestFault.Delay delay) {
        await(delay.by());
      } else if (effect instanceof RequestFault.Before before) {
        before.hook().accept(request);
      }
    }
    Optional<Response> answer = behind.match(request);
    for (RequestFault.Effect effect : effects) {
      if (effect instanceof RequestFault.After after) {
        after.hook().accept(request);
      } else if (effect instanceof RequestFault.Drop) {
        throw new ConnectionDropped("a fault that was asked for");
      }
    }
    return answer;
  }

  private List<RequestFault.Effect> effects(String service, Request request) {
    List<RequestFault.Effect> effects = new ArrayList<>();
    for (Rule<RequestFault> rule : requests.values()) {
      RequestFault fault = rule.fault();
      if (fault.matches(service, request) && rule.happens(fault.nth(), fault.count()).isPresent()) {
        effects.add(fault.effect());
      }
    }
    return effects;
  }

  private String nextId() {
    return Integer.toString(lastId.incrementAndGet());
  }

  private static void await(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
