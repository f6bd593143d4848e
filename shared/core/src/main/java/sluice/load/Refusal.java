package sluice.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.store.ObjectStore;

/**
 * Puts extracts aside that break their table's contract: whole, since a part of an extract is no
 * extract, and for good, so that the next one loads. Whoever does it again finds parts missing, and
 * puts the rest aside.
 */
final class Refusal {

  private final ObjectStore store;
  private final Quarantine quarantine;

  Refusal(ObjectStore store) {
    this.store = store;
    this.quarantine = new Quarantine(store);
  }

  /**
   * Puts extracts of a batch aside, and says so, a line for each.
   *
   * @param extracts what is wrong with them, by the folder of their parts
   */
  void refuse(LandingTable table, Batch batch, Map<String, String> extracts) {
    extracts.forEach((folder, difference) -> refuse(table, batch, folder, difference));
  }

  private void refuse(LandingTable table, Batch batch, String folder, String difference) {
    List<String> kept = new ArrayList<>();
    for (String part : batch.parts()) {
      if (part.startsWith(folder)) {
        store.find(part).flatMap(lies -> put(table, lies, difference)).ifPresent(kept::add);
      }
    }
    LoadLog.event(Level.ERROR, "load.refused", table, batch)
        .addKeyValue("object", kept.isEmpty() ? folder : kept.get(0))
        .addKeyValue("reason", "contract")
        .log(
            "An extract of {} is not loaded: {} It is kept under {}. {}",
            table.id(),
            difference,
            LandingPaths.quarantine(table),
            remedy(table));
  }

  private Optional<String> put(LandingTable table, ObjectStore.Entry lies, String difference) {
    String path = LandingPaths.withinExtracts(table, lies.name());
    LandingObject part = new LandingObject(path, lies.generation(), lies.size());
    Reason reason =
        new Reason(
            path,
            table.id().toString(),
            "contract",
            difference,
            Optional.<String>empty(),
            Optional.<Long>empty(),
            Optional.<String>empty(),
            Optional.<String>empty(),
            remedy(table));
    return quarantine.put(table, part, reason, lies);
  }

  /** What is to be done about an extract that was put aside. */
  private static String remedy(LandingTable table) {
    return ("Change the table's columns in sources/%s.columns.yaml, or its contract; the next"
            + " extract loads%s.")
        .formatted(
            table.source(),
            table.writeMode() == WriteMode.REPLACE
                ? ""
                : ", and `sluice backfill` reads again what this one had read");
  }
}
