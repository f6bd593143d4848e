package sluice.load;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.plan.LandingTable;
import sluice.plan.Transform;
import sluice.schema.TableId;
import sluice.state.Hashes;
import sluice.warehouse.Labels;

/**
 * What one load job takes, as the ledger keeps it.
 *
 * @param sequence its place in the ledger
 * @param cause the hash of all that it consumes, the version before it included; its jobs are named
 *     after it
 * @param objects the files, which are claimed before they are loaded
 * @param superseded files that a later one replaces; they leave the landing prefix unloaded
 * @param parts the objects of the commits
 * @param supersededParts those of commits that a later one replaces; they are deleted unloaded
 * @param commit the last commit that is in the table once this batch is
 * @param writing what it does to the rows that are there; a batch that does not say does what its
 *     table's plan says
 */
public record Batch(
    long sequence,
    String cause,
    List<LandingObject> objects,
    List<LandingObject> superseded,
    List<String> parts,
    List<String> supersededParts,
    long commit,
    Instant openedAt,
    Optional<Writing> writing) {

  public Batch {
    objects = List.copyOf(objects);
    superseded = List.copyOf(superseded);
    parts = List.copyOf(parts);
    supersededParts = List.copyOf(supersededParts);
  }

  /** A batch of files. */
  static Batch ofFiles(
      TableId table,
      long sequence,
      Optional<String> version,
      List<LandingObject> objects,
      List<LandingObject> superseded,
      long commit,
      Instant now) {
    List<String> consumed = objects.stream().map(LandingObject::immutablePath).toList();
    String cause = cause(table, sequence, version, consumed);
    return new Batch(
        sequence, cause, objects, superseded, List.of(), List.of(), commit, now, Optional.empty());
  }

  /** A batch of the parts of commits, up to one of them. */
  static Batch ofParts(
      TableId table,
      long sequence,
      Optional<String> version,
      List<String> parts,
      List<String> supersededParts,
      long commit,
      Instant now) {
    String cause = cause(table, sequence, version, parts);
    return new Batch(
        sequence,
        cause,
        List.of(),
        List.of(),
        parts,
        supersededParts,
        commit,
        now,
        Optional.empty());
  }

  /** The same, with a note of what it does to the rows that are there. */
  Batch as(Writing noted) {
    return new Batch(
        sequence,
        cause,
        objects,
        superseded,
        parts,
        supersededParts,
        commit,
        openedAt,
        Optional.of(noted));
  }

  /** The same, up to an earlier commit. */
  Batch upTo(long earlier) {
    return new Batch(
        sequence, cause, objects, superseded, parts, supersededParts, earlier, openedAt, writing);
  }

  /** What it does to the rows of its table. */
  Writing writing(LandingTable table) {
    return writing.orElseGet(() -> Writing.of(table));
  }

  /** Whether it takes a snapshot that found no row: its table, or partition, has none then. */
  boolean empties() {
    return objects.isEmpty() && parts.isEmpty();
  }

  /** How many objects it takes. */
  int size() {
    return objects.size() + parts.size();
  }

  /** The ids of its load jobs, without their attempt. */
  String jobs(TableId table) {
    return jobs(table, Labels.Step.LOAD, 0);
  }

  /**
   * The ids of its jobs of one kind, without their attempt.
   *
   * @param round counts how often it was staged anew
   */
  String jobs(TableId table, Labels.Step step, int round) {
    return "sluice_%s_%s_%s_%d_%s%s"
        .formatted(
            step.name().toLowerCase(Locale.ROOT),
            table.dataset(),
            table.table(),
            sequence,
            cause,
            round == 0 ? "" : "_again" + round);
  }

  /** The number of the batch whose merge made that version of a table, if one did. */
  static Optional<Long> mergedIn(String version, TableId table) {
    String prefix = "sluice_merge_%s_%s_".formatted(table.dataset(), table.table());
    return version.startsWith(prefix)
        ? Optional.of(Long.valueOf(version.substring(prefix.length()).split("_", 2)[0]))
        : Optional.empty();
  }

  /** The hidden table that holds its rows until they are merged. */
  TableId staging(TableId table) {
    return new TableId(
        Transform.STAGING_DATASET,
        "%s__%s__batch_%d".formatted(table.dataset(), table.table(), sequence));
  }

  private static String cause(
      TableId table, long sequence, Optional<String> version, List<String> consumed) {
    Stream<String> head = Stream.of(table.toString(), sequence + "", version.orElse(""));
    return Hashes.of(Stream.concat(head, consumed.stream()).toList());
  }
}
