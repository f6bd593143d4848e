package sluice.local;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.local.bigquery.load.ObjectSource;
import sluice.local.storage.CloudStorage;
import sluice.local.storage.StoredObject;

/** The objects of the local Cloud Storage, for the jobs of the local BigQuery. */
final class StoredObjects implements ObjectSource {

  private final CloudStorage storage;

  StoredObjects(CloudStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<Entry> list(String bucket, String pattern) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return storage.find(bucket, pattern).map(StoredObjects::entry).stream().toList();
    }
    Pattern wanted =
        Pattern.compile(
            Stream.of(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL);
    return storage.list(bucket, pattern.substring(0, star)).stream()
        .filter(object -> wanted.matcher(object.name()).matches())
        .map(StoredObjects::entry)
        .toList();
  }

  @Override
  public InputStream open(Entry entry) throws IOException {
    Optional<StoredObject> object = storage.find(entry.bucket(), entry.name());
    if (object.isEmpty()) {
      throw new FileNotFoundException(entry.uri());
    }
    return new BufferedInputStream(Files.newInputStream(storage.content(object.get())), 1 << 16);
  }

  @Override
  public void write(String bucket, String name, String contentType, Path content)
      throws IOException {
    try (InputStream bytes = Files.newInputStream(content)) {
      storage.put(bucket, name, contentType, bytes);
    }
  }

  private static Entry entry(StoredObject object) {
    return new Entry(object.bucket(), object.name(), object.size());
  }
}
