package sluice.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.UnavailableException;

/**
 * Objects in one bucket. An object's content never changes under its generation; who changes an
 * object says which generation he saw, and of two who saw the same one wins.
 *
 * <p>A call that ends in {@link UnavailableException} may have had its effect or not.
 */
public interface ObjectStore {

  /** The most objects that Cloud Storage composes at a time. */
  int MOST_COMPOSED = 32;

  /**
   * An object as a listing shows it.
   *
   * @param generation grows with each new content of the name
   * @param size in bytes
   */
  record Entry(String name, long generation, long size, Instant updated) {}

  /**
   * What lies directly under a prefix.
   *
   * @param folders the prefixes one slash longer that objects lie under, by name
   */
  record Children(List<Entry> objects, List<String> folders) {
    public Children {
      objects = List.copyOf(objects);
      folders = List.copyOf(folders);
    }
  }

  /** An object's content, in UTF-8, and its generation. */
  record Content(String text, long generation) {}

  /** An object being written; it exists once {@link #close} returns, and not before. */
  abstract class Upload extends OutputStream {
    /** Gives up: nothing is left behind. */
    public abstract void abort();

    @Override
    public abstract void close() throws IOException;
  }

  /** The object of that name. */
  Optional<Entry> find(String name);

  /** The content of a small object. */
  Optional<Content> read(String name);

  /**
   * The bytes of an object at that generation, as they are stored; empty if it is there no more. To
   * read on may end in an {@link UnavailableException}.
   *
   * @param from how many bytes to leave out at the beginning
   */
  Optional<InputStream> open(String name, long generation, long from);

  /**
   * The objects under a prefix, by name.
   *
   * @param after only names behind this one
   */
  List<Entry> list(String prefix, Optional<String> after);

  /**
   * What lies directly under a prefix that ends in a slash. What is in its folders is not gone
   * through.
   */
  Children children(String prefix);

  /** Creates an object unless the name is taken; whether it did. */
  boolean create(String name, String text);

  /** Gives an object new content if it still is at that generation; whether it did. */
  boolean replace(String name, long generation, String text);

  /**
   * Gives an object another name, in one step, if it still is at that generation and the other name
   * is free; whether it did.
   */
  boolean move(String from, long generation, String to);

  /** Deletes an object if it still is at that generation. */
  void delete(String name, long generation);

  /**
   * Starts to write an object. If the name is taken when it is closed, closing ends in an {@link
   * UnavailableException}, and the object that is there stays.
   */
  Upload upload(String name);

  /**
   * Puts objects one behind another into a new one, unless its name is taken; whether it did.
   *
   * @param parts at most {@link #MOST_COMPOSED}, which stay
   */
  boolean compose(List<String> parts, String to);

  /** The CRC32C of an object's content, as the store has computed it. */
  Optional<Integer> crc32c(String name);

  /** The object's address for a load job: {@code gs://bucket/name}. */
  String uri(String name);
}
