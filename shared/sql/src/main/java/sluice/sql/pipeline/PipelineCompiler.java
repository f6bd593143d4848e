package sluice.sql.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import sluice.RejectedException;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Source;
import sluice.plan.Transform;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.sql.analysis.TableDefinition;

/**
 * Compiles a pipeline: a folder of YAML and SQL becomes one plan. Every problem is found in one go;
 * a table whose columns an earlier problem hides is not reported again.
 */
public final class PipelineCompiler {
  private final Problems problems;
  private final Pipeline pipeline;
  private final Makers makers;
  private final Map<TableId, SqlTable> sqlTables = new TreeMap<>();
  private final Map<TableId, Inputs> inputs = new TreeMap<>();
  private final Map<TableId, TableDefinition> definitions = new HashMap<>();
  private final List<Transform> transforms = new ArrayList<>();

  private PipelineCompiler(Pipeline pipeline, Problems problems) {
    this.problems = problems;
    this.pipeline = pipeline;
    this.makers = Makers.of(pipeline, problems);
  }

  /**
   * Compiles the pipeline in that folder. The same files give the same plan, byte by byte.
   *
   * @throws RejectedException when there is no such folder
   */
  public static Compilation compile(Path folder) {
    Problems problems = new Problems();
    Pipeline pipeline = PipelineReader.read(folder, problems);
    PipelineCompiler compiler = new PipelineCompiler(pipeline, problems);
    compiler.compile();
    List<Problem> found = problems.sorted();
    return found.isEmpty()
        ? new Compilation(Optional.of(compiler.plan()), found)
        : new Compilation(Optional.empty(), found);
  }

  private void compile() {
    List<SourceTable> sources = pipeline.sourceTables();
    sources.forEach(table -> table.columns().ifPresent(columns -> compileSource(table, columns)));
    RouteCheck.check(sources, problems);
    for (SqlTable table : pipeline.sqlTables()) {
      sqlTables.put(table.id(), table);
      inputs.put(table.id(), Inputs.of(table, makers, problems));
    }
    Map<TableId, SortedSet<TableId>> edges = new TreeMap<>();
    inputs.forEach((table, found) -> edges.put(table, found.tables()));
    TableGraph graph = new TableGraph(edges);
    graph.rings().forEach(this::tellRing);
    graph.order().forEach(this::compileSql);
  }

  private void compileSource(SourceTable table, List<Column> columns) {
    WriteCheck.check(table, columns, problems);
    List<Column> all = new ArrayList<>(columns);
    table.write().lineage().forEach(each -> all.add(each.value().column()));
    LayoutCheck.check(table.layout(), all, problems);
    define(table.id(), all);
  }

  private void define(TableId id, List<Column> columns) {
    if (!makers.isAmbiguous(id)) {
      definitions.put(id, TableDefinition.of(id, columns));
    }
  }

  private void compileSql(TableId id) {
    Inputs read = Optional.ofNullable(inputs.get(id)).orElseThrow();
    SqlTable table = Optional.ofNullable(sqlTables.get(id)).orElseThrow();
    if (read.complete() && definitions.keySet().containsAll(read.tables())) {
      TransformCompiler.compile(table, read.tables(), this::definition, problems)
          .ifPresent(
              transform -> {
                transforms.add(transform);
                define(id, transform.columns());
              });
    }
  }

  private Optional<TableDefinition> definition(TableId id) {
    return Optional.ofNullable(definitions.get(id));
  }

  private void tellRing(List<TableId> ring) {
    SqlTable first = Optional.ofNullable(sqlTables.get(ring.get(0))).orElseThrow();
    StringBuilder text = new StringBuilder(first.id().toString());
    for (int i = 1; i < ring.size(); i++) {
      text.append(i == 1 ? " reads " : ", which reads ").append(ring.get(i));
    }
    text.append(ring.size() == 1 ? " reads itself" : ", which reads " + first.id());
    problems.add(
        first.place(),
        text.toString(),
        "No table is made of itself: let one of them read another.");
  }

  private Plan plan() {
    return new Plan(
        pipeline.name().orElseThrow(),
        pipeline.location().orElseThrow(),
        pipeline.sources().stream().sorted(Comparator.comparing(Source::name)).toList(),
        pipeline.sourceTables().stream()
            .map(PipelineCompiler::landingTable)
            .sorted(Comparator.comparing(LandingTable::id))
            .toList(),
        transforms);
  }

  private static LandingTable landingTable(SourceTable table) {
    return new LandingTable(
        table.id(),
        table.source(),
        table.origin(),
        table.write().mode().value(),
        table.columns().orElseThrow(),
        table.layout().layout(),
        table.about(),
        table.maxJobsPerDay(),
        table.contract(),
        table.write().merge(),
        table.write().partitionFiles().map(Located::value),
        table.write().lineage().stream().map(Located::value).toList());
  }
}
