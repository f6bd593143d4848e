package sluice.state;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is remembered of a table between two looks at it.
 *
 * @param version the id of the job that made the table what it is
 * @param changedAt when the version was set
 * @param modifications how often jobs have modified it lately
 * @param skipped the bad rows that its loads left out
 */
public record TableState(
    Optional<String> version,
    Optional<Instant> changedAt,
    Loading loading,
    Building building,
    Modifications modifications,
    Optional<Skipped> skipped) {

  /** A table of which nothing is known yet. */
  public static final TableState NEW =
      new TableState(
          Optional.empty(),
          Optional.empty(),
          Loading.NEW,
          Building.NEW,
          Modifications.NONE,
          Optional.empty());

  /**
   * Bad rows that loads were allowed to leave out.
   *
   * @param rows of all loads together
   * @param at when the last ones were
   */
  public record Skipped(long rows, Instant at) {}

  /**
   * How far a landing table is loaded.
   *
   * @param sequence of the last closed batch
   * @param commit the sequence of the last extract's commit that is loaded
   * @param objectsAtMost how many objects the next batch may take; halved while a bad one is looked
   *     for
   * @param freshAt when it was last known to hold all that there was
   */
  public record Loading(long sequence, long commit, int objectsAtMost, Optional<Instant> freshAt) {

    /** The most URIs that BigQuery takes in one load job. */
    public static final int MOST_OBJECTS = 10_000;

    /** The most bytes that BigQuery takes in one load job: 15 TB. */
    public static final long MOST_BYTES = 15_000_000_000_000L;

    public static final Loading NEW = new Loading(0, 0, MOST_OBJECTS, Optional.empty());
  }

  /**
   * What a transform was built from.
   *
   * @param builds how many were opened; the number of the last one
   * @param inputs each input's version in the last published build
   * @param definition the hash of the transform that was last published
   * @param open the build under way
   * @param failed the last build that failed, until another one is published
   */
  public record Building(
      long builds,
      Map<String, String> inputs,
      Optional<String> definition,
      Optional<Build> open,
      Optional<FailedBuild> failed) {

    public static final Building NEW =
        new Building(0, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Building {
      inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }
  }

  /**
   * A build under way.
   *
   * @param number its place among the builds of its table; no two have the same
   * @param cause the hash of what it consumes; its jobs are named after it and the number
   * @param definition the hash of the transform as it was then
   * @param inputs each input's version
   */
  public record Build(
      long number, String cause, String definition, Map<String, String> inputs, Instant openedAt) {
    public Build {
      inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }
  }

  /** A build that ended without publishing. */
  public record FailedBuild(String cause, String reason, Instant at) {}

  public TableState with(Loading next) {
    return new TableState(version, changedAt, next, building, modifications, skipped);
  }

  public TableState with(Building next) {
    return new TableState(version, changedAt, loading, next, modifications, skipped);
  }

  public TableState with(Modifications next) {
    return new TableState(version, changedAt, loading, building, next, skipped);
  }

  /** The same, with a new version. */
  public TableState versioned(String next, Instant at) {
    return new TableState(
        Optional.of(next), Optional.of(at), loading, building, modifications, skipped);
  }

  /** The same, with more rows left out. */
  public TableState skipping(long rows, Instant at) {
    long before = skipped.map(Skipped::rows).orElse(0L);
    Optional<Skipped> next = rows == 0 ? skipped : Optional.of(new Skipped(before + rows, at));
    return new TableState(version, changedAt, loading, building, modifications, next);
  }
}
