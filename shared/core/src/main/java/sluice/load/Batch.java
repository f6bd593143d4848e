package sluice.load;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.schema.TableId;
import sluice.state.Hashes;

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
 */
public record Batch(
    long sequence,
    String cause,
    List<LandingObject> objects,
    List<LandingObject> superseded,
    List<String> parts,
    List<String> supersededParts,
    long commit,
    Instant openedAt) {

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
    return new Batch(sequence, cause, objects, superseded, List.of(), List.of(), commit, now);
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
    return new Batch(sequence, cause, List.of(), List.of(), parts, supersededParts, commit, now);
  }

  /** The ids of its jobs, without their attempt. */
  String jobs(TableId table) {
    return "sluice_load_%s_%s_%d_%s".formatted(table.dataset(), table.table(), sequence, cause);
  }

  private static String cause(
      TableId table, long sequence, Optional<String> version, List<String> consumed) {
    Stream<String> head = Stream.of(table.toString(), sequence + "", version.orElse(""));
    return Hashes.of(Stream.concat(head, consumed.stream()).toList());
  }
}
