package sluice.sql.pipeline;

/**
 * Where something is written.
 *
 * @param line from 1
 * @param path the keys that lead there, like {@code tables.orders.cursor}; empty for the file
 *     itself
 */
record Place(String file, int line, String path) {

  /** A line of a file. */
  static Place of(String file, int line) {
    return new Place(file, line, "");
  }

  /** A key below this place, on a line of its own. */
  Place key(String key, int lineOfKey) {
    return new Place(file, lineOfKey, path.isEmpty() ? key : path + "." + key);
  }

  /** An element of the list at this place. */
  Place element(int index, int lineOfElement) {
    return new Place(file, lineOfElement, "%s[%d]".formatted(path, index + 1));
  }
}
