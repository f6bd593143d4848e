package sluice.governor;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import sluice.json.Json;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/**
 * What each table may take of the project's 100,000 load jobs a day.
 *
 * <p>A project of few tables has enough for all of them, and nobody looks. In a larger one each
 * sweep notes how much every table has used and how much is left. Until the next note each table
 * may use, beyond what it had used, an equal part of half of what was left. So their sum stays
 * within the limit however old the note is and whoever reads it when; a quiet table's share is not
 * wasted, and as little is left, the tables beyond an equal share leave it to the others.
 */
public final class Shares {

  private static final String NAME = "state/shares.json";

  /**
   * Of the 100,000; what is left is for jobs of people, and for what was decided on older notes.
   */
  private static final int PROJECT = 95_000;

  /** What every table has without a look, in parts of an equal share. */
  private static final int SURE = 4;

  private final ObjectStore store;

  public Shares(ObjectStore store) {
    this.store = store;
  }

  /**
   * What was used at a moment.
   *
   * @param spare how much more each table may use
   * @param left of the project's jobs
   * @param used by table; those that used little are left out
   */
  record Note(Instant at, int spare, int left, Map<String, Integer> used) {
    Note {
      used = Collections.unmodifiableSortedMap(new TreeMap<>(used));
    }
  }

  /** How many jobs a landing table may make in a day, when it has made {@code used} lately. */
  public int limit(LandingTable table, Plan plan, int used) {
    int own = Math.min(Governor.MOST_A_DAY, table.maxJobsPerDay().orElse(Governor.MOST_A_DAY));
    int tables = plan.landingTables().size();
    if (PROJECT / tables >= own) {
      return own;
    }
    int sure = Math.max(1, PROJECT / tables / SURE);
    // So little that there is no gap whatever the note says.
    int share = used < sure / SURE ? sure : share(table.id(), tables, sure);
    return Math.min(own, share);
  }

  /** How many modifications a day a transform's table may get: an equal share of copy jobs. */
  public static int transformLimit(Plan plan) {
    return Math.min(Governor.MOST_A_DAY, Math.max(1, PROJECT / plan.transforms().size()));
  }

  /** Whether the plan's tables have to share. */
  public static boolean needed(Plan plan) {
    return plan.landingTables().size() * Governor.MOST_A_DAY > PROJECT;
  }

  private int share(TableId table, int tables, int sure) {
    int equal = PROJECT / tables;
    Optional<Note> note = store.read(NAME).map(content -> Json.read(content.text(), Note.class));
    if (note.isEmpty()) {
      return Math.max(1, equal);
    }
    int used = note.get().used().getOrDefault(table.toString(), 0);
    boolean leavesItToOthers = used > equal && note.get().left() < PROJECT / SURE;
    return Math.max(sure, leavesItToOthers ? used : used + note.get().spare());
  }

  /**
   * Notes what the plan's tables use; of several callers one does.
   *
   * @param uses how many jobs a table has made lately, those of its open batch included
   */
  public void note(Plan plan, ToIntFunction<LandingTable> uses, Instant now) {
    // The note before first: what another caller notes meanwhile is newer than this.
    Optional<ObjectStore.Content> before = store.read(NAME);
    int tables = plan.landingTables().size();
    int sure = Math.max(1, PROJECT / tables / SURE);
    Map<String, Integer> used = new TreeMap<>();
    long taken = 0;
    for (LandingTable table : plan.landingTables()) {
      int jobs = uses.applyAsInt(table);
      taken += Math.max(jobs, sure);
      if (jobs >= sure / SURE) {
        used.put(table.id().toString(), jobs);
      }
    }
    int left = (int) Math.max(0, PROJECT - taken);
    String text = Json.write(new Note(now, left / 2 / tables, left, used));
    if (before.isEmpty()) {
      store.create(NAME, text);
    } else {
      store.replace(NAME, before.get().generation(), text);
    }
  }
}
