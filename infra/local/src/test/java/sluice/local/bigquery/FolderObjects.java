package sluice.local.bigquery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sluice.local.bigquery.load.ObjectSource;

/** Buckets that are folders. */
final class FolderObjects implements ObjectSource {

  private final Path folder;

  FolderObjects(Path folder) {
    this.folder = folder;
  }

  FolderObjects put(String bucket, String name, byte[] content) throws IOException {
    Path file = folder.resolve(bucket).resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  FolderObjects put(String bucket, String name, String content) throws IOException {
    return put(bucket, name, content.getBytes(StandardCharsets.UTF_8));
  }

  String text(String bucket, String name) throws IOException {
    return Files.readString(folder.resolve(bucket).resolve(name));
  }

  @Override
  public List<Entry> list(String bucket, String pattern) throws IOException {
    Path root = folder.resolve(bucket);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.matches(regex))
          .sorted()
          .map(name -> new Entry(bucket, name, root.resolve(name).toFile().length()))
          .toList();
    }
  }

  @Override
  public InputStream open(Entry entry) throws IOException {
    return Files.newInputStream(folder.resolve(entry.bucket()).resolve(entry.name()));
  }

  @Override
  public void write(String bucket, String name, String contentType, Path content)
      throws IOException {
    Path file = folder.resolve(bucket).resolve(name);
    Files.createDirectories(file.getParent());
    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
