package sluice.plan;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sluice.json.Json;
import sluice.store.ObjectStore;

/**
 * The tables that flow without the published plan naming them: an object each, made once by the
 * extract that found the table. They last until the plan names them.
 */
final class DiscoveredTables {

  private static final String FOLDER = "state/plan/discovered/";

  private final ObjectStore store;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  DiscoveredTables(ObjectStore store) {
    this.store = store;
  }

  private record Known(long generation, LandingTable table) {}

  /** The plan, and the discovered tables that it does not name and its sources still take. */
  Plan addTo(Plan plan) {
    if (plan.sources().stream().allMatch(source -> source.tables().isEmpty())) {
      return plan;
    }
    return plan.and(
        store.list(FOLDER, Optional.empty()).stream()
            .flatMap(entry -> table(entry).stream())
            .filter(table -> isTaken(plan, table))
            .toList());
  }

  void add(LandingTable table) {
    store.create(FOLDER + table.landingName() + ".json", Json.write(table));
  }

  private Optional<LandingTable> table(ObjectStore.Entry entry) {
    Known before = known.get(entry.name());
    if (before != null && before.generation == entry.generation()) {
      return Optional.of(before.table);
    }
    Optional<LandingTable> table =
        store.read(entry.name()).map(content -> Json.read(content.text(), LandingTable.class));
    table.ifPresent(read -> known.put(entry.name(), new Known(entry.generation(), read)));
    return table;
  }

  private static boolean isTaken(Plan plan, LandingTable table) {
    boolean named =
        plan.landingTable(table.id()).isPresent() || plan.transform(table.id()).isPresent();
    return !named
        && table.origin() instanceof Origin.Extracted extracted
        && plan.source(table.source())
            .flatMap(Source::tables)
            .filter(patterns -> patterns.take(extracted.table()))
            .isPresent();
  }
}
