package sluice.extract.database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import sluice.RejectedException;
import sluice.extract.database.ColumnSelection.Treatment;
import sluice.plan.ReadSettings;

/** Makes of a table's settings what is asked of the database. */
final class ReadPlan {
  private static final int DEFAULT_PARALLELISM = 2;
  private static final int DEFAULT_OBJECT_MEBIBYTES = 128;

  private final ReadSettings settings;
  private final Optional<Pseudonyms> pseudonyms;

  ReadPlan(ReadSettings settings, Optional<Pseudonyms> pseudonyms) {
    this.settings = settings;
    this.pseudonyms = pseudonyms;
  }

  /**
   * All that is to be read of a table.
   *
   * @throws RejectedException if a setting names a column that is not there, or needs a key that is
   *     not set
   */
  TableRead of(SourceTable table, Instant now) {
    refuseUnknown(table);
    long bytes = (long) settings.objectMebibytes().orElse(DEFAULT_OBJECT_MEBIBYTES) << 20;
    TableRead read =
        TableRead.snapshot(table, now)
            .inParallel(settings.parallelism().orElse(DEFAULT_PARALLELISM))
            .inPartsOf(bytes)
            .selecting(selection(table))
            .cutBy(table.wholeKey(settings.key()).orElse(List.of()));
    TableRead filtered = settings.where().map(read::where).orElse(read);
    if (settings.columns().hash().isEmpty()) {
      return filtered;
    }
    return filtered.hashing(
        pseudonyms.orElseThrow(
            () ->
                new RejectedException(
                    "%s has hashed columns, and SLUICE_HASH_KEY is not set in the function's environment."
                            .formatted(table.qualifiedName())
                        + " Put a random text, as `openssl rand -hex 32` makes one, into the secret"
                        + " of that name, and deploy.")));
  }

  private List<ColumnSelection> selection(SourceTable table) {
    ReadSettings.Columns columns = settings.columns();
    return table.columns().stream()
        .map(SourceColumn::name)
        .filter(columns::takes)
        .map(name -> new ColumnSelection(name, name, treatment(name)))
        .toList();
  }

  private Treatment treatment(String column) {
    if (settings.columns().hash().contains(column)) {
      return Treatment.HASH;
    }
    return settings.columns().mask().contains(column) ? Treatment.MASK : Treatment.KEEP;
  }

  /** A column to hash that got another name would flow as it is: so nothing flows. */
  private void refuseUnknown(SourceTable table) {
    ReadSettings.Columns columns = settings.columns();
    TreeSet<String> unknown = new TreeSet<>();
    List<String> named = new ArrayList<>(columns.keep());
    named.addAll(columns.drop());
    named.addAll(columns.hash());
    named.addAll(columns.mask());
    named.addAll(settings.key());
    for (String name : named) {
      if (table.column(name).isEmpty()) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new RejectedException(
          "%s has no column %s, which keep, drop, hash, mask or key names. Correct the name: the source has %s."
              .formatted(
                  table.qualifiedName(),
                  String.join(", ", unknown),
                  String.join(", ", table.columns().stream().map(SourceColumn::name).toList())));
    }
  }
}
