package sluice.tend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.load.IncompleteSet;
import sluice.load.LoadStages;
import sluice.plan.LandingTable;
import sluice.state.TableStates;
import sluice.store.ObjectStore;

/** Says which tables are older than was promised. */
final class Freshness {

  private static final Logger log = LoggerFactory.getLogger(Freshness.class);

  private final TableStates states;
  private final LoadStages stages;
  private final InstantSource clock;

  Freshness(ObjectStore store, InstantSource clock) {
    this.states = new TableStates(store);
    this.stages = new LoadStages(store);
    this.clock = clock;
  }

  /** Logs an error if nothing came for longer than the table's freshness allows. */
  void check(LandingTable table) {
    Optional<Duration> promised = table.about().freshness();
    Optional<Instant> freshAt = states.read(table.id()).state().loading().freshAt();
    if (promised.isEmpty() || freshAt.isEmpty()) {
      return;
    }
    Duration age = Duration.between(freshAt.get(), clock.instant());
    if (age.compareTo(promised.get()) > 0) {
      log.atError()
          .addKeyValue("event", "table.stale")
          .addKeyValue("table", table.id().toString())
          .addKeyValue("source", table.source())
          .log(
              "{} got nothing for {}; {} was promised. See why source {} brings nothing.",
              table.id(),
              age,
              promised.get(),
              table.source());
    }
  }

  /** Logs an error for each set of files that should be complete by now. */
  void checkSets(LandingTable table) {
    for (IncompleteSet set : stages.overdue(table, clock.instant())) {
      log.atError()
          .addKeyValue("event", "table.incomplete")
          .addKeyValue("table", table.id().toString())
          .addKeyValue("source", table.source())
          .addKeyValue("missing", String.join(", ", set.missing()))
          .log(
              "{} does not load a set of files that began at {}: {}. See why it is not sent; what"
                  + " is there loads once the set is complete.",
              table.id(),
              set.since(),
              set);
    }
  }
}
