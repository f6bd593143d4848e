package sluice.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.event.Level;
import sluice.UnavailableException;
import sluice.files.Fault;
import sluice.plan.Contract;
import sluice.plan.LandingTable;
import sluice.schema.Column;
import sluice.state.TableState;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/** Lets to a load job what keeps to its table's contract, and says what changes by it. */
final class Admission {

  private static final int MOST_TRIES = 10;

  private final Landing landing;
  private final TableStates states;
  private final Contracts contracts;

  Admission(ObjectStore store, Crew crew) {
    this.landing = new Landing(store);
    this.states = new TableStates(store);
    this.contracts = new Contracts(store, crew);
  }

  /**
   * What a load job may read, and the columns that the table has then.
   *
   * @param schemaUri the file by whose schema it reads, where that is not the last one
   */
  record Admitted(List<String> uris, List<Column> columns, Optional<String> schemaUri) {
    Admitted {
      uris = List.copyOf(uris);
      columns = List.copyOf(columns);
    }
  }

  /**
   * Looks into what a batch takes. Files that break the contract are put aside by it, and the rest
   * goes on; an extract is whole or not at all, so that it waits for whoever mends it, and nothing
   * is admitted.
   */
  Optional<Admitted> admit(LandingTable table, Batch batch, List<String> uris) {
    TableState state = states.read(table.id()).state();
    List<Column> columns = Columns.of(table.columns(), state.evolved());
    boolean frozen = table.heldTo() == Contract.FREEZE;
    Contracts.Found found =
        contracts.look(table, landing.names(uris), frozen ? table.columns() : columns);
    if (!found.broken().isEmpty() && batch.objects().isEmpty()) {
      refused(table, batch, found.broken());
      return Optional.empty();
    }
    putAside(table, batch, found.broken());
    if (!frozen) {
      columns = found.columns();
      note(table, columns);
    }
    List<String> kept = new ArrayList<>(uris);
    kept.removeIf(uri -> found.broken().containsKey(landing.name(uri)));
    return Optional.of(new Admitted(kept, columns, found.schemaUri()));
  }

  private void putAside(LandingTable table, Batch batch, Map<String, String> broken) {
    for (LandingObject object : batch.objects()) {
      // What was written anew of a file lies elsewhere, under the same last part of its name.
      broken.entrySet().stream()
          .filter(each -> each.getKey().endsWith("/" + object.immutablePath()))
          .findFirst()
          .map(each -> landing.putAside(table, object, fault(each.getValue())))
          .ifPresent(file -> LoadLog.quarantined(batch, file, table));
    }
  }

  private static Fault fault(String difference) {
    return new Fault(
        "contract",
        difference,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "Mend the file, or the table's columns.");
  }

  private static void refused(LandingTable table, Batch batch, Map<String, String> broken) {
    String first = broken.keySet().stream().sorted().findFirst().orElseThrow();
    LoadLog.event(Level.ERROR, "load.refused", table, batch)
        .addKeyValue("object", first)
        .addKeyValue("reason", "contract")
        .log(
            "Batch {} of {} is not loaded: {} Change the table's columns in sources/{}.columns.yaml,"
                + " or its contract; the next look goes on from there.",
            batch.sequence(),
            table.id(),
            broken.get(first),
            table.source());
  }

  /** Remembers columns that the plan does not say, and whoever does says so. */
  private void note(LandingTable table, List<Column> columns) {
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      TableStates.Seen seen = states.read(table.id());
      List<Column> before = Columns.of(table.columns(), seen.state().evolved());
      List<Column> after = Columns.of(before, Columns.beyond(before, columns));
      List<Column> beyond = Columns.beyond(table.columns(), after);
      if (beyond.equals(seen.state().evolved())) {
        return;
      }
      if (states.replace(table.id(), seen, seen.state().withEvolved(beyond))) {
        evolved(table, Columns.beyond(before, after));
        return;
      }
    }
    throw new UnavailableException(
        "The state of %s changes all the time. It will be looked at again.".formatted(table.id()));
  }

  private static void evolved(LandingTable table, List<Column> changed) {
    if (changed.isEmpty()) {
      return;
    }
    String lines = changed.stream().map(Columns::yaml).collect(Collectors.joining(", "));
    LoadLog.evolved(table, lines);
  }
}
