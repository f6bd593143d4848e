package sluice.sql.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.RejectedException;

/**
 * The files of a pipeline's folder: {@code pipeline.yaml}, {@code sources/*.yaml} and {@code
 * <dataset>/<table>.sql}. Files of other kinds, and hidden ones, are not looked at.
 */
final class PipelineFolder {
  static final String PIPELINE = "pipeline.yaml";
  static final String SOURCES = "sources";
  static final String COLUMNS = ".columns.yaml";

  private final Path root;
  private final Problems problems;
  private final List<PipelineFile> files = new ArrayList<>();

  private PipelineFolder(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /**
   * Reads every file.
   *
   * @throws RejectedException when there is no such folder
   */
  static List<PipelineFile> read(Path root, Problems problems) {
    if (!Files.isDirectory(root)) {
      throw new RejectedException(
          "'%s' is not a folder. Name the folder that holds pipeline.yaml.".formatted(root));
    }
    PipelineFolder folder = new PipelineFolder(root, problems);
    folder.walk(root);
    if (!Files.exists(root.resolve(PIPELINE))) {
      problems.add(
          Place.of(PIPELINE, 1),
          "The file is missing",
          "Write it, with the keys pipeline, location and time_zone.");
    }
    return List.copyOf(folder.files);
  }

  private void walk(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        if (child.getFileName().toString().startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(child)) {
          walk(child);
        } else {
          visit(child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void visit(Path file) throws IOException {
    String path = root.relativize(file).toString().replace('\\', '/');
    Optional<String> misplaced = misplaced(path);
    if (misplaced.isPresent()) {
      problems.add(Place.of(path, 1), "This file is not read", misplaced.get());
    } else if (path.endsWith(".sql") || path.endsWith(".yaml")) {
      files.add(PipelineFile.of(path, Files.readAllBytes(file), problems));
    }
  }

  private static Optional<String> misplaced(String path) {
    String[] parts = path.split("/", -1);
    String name = parts[parts.length - 1].toLowerCase(Locale.ROOT);
    boolean inSources = parts.length == 2 && parts[0].equals(SOURCES);
    if (name.endsWith(".sql") && (parts.length != 2 || inSources || !path.endsWith(".sql"))) {
      return Optional.of("Move it to <dataset>/<table>.sql.");
    }
    if (name.endsWith(".yml")) {
      return Optional.of("Let its name end with .yaml.");
    }
    if (name.endsWith(".yaml") && !inSources && !path.equals(PIPELINE)) {
      return Optional.of("A source's file is sources/<name>.yaml.");
    }
    return Optional.empty();
  }
}
