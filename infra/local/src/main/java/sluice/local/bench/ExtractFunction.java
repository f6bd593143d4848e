package sluice.local.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.extract.Commit;
import sluice.extract.Commits;
import sluice.local.LocalCloud;
import sluice.local.bench.DeployedFunction.EntryPoint;
import sluice.plan.About;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.store.ObjectStore;

/** The function extract-database on one table, its rows uploaded. */
final class ExtractFunction {

  private final DeployedFunction function;
  private final LandingTable table;
  private long sequence;

  /**
   * @param connections the most that an extract reads on
   * @param heapMiB the largest heap of its process
   */
  ExtractFunction(
      LocalCloud cloud, MeasuredTable measured, Path repository, int connections, int heapMiB) {
    this.function =
        new DeployedFunction(
            cloud,
            repository,
            EntryPoint.DATABASE,
            heapMiB,
            Map.of("BENCH_DATABASE", measured.jdbcUrl()));
    Source source =
        new Source("bench", measured.kind(), Optional.of("BENCH_DATABASE"), Optional.empty());
    this.table = landing(measured, source, connections);
    function.publish(source, List.of(table));
  }

  private static LandingTable landing(MeasuredTable measured, Source source, int connections) {
    ReadSettings settings =
        new ReadSettings(
            ReadSettings.Columns.ALL,
            Optional.empty(),
            Optional.of(connections),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new LandingTable(
        new TableId("lake_bench", "measured"),
        source.name(),
        new Origin.Extracted(measured.table(), new ReadMode.Snapshot(), settings),
        WriteMode.REPLACE,
        List.of(),
        Layout.PLAIN,
        About.NOTHING,
        Optional.empty());
  }

  /** Where its rows land. */
  ObjectStore store() {
    return function.store();
  }

  /** Starts its process, which has then read no row; what is known of that process. */
  ProcessFigures start() {
    return function.start();
  }

  /** Extracts the table; what landed. */
  Commit extract() {
    sequence++;
    Instant slot = Instant.EPOCH.plusSeconds(sequence);
    function.call("{\"source\": \"bench\", \"slot\": \"%s\"}".formatted(slot), 200);
    return new Commits(store()).find(table, sequence).orElseThrow();
  }

  /** Ends its process, and removes what landed. */
  void end(Commit landed) {
    function.kill();
    for (Commit.Part part : landed.parts()) {
      store().find(part.name()).ifPresent(at -> store().delete(at.name(), at.generation()));
    }
  }
}
