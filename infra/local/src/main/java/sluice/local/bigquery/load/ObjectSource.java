package sluice.local.bigquery.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The objects of Cloud Storage, as jobs read and write them. */
public interface ObjectSource {

  /** One object. */
  record Entry(String bucket, String name, long size) {

    /** {@code gs://bucket/name}. */
    public String uri() {
      return "gs://" + bucket + "/" + name;
    }
  }

  /**
   * The objects whose name matches, by name.
   *
   * @param pattern a name, with at most one {@code *} that stands for any characters, slashes too
   */
  List<Entry> list(String bucket, String pattern) throws IOException;

  /** Reads an object's bytes as they are stored. */
  InputStream open(Entry entry) throws IOException;

  /** Writes an object from a file, whole or not at all. */
  void write(String bucket, String name, String contentType, Path content) throws IOException;
}
