package sluice.plan;

import java.util.List;
import java.util.Optional;
import sluice.RejectedException;
import sluice.json.Json;
import sluice.state.Hashes;
import sluice.store.ObjectStore;

/**
 * The published plan: each under its hash, and a pointer to the current one. What was read is kept
 * between calls of a function, by the pointer's generation.
 */
public final class Plans {

  private static final String POINTER = "state/plan/current";

  private final ObjectStore store;
  private final DiscoveredTables discovered;
  private volatile Cached cached = new Cached(-1, Optional.empty());

  public Plans(ObjectStore store) {
    this.store = store;
    this.discovered = new DiscoveredTables(store);
  }

  private record Pointer(String hash) {}

  private record Cached(long generation, Optional<Plan> plan) {}

  /**
   * The current plan, with the tables that were discovered since it was published.
   *
   * @throws RejectedException when none was ever published
   */
  public Plan current() {
    ObjectStore.Content pointer = store.read(POINTER).orElseThrow(Plans::nothingPublished);
    Cached known = cached;
    if (known.generation() == pointer.generation() && known.plan().isPresent()) {
      return discovered.addTo(known.plan().get());
    }
    String hash = Json.read(pointer.text(), Pointer.class).hash();
    Plan plan =
        store
            .read(name(hash))
            .map(content -> Plan.parse(content.text()))
            .orElseThrow(Plans::nothingPublished);
    cached = new Cached(pointer.generation(), Optional.of(plan));
    return discovered.addTo(plan);
  }

  /** Lets a table flow that the published plan does not name, from the next look at it on. */
  public void discover(LandingTable table) {
    discovered.add(table);
  }

  /** Makes a plan the current one; its hash. */
  public String publish(Plan plan) {
    String json = plan.json();
    String hash = Hashes.of(List.of(json));
    store.create(name(hash), json);
    String pointer = Json.write(new Pointer(hash));
    for (boolean done = false; !done; ) {
      Optional<ObjectStore.Content> before = store.read(POINTER);
      done =
          before.isPresent()
              ? before.get().text().equals(pointer)
                  || store.replace(POINTER, before.get().generation(), pointer)
              : store.create(POINTER, pointer);
    }
    return hash;
  }

  private static String name(String hash) {
    return "state/plan/" + hash + ".json";
  }

  private static RejectedException nothingPublished() {
    return new RejectedException(
        "No plan is published in this bucket. Compile the pipeline and publish it with deploy.sh.");
  }
}
