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
import java.util.stream.Stream;
import sluice.local.delivery.Fates;
import sluice.local.http.ApiError;
import sluice.local.http.ConnectionDropped;
import sluice.local.http.Request;
import sluice.local.http.Response;
import sluice.local.http.Routes;
import sluice.local.storage.Finalizations;
import sluice.local.store.Store;

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
  private final Map<String, Rule<ObjectFault>> objects = new ConcurrentHashMap<>();

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

  /** Puts a fault in force; returns what {@link #lift} wants. */
  public String add(ObjectFault fault) {
    String id = nextId();
    objects.put(id, new Rule<>(id, fault, new AtomicInteger()));
    return id;
  }

  /** Lifts one fault; false when it is not in force. */
  public boolean lift(String id) {
    return Stream.of(requests, events, objects).anyMatch(rules -> rules.remove(id) != null);
  }

  /** Lifts all faults. */
  public void clear() {
    requests.clear();
    events.clear();
    objects.clear();
  }

  /** How many requests, events or objects a fault's pattern has met. */
  public int seen(String id) {
    return find(id).map(rule -> rule.seen().get()).orElse(0);
  }

  List<String> ids() {
    return Stream.of(requests, events, objects)
        .flatMap(rules -> rules.keySet().stream())
        .sorted(Comparator.comparingInt(Integer::parseInt))
        .toList();
  }

  String describe(String id) {
    return find(id).map(rule -> rule.fault().toString()).orElse("");
  }

  private Optional<Rule<?>> find(String id) {
    return Stream.of(requests, events, objects)
        .<Rule<?>>flatMap(rules -> rules.values().stream())
        .filter(rule -> rule.id().equals(id))
        .findFirst();
  }

  /**
   * What hears of finalized objects, with the faults behind it: what they do is done once the
   * object is durable, and before its writer hears so.
   */
  public Finalizations behind(Store store, Finalizations heard) {
    return (bucket, object) -> {
      heard.finalized(bucket, object);
      String name = object.get("name").getAsString();
      for (Rule<ObjectFault> rule : objects.values()) {
        ObjectFault fault = rule.fault();
        if (fault.name().matcher(name).find()
            && rule.happens(fault.nth(), fault.count()).isPresent()) {
          store.onceDurable(fault.hook());
        }
      }
    };
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
