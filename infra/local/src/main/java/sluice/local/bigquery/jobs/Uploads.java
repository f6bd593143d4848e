package sluice.local.bigquery.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sluice.local.bigquery.load.ObjectSource;

/** Files that came with a load job's request, beside the objects of Cloud Storage. */
public final class Uploads implements ObjectSource {

  private static final String BUCKET = "$upload";

  private final Path directory;
  private final ObjectSource objects;

  public Uploads(Path directory, ObjectSource objects) {
    this.directory = directory;
    this.objects = objects;
  }

  /** Where a load job finds an upload. */
  public static String uri(String id) {
    return "gs://" + BUCKET + "/" + id;
  }

  /** An empty file for an upload. */
  public Path newFile(String id) throws IOException {
    Files.createDirectories(directory);
    return Files.createFile(directory.resolve(id));
  }

  @Override
  public List<Entry> list(String bucket, String pattern) throws IOException {
    if (!bucket.equals(BUCKET)) {
      return objects.list(bucket, pattern);
    }
    Path file = directory.resolve(pattern).normalize();
    return file.startsWith(directory) && Files.exists(file)
        ? List.of(new Entry(BUCKET, pattern, Files.size(file)))
        : List.of();
  }

  @Override
  public InputStream open(Entry entry) throws IOException {
    return entry.bucket().equals(BUCKET)
        ? Files.newInputStream(directory.resolve(entry.name()))
        : objects.open(entry);
  }

  @Override
  public void write(String bucket, String name, String contentType, Path content)
      throws IOException {
    objects.write(bucket, name, contentType, content);
  }

  /** Deletes what a finished job read. */
  void forget(Job job) {
    for (String uri : sluice.local.bigquery.store.Json.texts(job.configuration(), "sourceUris")) {
      if (uri.startsWith("gs://" + BUCKET + "/")) {
        try {
          Files.deleteIfExists(directory.resolve(uri.substring(BUCKET.length() + 6)));
        } catch (IOException e) {
          org.slf4j.LoggerFactory.getLogger(Uploads.class)
              .warn("An upload could not be deleted.", e);
        }
      }
    }
  }
}
