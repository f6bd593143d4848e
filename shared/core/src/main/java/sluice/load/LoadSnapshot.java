package sluice.load;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import sluice.extract.Commit;
import sluice.plan.LandingTable;
import sluice.state.TableState;
import sluice.store.ObjectStore;
import sluice.warehouse.Attempts;

/**
 * What is, for a landing table, in the order in which it was looked at: its state, the ledger's
 * head, and then what waits.
 *
 * @param jobsPerDay how many may modify it in any 24 hours
 * @param files those that are not loaded; looked at only while no batch is open, and not while one
 *     is known to be held back
 * @param markers the files that mark the sets of those; likewise
 * @param leftovers what lies in the files' way; likewise
 * @param commits those behind the last loaded one; likewise
 */
record LoadSnapshot(
    LandingTable table,
    TableState state,
    int jobsPerDay,
    Optional<OpenBatch> open,
    SortedSet<LandingObject> files,
    List<LandingObject> markers,
    List<ObjectStore.Entry> leftovers,
    List<Commit> commits) {

  /** The batch in flight, and what became of its job. */
  record OpenBatch(Batch batch, Attempts attempts) {}

  LoadSnapshot {
    markers = List.copyOf(markers);
    leftovers = List.copyOf(leftovers);
    commits = List.copyOf(commits);
  }
}
