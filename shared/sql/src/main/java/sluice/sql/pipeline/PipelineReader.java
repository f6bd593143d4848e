package sluice.sql.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.plan.Source;

/** Reads a pipeline's files, each by itself. */
final class PipelineReader {
  private final Problems problems;
  private final List<Source> sources = new ArrayList<>();
  private final List<SourceTable> sourceTables = new ArrayList<>();
  private final List<SqlTable> sqlTables = new ArrayList<>();
  private final Set<String> hiddenDatasets = new HashSet<>();
  private final LockFiles locks = new LockFiles();
  private Optional<String> name = Optional.empty();
  private Optional<String> location = Optional.empty();
  private PipelineDefaults defaults = new PipelineDefaults("UTC", Optional.empty());

  private PipelineReader(Problems problems) {
    this.problems = problems;
  }

  /** The pipeline as far as its files can be read. */
  static Pipeline read(Path folder, Problems problems) {
    return new PipelineReader(problems).read(PipelineFolder.read(folder, problems));
  }

  private Pipeline read(List<PipelineFile> files) {
    files.stream()
        .filter(file -> file.path().equals(PipelineFolder.PIPELINE))
        .forEach(this::readPipeline);
    files.stream().filter(PipelineReader::isLock).forEach(file -> readLock(file, files));
    files.stream()
        .filter(file -> isInSources(file) && !isLock(file))
        .map(file -> SourceReader.read(file, defaults, locks, problems))
        .forEach(this::take);
    files.stream()
        .filter(file -> file.path().endsWith(".sql"))
        .map(file -> SqlFileReader.read(file, defaults.owner(), problems))
        .forEach(sqlTables::add);
    return new Pipeline(name, location, sources, sourceTables, sqlTables, hiddenDatasets);
  }

  private static boolean isInSources(PipelineFile file) {
    return file.path().startsWith(PipelineFolder.SOURCES + "/");
  }

  private static boolean isLock(PipelineFile file) {
    return isInSources(file) && file.path().endsWith(PipelineFolder.COLUMNS);
  }

  private void take(SourceReader reader) {
    reader.source().ifPresent(sources::add);
    sourceTables.addAll(reader.tables());
    reader.hiddenDataset().ifPresent(hiddenDatasets::add);
  }

  private void readLock(PipelineFile file, List<PipelineFile> files) {
    String source = "%s/%s.yaml".formatted(PipelineFolder.SOURCES, file.stem());
    if (files.stream().noneMatch(other -> other.path().equals(source))) {
      problems.add(
          Place.of(file.path(), 1),
          "These columns belong to no source",
          "Write %s, or remove this file.".formatted(source));
    }
    locks.read(file, problems);
  }

  private void readPipeline(PipelineFile file) {
    Place place = Place.of(file.path(), 1);
    if (file.isBlank()) {
      problems.add(place, "The file is empty", "Write the keys pipeline, location and time_zone.");
      return;
    }
    Yaml.read(file.text(), place, problems).ifPresent(this::readPipeline);
  }

  private void readPipeline(Settings settings) {
    name = settings.required("pipeline", Readings::name, "Name the pipeline, like company.");
    location =
        settings.required(
            "location",
            Readings::location,
            "Write one of BigQuery's locations, like asia-northeast1.");
    Optional<String> zone =
        settings.required("time_zone", Readings::zone, "Write an IANA time zone, like Asia/Tokyo.");
    Optional<String> owner =
        settings.value("owner", Readings::text, "Write who answers for the tables.");
    defaults = new PipelineDefaults(zone.orElse("UTC"), owner);
    settings.refuseOthers();
  }
}
