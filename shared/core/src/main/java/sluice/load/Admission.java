package sluice.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sluice.UnavailableException;
import sluice.files.Fault;
import sluice.plan.Contract;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.schema.Column;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/** Lets to a load job what keeps to its table's contract, and says what changes by it. */
final class Admission {

  private static final int MOST_TRIES = 10;

  private final ObjectStore store;
  private final Landing landing;
  private final TableStates states;
  private final Contracts contracts;

  Admission(ObjectStore store, Crew crew) {
    this.store = store;
    this.landing = new Landing(store);
    this.states = new TableStates(store);
    this.contracts = new Contracts(store, crew);
  }

  /**
   * What a load job may read, and the columns that the table has then.
   *
   * @param schemaUri the file by whose schema it reads, where that is not the last one
   * @param putAside the files that break the contract, which are in quarantine
   */
  record Admitted(
      List<String> uris,
      List<Column> columns,
      Optional<String> schemaUri,
      List<LandingObject> putAside) {
    Admitted {
      uris = List.copyOf(uris);
      columns = List.copyOf(columns);
      putAside = List.copyOf(putAside);
    }
  }

  /**
   * Extracts, each of which is admitted whole or not at all.
   *
   * @param refused what is wrong with those that are not, by the folder of their parts
   */
  record Extracts(Admitted admitted, Map<String, String> refused) {
    Extracts {
      refused = Map.copyOf(refused);
    }
  }

  /**
   * Looks into the files that a batch takes. Those that break the contract are put aside by it, and
   * the rest goes on.
   */
  Admitted admit(LandingTable table, Batch batch, List<String> uris) {
    Contracts.Found found = contracts.look(table, landing.names(uris), known(table));
    List<LandingObject> aside = putAside(table, batch, found.broken());
    List<String> kept = new ArrayList<>(uris);
    kept.removeIf(uri -> found.broken().containsKey(landing.name(uri)));
    return admitted(table, kept, found, aside);
  }

  /**
   * Looks into the extracts that a batch takes. One of which a part is missing was put aside by
   * somebody who did not come to the end of it.
   */
  Extracts extracts(LandingTable table, Batch batch) {
    Contracts.Found found = contracts.look(table, batch.parts(), known(table));
    Map<String, String> refused = new TreeMap<>();
    found
        .missing()
        .forEach(part -> refused.put(LandingPaths.ofExtract(part), "a part of it is not there."));
    found
        .broken()
        .forEach((part, difference) -> refused.put(LandingPaths.ofExtract(part), difference));
    List<String> kept =
        batch.parts().stream()
            .filter(part -> !refused.containsKey(LandingPaths.ofExtract(part)))
            .toList();
    // What an extract says that is put aside changes no column.
    Contracts.Found rest = refused.isEmpty() ? found : contracts.look(table, kept, known(table));
    return new Extracts(admitted(table, landing.uris(kept), rest, List.of()), refused);
  }

  /** What a job reads that leaves a table without rows: an object that has none. */
  Admitted nothing(LandingTable table) {
    String name = LandingPaths.schemas(table) + "nothing.json";
    store.create(name, "");
    return new Admitted(List.of(store.uri(name)), known(table), Optional.empty(), List.of());
  }

  /** The columns that a table's contract knows. */
  private List<Column> known(LandingTable table) {
    return isFrozen(table)
        ? table.columns()
        : Columns.of(table.columns(), states.read(table.id()).state().evolved());
  }

  private static boolean isFrozen(LandingTable table) {
    return table.heldTo() == Contract.FREEZE;
  }

  private Admitted admitted(
      LandingTable table, List<String> uris, Contracts.Found found, List<LandingObject> aside) {
    if (isFrozen(table)) {
      return new Admitted(uris, table.columns(), found.schemaUri(), aside);
    }
    note(table, found.columns());
    return new Admitted(uris, found.columns(), found.schemaUri(), aside);
  }

  private List<LandingObject> putAside(
      LandingTable table, Batch batch, Map<String, String> broken) {
    List<LandingObject> aside = new ArrayList<>();
    for (LandingObject object : batch.objects()) {
      // What was written anew of a file lies elsewhere, under the same last part of its name.
      broken.entrySet().stream()
          .filter(each -> each.getKey().endsWith("/" + object.immutablePath()))
          .findFirst()
          .map(each -> landing.putAside(table, object, fault(each.getValue())))
          .ifPresent(
              file -> {
                LoadLog.quarantined(batch, file, table);
                aside.add(object);
              });
    }
    return aside;
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
