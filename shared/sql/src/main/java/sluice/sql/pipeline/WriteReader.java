package sluice.sql.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.RejectedException;
import sluice.plan.LineageColumn;
import sluice.plan.PartitionFiles;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.WriteMode;

/** Reads how a table's rows meet those that are there. */
final class WriteReader {
  private static final String KEY = "Name the columns that tell one row from another, like [id].";

  private static final String PATH =
      "Write what tells a file's partition in its path, like dt={year}-{month}-{day}.";

  private final Settings settings;

  private WriteReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Of a table that is extracted.
   *
   * @param how its key, which is not only for merges, and whether rows that are gone land too
   */
  static WriteSettings extracted(Settings settings, ReadMode read, ReadSettings how) {
    WriteReader reader = new WriteReader(settings);
    WriteSettings write =
        read instanceof ReadMode.Incremental incremental
            ? reader.read(
                List.of(WriteMode.APPEND, WriteMode.MERGE),
                Optional.of(incremental.cursor()),
                Optional.of(how.key()))
            : reader.read(
                List.of(WriteMode.REPLACE, WriteMode.REPLACE_PARTITION),
                Optional.empty(),
                Optional.of(how.key()));
    boolean gone = how.reconcile().isPresent() && write.mode().value() == WriteMode.MERGE;
    return gone && write.delete().isEmpty()
        ? new WriteSettings(
            write.mode(),
            write.key(),
            write.orderBy(),
            Optional.of(new Located<>(ReadSettings.DELETED, settings.place("reconcile"))),
            write.partitionFiles(),
            write.lineage())
        : write;
  }

  /** Of a table of files that somebody hands over in a bucket of their own. */
  static WriteSettings handedOver(Settings settings) {
    return new WriteReader(settings)
        .written(List.of(WriteMode.APPEND, WriteMode.REPLACE, WriteMode.MERGE));
  }

  /** Of a table of files. */
  static WriteSettings dropped(Settings settings) {
    WriteReader reader = new WriteReader(settings);
    WriteSettings write = reader.written(Arrays.asList(WriteMode.values()));
    boolean partitions = write.mode().value() == WriteMode.REPLACE_PARTITION;
    if (!partitions) {
      reader.refuse(
          "partition_path",
          "partition_marker",
          "is for partitions that are replaced",
          "Remove it, or write: replace_partition.");
    } else if (settings.find("partition_path").isEmpty()) {
      settings.required("partition_path", Readings::text, PATH);
    }
    return new WriteSettings(
        write.mode(),
        write.key(),
        write.orderBy(),
        write.delete(),
        partitions ? reader.partitionFiles() : Optional.empty(),
        settings.list("lineage", WriteReader::lineage, "Write a list, like [_object]."));
  }

  private WriteSettings written(List<WriteMode> allowed) {
    if (settings.find("write").isEmpty()) {
      settings.required("write", text -> text, remedy(allowed));
    }
    return read(allowed, Optional.empty(), Optional.empty());
  }

  /**
   * Reads them.
   *
   * @param known the key of a table that has one whether it is merged or not
   */
  private WriteSettings read(
      List<WriteMode> allowed, Optional<String> order, Optional<List<String>> known) {
    Place place = settings.place("write");
    WriteMode mode =
        settings
            .value("write", text -> mode(text, allowed), remedy(allowed))
            .orElse(allowed.get(0));
    if (mode != WriteMode.MERGE) {
      if (known.isEmpty()) {
        refuse("key", "is for merges", "Remove it, or write: merge.");
      }
      refuse("order_by", "is for merges", "Remove it, or write: merge.");
      refuse("delete", "is for merges", "Remove it, or write: merge.");
    }
    List<Located<String>> key = mode == WriteMode.MERGE ? key(known) : List.of();
    return new WriteSettings(
        new Located<>(mode, place),
        key,
        mode == WriteMode.MERGE
            ? column("order_by", "updated_at")
                .or(() -> order.map(column -> new Located<>(column, settings.place("cursor"))))
            : Optional.empty(),
        mode == WriteMode.MERGE ? column("delete", "deleted_at") : Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private List<Located<String>> key(Optional<List<String>> known) {
    if (settings.find("key").isPresent()) {
      return settings.list("key", Readings::text, KEY);
    }
    List<String> primary = known.orElse(List.of());
    if (primary.isEmpty()) {
      settings.required("key", Readings::text, KEY);
    }
    return primary.stream().map(name -> new Located<>(name, settings.place("key"))).toList();
  }

  private Optional<Located<String>> column(String key, String like) {
    return settings
        .find(key)
        .flatMap(
            setting -> setting.located(Readings::text, "Name a column, like %s.".formatted(like)));
  }

  private Optional<Located<PartitionFiles>> partitionFiles() {
    Optional<String> marker =
        settings.value("partition_marker", Readings::text, "Name the last file, like _SUCCESS.");
    return settings
        .find("partition_path")
        .flatMap(setting -> setting.located(text -> partitionFiles(text, marker), PATH));
  }

  private static PartitionFiles partitionFiles(String text, Optional<String> marker) {
    try {
      return new PartitionFiles(text, marker);
    } catch (RejectedException e) {
      throw new RejectedException(
          String.valueOf(e.getMessage()).replaceFirst("^partition_path ", ""), e);
    }
  }

  private static LineageColumn lineage(String text) {
    return Arrays.stream(LineageColumn.values())
        .filter(each -> each.column().name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new RejectedException(
                    "is '%s'. Write _object, _batch and _loaded_at, or some of them."
                        .formatted(text)));
  }

  private static WriteMode mode(String text, List<WriteMode> allowed) {
    return allowed.stream()
        .filter(mode -> word(mode).equals(text))
        .findFirst()
        .orElseThrow(() -> new RejectedException("is '%s'. %s".formatted(text, remedy(allowed))));
  }

  private static String remedy(List<WriteMode> allowed) {
    List<String> words = allowed.stream().map(WriteReader::word).toList();
    int last = words.size() - 1;
    return "Write %s or %s.".formatted(String.join(", ", words.subList(0, last)), words.get(last));
  }

  private static String word(WriteMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private void refuse(String key, String why, String remedy) {
    settings.refuse(key, why, remedy);
  }

  private void refuse(String key, String other, String why, String remedy) {
    settings.refuse(key, why, remedy);
    settings.refuse(other, why, remedy);
  }
}
