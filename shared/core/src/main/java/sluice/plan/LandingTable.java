package sluice.plan;

import java.util.List;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A table that landed objects are loaded into.
 *
 * @param source the name of the source that feeds it
 * @param maxJobsPerDay how many jobs may modify it in any 24 hours, where that is less than
 *     BigQuery allows
 * @param contract what becomes of a file whose columns are others; EVOLVE where nothing is said
 * @param merge for a table whose rows are merged
 * @param partitionFiles for a table of files that replace partitions
 * @param lineage the columns that say where a row came from; {@code columns} does not have them
 */
public record LandingTable(
    TableId id,
    String source,
    Origin origin,
    WriteMode writeMode,
    List<Column> columns,
    Layout layout,
    About about,
    Optional<Integer> maxJobsPerDay,
    Optional<Contract> contract,
    Optional<MergeRule> merge,
    Optional<PartitionFiles> partitionFiles,
    List<LineageColumn> lineage) {

  public LandingTable {
    columns = List.copyOf(columns);
    lineage = List.copyOf(lineage);
  }

  /** A table that evolves, and is appended to or replaced. */
  public LandingTable(
      TableId id,
      String source,
      Origin origin,
      WriteMode writeMode,
      List<Column> columns,
      Layout layout,
      About about,
      Optional<Integer> maxJobsPerDay) {
    this(
        id,
        source,
        origin,
        writeMode,
        columns,
        layout,
        about,
        maxJobsPerDay,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same table with these columns. */
  public LandingTable having(List<Column> others) {
    return new LandingTable(
        id,
        source,
        origin,
        writeMode,
        others,
        layout,
        about,
        maxJobsPerDay,
        contract,
        merge,
        partitionFiles,
        lineage);
  }

  /** The contract that its files are held to. */
  public Contract heldTo() {
    return contract.orElse(Contract.EVOLVE);
  }

  /** How its files arrive; empty for a table that an extract fills. */
  public Optional<Arrival> arrival() {
    return origin instanceof Origin.Dropped dropped
        ? Optional.of(dropped.arrival())
        : Optional.empty();
  }

  /** The name under which its objects land: {@code source.table}. */
  public String landingName() {
    return source + "." + id.table();
  }

  /** What its objects are. */
  public Format format() {
    if (origin instanceof Origin.Dropped dropped) {
      return dropped.format();
    }
    return origin instanceof Origin.HandedOver handed ? handed.format() : new Format.Avro();
  }

  /** Whether a batch takes files from others, of which one may be bad; or whole extracts. */
  public boolean takesFiles() {
    return !(origin instanceof Origin.Extracted);
  }
}
