package sluice.load;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.extract.Commit;
import sluice.plan.LandingTable;
import sluice.plan.PartitionFiles;
import sluice.plan.Partitioning;
import sluice.plan.Partitioning.Granularity;
import sluice.plan.WriteMode;
import sluice.state.TableState.Loading;
import sluice.warehouse.Job;

/** Which files, or which extract, take the place of a partition next. */
final class PartitionSets {

  private PartitionSets() {}

  /**
   * Files that hold one partition whole.
   *
   * @param partition empty when they cannot be loaded
   * @param superseded files that held the same partition before
   */
  record Chosen(
      Optional<String> partition, List<LandingObject> files, List<LandingObject> superseded) {
    Chosen {
      files = List.copyOf(files);
      superseded = List.copyOf(superseded);
    }
  }

  /**
   * The set that is loaded next: the newest complete one of the partition whose files wait longest;
   * none while no set is complete.
   *
   * @param files in the order in which they landed
   */
  static Optional<Chosen> next(LandingTable table, Collection<LandingObject> files) {
    Map<Optional<String>, List<LandingObject>> byPartition = new LinkedHashMap<>();
    files.forEach(
        file ->
            byPartition.computeIfAbsent(partition(table, file), of -> new ArrayList<>()).add(file));
    return byPartition.entrySet().stream()
        .flatMap(each -> newest(table, each.getKey(), each.getValue()).stream())
        .findFirst();
  }

  private static Optional<Chosen> newest(
      LandingTable table, Optional<String> partition, List<LandingObject> files) {
    if (partition.isEmpty()) {
      return Optional.of(new Chosen(partition, files.subList(0, 1), List.of()));
    }
    if (rule(table).marker().isEmpty()) {
      int last = files.size() - 1;
      return Optional.of(
          new Chosen(partition, files.subList(last, last + 1), files.subList(0, last)));
    }
    int end = marker(table, files, files.size());
    int begin = marker(table, files, end - 1);
    // Two markers behind each other complete one set; it ends at the first of them.
    while (begin > 0 && begin == end - 1) {
      end = begin;
      begin = marker(table, files, end - 1);
    }
    if (end - begin < 2) {
      return Optional.empty();
    }
    List<LandingObject> set = files.subList(begin, end);
    boolean fits = set.size() - 1 <= Loading.MOST_OBJECTS;
    return Optional.of(
        new Chosen(fits ? partition : Optional.empty(), set, files.subList(0, begin)));
  }

  /** How many of the first files end with the last marker among them; 0 for none. */
  private static int marker(LandingTable table, List<LandingObject> files, int within) {
    int count = Math.max(0, within);
    while (count > 0 && !rule(table).isMarker(files.get(count - 1).path())) {
      count--;
    }
    return count;
  }

  /** Why a batch cannot be loaded at all, if it cannot: its set is too large, or has no place. */
  static Optional<Job.Failure> refusal(LandingTable table, Batch batch) {
    Writing writing = batch.writing(table);
    boolean placed =
        writing.mode() != WriteMode.REPLACE_PARTITION || writing.partition().isPresent();
    int files = loaded(table, batch.objects()).size();
    if (files > Loading.MOST_OBJECTS) {
      return Optional.of(
          new Job.Failure(
              "invalid",
              "The set has %d files, more than the %d of one load job. Write fewer, larger ones."
                  .formatted(files, Loading.MOST_OBJECTS)));
    } else if (placed) {
      return Optional.empty();
    }
    return Optional.of(
        new Job.Failure(
            "invalid",
            "The path has no time like '%s'. Put the file under a path that has."
                .formatted(table.partitionFiles().map(PartitionFiles::path).orElse(""))));
  }

  /** A set is put aside whole: a part of it would not be what its partition holds. */
  static List<BadFile> bad(LandingTable table, Batch batch, Job.Failure failure) {
    List<BadFile> named = new ArrayList<>(BadFile.of(table, batch, failure));
    List<LandingObject> known = named.stream().map(BadFile::object).toList();
    batch.objects().stream()
        .filter(object -> !known.contains(object))
        .map(
            object ->
                new BadFile(
                    object,
                    failure.reason(),
                    "The set that it belongs to cannot be loaded whole: " + failure.message()))
        .forEach(named::add);
    return named;
  }

  /** The files of a set that hold rows. */
  static List<LandingObject> loaded(LandingTable table, List<LandingObject> set) {
    return table
        .partitionFiles()
        .map(rule -> set.stream().filter(file -> !rule.isMarker(file.path())).toList())
        .orElse(set);
  }

  /** Whether a file of a set of several is there no more: a part of it replaces nothing. */
  static boolean isBroken(LandingTable table, Batch batch, int there) {
    return batch.writing(table).mode() == WriteMode.REPLACE_PARTITION
        && there < loaded(table, batch.objects()).size()
        && batch.objects().size() > 1;
  }

  /**
   * What is left of a broken set is put aside.
   *
   * @param gone the files that are put aside already
   */
  static LoadStep.Quarantine broken(
      LandingTable table, Batch batch, List<LandingObject> gone, int made) {
    List<BadFile> left =
        batch.objects().stream()
            .filter(object -> !gone.contains(object))
            .map(
                object ->
                    new BadFile(
                        object,
                        "invalid",
                        "Another file of its set was written over, deleted or put aside, so that"
                            + " the set is not whole. Write the whole set again."))
            .toList();
    return new LoadStep.Quarantine(batch, left, made);
  }

  /** The files of a set that say that it is complete. */
  static List<LandingObject> markers(LandingTable table, List<LandingObject> set) {
    List<LandingObject> markers = new ArrayList<>(set);
    markers.removeAll(loaded(table, set));
    return markers;
  }

  /** The first commits, as many as are of one partition. */
  static List<Commit> ofOnePartition(LandingTable table, List<Commit> commits) {
    String first = partition(table, commits.get(0));
    int count = 1;
    while (count < commits.size() && partition(table, commits.get(count)).equals(first)) {
      count++;
    }
    return commits.subList(0, count);
  }

  /** The partition of the rows of an extract, which are all of one moment. */
  static String partition(LandingTable table, Commit commit) {
    String pattern =
        switch (granularity(table)) {
          case HOUR -> "uuuuMMddHH";
          case DAY -> "uuuuMMdd";
          case MONTH -> "uuuuMM";
          case YEAR -> "uuuu";
        };
    return DateTimeFormatter.ofPattern(pattern)
        .withZone(ZoneOffset.UTC)
        .format(commit.extractedAt());
  }

  private static Optional<String> partition(LandingTable table, LandingObject file) {
    return rule(table).partition(file.path(), granularity(table));
  }

  private static Granularity granularity(LandingTable table) {
    return table.layout().partitioning().map(Partitioning::granularity).orElse(Granularity.DAY);
  }

  private static PartitionFiles rule(LandingTable table) {
    return table.partitionFiles().orElseThrow();
  }
}
