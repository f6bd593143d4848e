package sluice.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.extract.SourceTables.Described;
import sluice.plan.About;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;
import sluice.plan.TablePatterns;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

/** Finds the tables that a source has, that its patterns take, and that no plan names yet. */
final class Discoveries {

  private static final Logger log = LoggerFactory.getLogger(Discoveries.class);

  private static final Column EXTRACTED_AT =
      Column.of("_extracted_at", ColumnType.TIMESTAMP)
          .describedAs("When the row was read from its source.");

  private final Plans plans;

  Discoveries(Plans plans) {
    this.plans = plans;
  }

  /** The tables of a source, with those that are new. */
  List<LandingTable> tables(Plan plan, Source source, SourceReader reader) {
    List<LandingTable> tables = new ArrayList<>(plan.tablesOf(source.name()));
    if (source.tables().isPresent() && reader instanceof SourceReader.Listing listing) {
      TablePatterns patterns = source.tables().get();
      for (Described found : listing.tables()) {
        if (patterns.take(found.name())
            && tables.stream().noneMatch(table -> reads(table, found))) {
          discover(plan, source, patterns, found).ifPresent(tables::add);
        }
      }
    }
    return tables;
  }

  private static boolean reads(LandingTable table, Described found) {
    return table.origin() instanceof Origin.Extracted extracted
        && extracted.table().equals(found.name());
  }

  private Optional<LandingTable> discover(
      Plan plan, Source source, TablePatterns patterns, Described found) {
    Optional<TableId> id =
        TablePatterns.nameOf(found.name())
            .map(name -> new TableId(patterns.dataset(), name))
            .filter(free -> plan.landingTable(free).isEmpty() && plan.transform(free).isEmpty());
    if (id.isEmpty() || found.columns().isEmpty()) {
      log.atWarn()
          .addKeyValue("event", "extract.unnamed")
          .addKeyValue("source", source.name())
          .log(
              "Table {} of {} is not read: BigQuery has no free name for it, or none for its columns.",
              found.name(),
              source.name());
      return Optional.empty();
    }
    LandingTable table = table(id.get(), source, found);
    plans.discover(table);
    log.atInfo()
        .addKeyValue("event", "extract.discovered")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", source.name())
        .log("{} has a new table {}; it flows into {}.", source.name(), found.name(), table.id());
    return Optional.of(table);
  }

  private static LandingTable table(TableId id, Source source, Described found) {
    List<Column> columns = new ArrayList<>(found.columns());
    columns.add(EXTRACTED_AT);
    return new LandingTable(
        id,
        source.name(),
        new Origin.Extracted(found.name(), new ReadMode.Snapshot(), ReadSettings.PLAIN),
        WriteMode.REPLACE,
        columns,
        Layout.PLAIN,
        new About(found.comment(), Optional.empty(), Optional.empty()),
        Optional.empty());
  }
}
