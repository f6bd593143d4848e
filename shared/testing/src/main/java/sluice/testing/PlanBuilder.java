package sluice.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.plan.About;
import sluice.plan.Arrival;
import sluice.plan.Contract;
import sluice.plan.Format;
import sluice.plan.Handover;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.LineageColumn;
import sluice.plan.Origin;
import sluice.plan.PathPattern;
import sluice.plan.Plan;
import sluice.plan.ReadMode;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

/**
 * A plan of one pipeline, {@code test}: files come from the source {@code partner}, extracts from
 * the database {@code shop}, and every table has one column, {@code id}.
 */
public final class PlanBuilder {

  private static final Source PARTNER =
      new Source("partner", Source.Kind.FILES, Optional.empty(), Optional.empty());
  private static final Source SHOP =
      new Source("shop", Source.Kind.POSTGRESQL, Optional.of("SHOP_DATABASE"), Optional.empty());

  private static final Source PAYMENTS =
      new Source("payments", Source.Kind.S3, Optional.empty(), Optional.empty());

  private final List<LandingTable> landingTables = new ArrayList<>();
  private final List<TransformBuilder> transforms = new ArrayList<>();

  public PlanBuilder with(LandingTable table) {
    landingTables.add(table);
    return this;
  }

  /** Adds a transform; each comes after its inputs. */
  public PlanBuilder with(TransformBuilder transform) {
    transforms.add(transform);
    return this;
  }

  public Plan build() {
    return new Plan(
        "test",
        "asia-northeast1",
        List.of(PARTNER, SHOP, PAYMENTS),
        landingTables,
        transforms.stream().map(TransformBuilder::build).toList());
  }

  /** A table of files that anybody drops. */
  public static LandingTable dropped(String id, WriteMode mode) {
    return landing(id, PARTNER, new Origin.Dropped(new Format.Ndjson()), mode, About.NOTHING);
  }

  /** A table of files of that format, with columns of its own. */
  public static LandingTable dropped(
      String id, WriteMode mode, Format format, List<Column> columns) {
    LandingTable table = landing(id, PARTNER, new Origin.Dropped(format), mode, About.NOTHING);
    return new LandingTable(
        table.id(),
        table.source(),
        table.origin(),
        mode,
        columns,
        table.layout(),
        table.about(),
        table.maxJobsPerDay());
  }

  /** A table of files that is stale when nothing came for that long. */
  public static LandingTable dropped(String id, WriteMode mode, Duration freshness) {
    About about = new About(Optional.empty(), Optional.empty(), Optional.of(freshness));
    return landing(id, PARTNER, new Origin.Dropped(new Format.Ndjson()), mode, about);
  }

  /** The same table of files, which takes its files that way. */
  public static LandingTable arriving(LandingTable table, Arrival arrival) {
    Origin.Dropped dropped = (Origin.Dropped) table.origin();
    return new LandingTable(
        table.id(),
        table.source(),
        new Origin.Dropped(dropped.format(), arrival),
        table.writeMode(),
        table.columns(),
        table.layout(),
        table.about(),
        table.maxJobsPerDay());
  }

  /** The same table of files, each row of which says where it came from. */
  public static LandingTable traced(LandingTable table) {
    return new LandingTable(
        table.id(),
        table.source(),
        table.origin(),
        table.writeMode(),
        table.columns(),
        table.layout(),
        table.about(),
        table.maxJobsPerDay(),
        table.contract(),
        table.merge(),
        table.partitionFiles(),
        List.of(LineageColumn.OBJECT, LineageColumn.BATCH));
  }

  /** The same table, which so many jobs may modify in any 24 hours. */
  public static LandingTable atMostADay(LandingTable table, int jobs) {
    return new LandingTable(
        table.id(),
        table.source(),
        table.origin(),
        table.writeMode(),
        table.columns(),
        table.layout(),
        table.about(),
        Optional.of(jobs),
        table.contract(),
        table.merge(),
        table.partitionFiles(),
        table.lineage());
  }

  /** The same table, with those columns and that contract. */
  public static LandingTable holding(LandingTable table, Contract contract, List<Column> columns) {
    return new LandingTable(
        table.id(),
        table.source(),
        table.origin(),
        table.writeMode(),
        columns,
        table.layout(),
        table.about(),
        table.maxJobsPerDay(),
        Optional.of(contract),
        table.merge(),
        table.partitionFiles(),
        table.lineage());
  }

  /** The paths that begin so and go on without a slash. */
  public static PathPattern below(String prefix) {
    return new PathPattern(prefix + "*", prefix + "[^/]*", prefix, prefix.length());
  }

  /** A table that is extracted whole, each time. */
  public static LandingTable snapshot(String id) {
    Origin origin = new Origin.Extracted("public." + name(id), new ReadMode.Snapshot());
    return landing(id, SHOP, origin, WriteMode.REPLACE, About.NOTHING);
  }

  /** A table whose new rows are extracted. */
  public static LandingTable incremental(String id) {
    ReadMode mode = new ReadMode.Incremental("id", Duration.ZERO);
    Origin origin = new Origin.Extracted("public." + name(id), mode);
    return landing(id, SHOP, origin, WriteMode.APPEND, About.NOTHING);
  }

  /** A table of objects that the source {@code payments} hands over in its bucket. */
  public static LandingTable handedOver(
      String id, List<String> include, List<String> exclude, Optional<String> marker) {
    Handover from =
        new Handover(
            "handover",
            "export/",
            "ap-northeast-1",
            Optional.empty(),
            Optional.empty(),
            Handover.Payer.OWNER,
            include,
            exclude,
            marker);
    Origin origin = new Origin.HandedOver(new Format.Ndjson(), from);
    return landing(id, PAYMENTS, origin, WriteMode.APPEND, About.NOTHING);
  }

  private static LandingTable landing(
      String id, Source source, Origin origin, WriteMode mode, About about) {
    return new LandingTable(
        TableId.parse(id),
        source.name(),
        origin,
        mode,
        List.of(Column.of("id", ColumnType.STRING)),
        Layout.PLAIN,
        about,
        Optional.empty());
  }

  private static String name(String id) {
    return TableId.parse(id).table();
  }
}
