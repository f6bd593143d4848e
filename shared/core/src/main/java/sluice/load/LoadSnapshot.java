package sluice.load;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import sluice.extract.Commit;
import sluice.plan.LandingTable;
import sluice.schema.TableId;
import sluice.state.TableState;
import sluice.store.ObjectStore;
import sluice.warehouse.Attempts;
import sluice.warehouse.Labels;

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

  /**
   * The batch in flight, and what became of its jobs.
   *
   * @param attempts at loading it: into its table, or into its staging table, the last time
   * @param merging how far it has come, if it is merged and staged
   * @param earlier how many jobs counted that staged it before
   * @param lost whether it has to be staged anew
   */
  record OpenBatch(
      Batch batch, Attempts attempts, Optional<Merging> merging, int earlier, boolean lost) {

    /** A batch that is loaded by one job. */
    OpenBatch(Batch batch, Attempts attempts) {
      this(batch, attempts, Optional.empty(), 0, false);
    }

    /** How many jobs it took so far, of those that count. */
    int made() {
      return earlier + attempts.made() + merging.map(Merging::modifications).orElse(0);
    }

    /** The id of the first job that stages it anew. */
    String nextRound(TableId table) {
      int next = merging.map(Merging::round).orElse(0) + 1;
      return new Attempts(batch.jobs(table, Labels.Step.LOAD, next), 0, Optional.empty()).nextId();
    }
  }

  LoadSnapshot {
    markers = List.copyOf(markers);
    leftovers = List.copyOf(leftovers);
    commits = List.copyOf(commits);
  }
}
