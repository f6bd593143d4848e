package sluice.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import sluice.json.Json;
import sluice.schema.TableId;

/**
 * The compiled pipeline.
 *
 * @param pipeline its name; also the value of the label {@code sluice} on every job
 * @param location BigQuery's, like {@code asia-northeast1}
 * @param transforms in an order in which each comes after its inputs
 */
public record Plan(
    String pipeline,
    String location,
    List<Source> sources,
    List<LandingTable> landingTables,
    List<Transform> transforms) {

  public Plan {
    sources = List.copyOf(sources);
    landingTables = List.copyOf(landingTables);
    transforms = List.copyOf(transforms);
  }

  /** Reads a published plan. */
  public static Plan parse(String json) {
    return Json.read(json, Plan.class);
  }

  /** The plan as it is published. */
  public String json() {
    return Json.write(this);
  }

  /** The same plan with more landing tables. */
  public Plan and(List<LandingTable> more) {
    return new Plan(
        pipeline,
        location,
        sources,
        Stream.concat(landingTables.stream(), more.stream()).toList(),
        transforms);
  }

  public Optional<Source> source(String name) {
    return sources.stream().filter(source -> source.name().equals(name)).findFirst();
  }

  public Optional<LandingTable> landingTable(TableId id) {
    return landingTables.stream().filter(table -> table.id().equals(id)).findFirst();
  }

  /** The table whose objects land under that name, {@code source.table}. */
  public Optional<LandingTable> landingTable(String landingName) {
    return landingTables.stream()
        .filter(table -> table.landingName().equals(landingName))
        .findFirst();
  }

  /** The tables that an extract of that source reads into. */
  public List<LandingTable> tablesOf(String source) {
    return landingTables.stream().filter(table -> table.source().equals(source)).toList();
  }

  public Optional<Transform> transform(TableId id) {
    return transforms.stream().filter(transform -> transform.id().equals(id)).findFirst();
  }

  /** The transforms that read that table. */
  public List<Transform> readersOf(TableId id) {
    return transforms.stream().filter(transform -> transform.inputs().contains(id)).toList();
  }

  /** Every dataset that holds a table, and the one in which tables are built; sorted. */
  public Set<String> datasets() {
    Set<String> datasets = new TreeSet<>();
    landingTables.forEach(table -> datasets.add(table.id().dataset()));
    transforms.forEach(transform -> datasets.add(transform.id().dataset()));
    sources.forEach(source -> source.tables().ifPresent(any -> datasets.add(any.dataset())));
    datasets.add(Transform.STAGING_DATASET);
    return datasets;
  }
}
