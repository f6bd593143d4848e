package sluice.sql.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import sluice.RejectedException;
import sluice.extract.SourceTables;
import sluice.extract.SourceTables.Described;
import sluice.plan.Origin;
import sluice.plan.Source;
import sluice.plan.TablePatterns;

/** Writes down what columns a source's tables have. */
public final class Discovery {
  private final Path folder;
  private final SourceTables sources;
  private final Map<String, String> environment;

  /**
   * @param folder the pipeline's
   * @param environment holds the sources' addresses
   */
  public Discovery(Path folder, SourceTables sources, Map<String, String> environment) {
    this.folder = folder;
    this.sources = sources;
    this.environment = Map.copyOf(environment);
  }

  /**
   * What was found.
   *
   * @param file the lock file, written
   * @param tables how many it holds
   * @param changed whether it differs from the one before
   * @param skipped tables that are taken by a pattern, and that BigQuery cannot name
   */
  public record Found(Path file, int tables, boolean changed, List<String> skipped) {
    public Found {
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Looks into a source, and writes its lock file.
   *
   * @throws RejectedException when there is no such source, or not every table that it names
   */
  public Found discover(String name) throws IOException {
    // What else is wrong with the pipeline is of no concern: its columns may be what is missing.
    Pipeline pipeline = PipelineReader.read(folder, new Problems());
    Source source =
        pipeline.sources().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new RejectedException(
                        "%s has no source '%s' that can be read. Name one of %s."
                            .formatted(
                                folder,
                                name,
                                pipeline.sources().stream().map(Source::name).toList())));
    if (!sources.know(source.kind())) {
      throw new RejectedException(
          "Source %s is no database. Write its columns by hand.".formatted(name));
    }
    Map<String, Described> live =
        sources.of(source, environment).stream()
            .collect(Collectors.toMap(Described::name, Function.identity()));
    SortedMap<String, Described> wanted = named(pipeline, source, live);
    List<String> skipped = new ArrayList<>();
    source.tables().ifPresent(patterns -> others(patterns, live, wanted, skipped));
    return write(name, wanted, skipped);
  }

  /** A table that a pattern took, and that is gone, leaves the lock file. */
  private static SortedMap<String, Described> named(
      Pipeline pipeline, Source source, Map<String, Described> live) {
    SortedMap<String, Described> wanted = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    for (SourceTable table : pipeline.sourceTables()) {
      if (table.source().equals(source.name())
          && table.origin() instanceof Origin.Extracted extracted) {
        Optional<Described> found = Optional.ofNullable(live.get(extracted.table()));
        found.ifPresent(described -> wanted.put(table.id().table(), described));
        boolean taken =
            source.tables().filter(patterns -> patterns.take(extracted.table())).isPresent();
        if (found.isEmpty() && !taken) {
          missing.add(extracted.table());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new RejectedException(
          "Source %s has no table %s. %s"
              .formatted(
                  source.name(),
                  String.join(", ", missing),
                  Nearest.remedy(missing.get(0), live.keySet())));
    }
    return wanted;
  }

  private static void others(
      TablePatterns patterns,
      Map<String, Described> live,
      SortedMap<String, Described> wanted,
      List<String> skipped) {
    for (Described table : new TreeMap<>(live).values()) {
      if (patterns.take(table.name()) && !wanted.containsValue(table)) {
        TablePatterns.nameOf(table.name())
            .ifPresentOrElse(
                free -> wanted.putIfAbsent(free, table), () -> skipped.add(table.name()));
      }
    }
  }

  private Found write(String source, SortedMap<String, Described> tables, List<String> skipped)
      throws IOException {
    Path file = folder.resolve(PipelineFolder.SOURCES).resolve(source + PipelineFolder.COLUMNS);
    String text = LockWriter.write(tables);
    boolean changed = !Files.exists(file) || !Files.readString(file).equals(text);
    if (changed) {
      Files.writeString(file, text);
    }
    return new Found(file, tables.size(), changed, skipped);
  }
}
