package sluice.governor;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import sluice.schema.TableId;
import sluice.state.Modifications;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/** Tells people, once for each hold, that a table's next job waits. */
public final class Holds {

  private static final Logger log = LoggerFactory.getLogger(Holds.class);

  private final TableStates states;
  private final InstantSource clock;

  public Holds(ObjectStore store, InstantSource clock) {
    this.states = new TableStates(store);
    this.clock = clock;
  }

  /**
   * Notes a hold in the table's state and logs it, unless that was done. The next job is made by
   * whoever looks when it is due, at the latest by the sweep after.
   *
   * @param event its name in the log
   */
  public void tell(TableId table, Governor.Hold hold, String event) {
    TableStates.Seen seen = states.read(table);
    Modifications noted = seen.state().modifications();
    if (noted.isHeldBack(clock.instant())
        || !states.replace(table, seen, seen.state().with(noted.heldBack(hold.until())))) {
      return;
    }
    log.atLevel(hold.spent() ? Level.WARN : Level.INFO)
        .addKeyValue("event", event)
        .addKeyValue("table", table.toString())
        .log(
            "{} was modified by {} jobs in a day and may be by {}: the next one waits until {}.",
            table,
            hold.used(),
            hold.limit(),
            hold.until());
  }
}
