package sluice.testing.day;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import sluice.schema.TableId;

/**
 * What arrived for each table and when it was loaded. A file's name says its number and when it
 * arrived, so that nothing of it has to be kept.
 */
final class Arrivals {
  private final Map<TableId, Files> tables = new HashMap<>();

  /** The files of a table. */
  static final class Files {
    private final BitSet seen = new BitSet();
    private int arrived;
    private int[] arrivedAt = new int[16];
    private int[] millis = new int[16];
    private int loaded;

    int arrived() {
      return arrived;
    }

    int loaded() {
      return loaded;
    }

    /** How long each took, in milliseconds, in the order in which they were loaded. */
    int[] millis() {
      return Arrays.copyOf(millis, loaded);
    }

    /** When each arrived, in milliseconds from the start; in the same order. */
    int[] arrivedAt() {
      return Arrays.copyOf(arrivedAt, loaded);
    }
  }

  /** A file arrives; its name. */
  String arrives(TableId table, long atMillis) {
    return "%07d-%d.json".formatted(of(table).arrived++, atMillis);
  }

  /** A file is loaded, which must not have been before. */
  void loaded(TableId table, String uri, long atMillis) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    int dash = name.indexOf('-');
    int number = Integer.parseInt(name.substring(0, dash));
    int arrivedAt = Integer.parseInt(name.substring(dash + 1, name.length() - ".json".length()));
    Files files = of(table);
    if (files.seen.get(number)) {
      throw new IllegalStateException(uri + " is loaded twice");
    }
    files.seen.set(number);
    if (files.loaded == files.millis.length) {
      files.millis = Arrays.copyOf(files.millis, 2 * files.loaded);
      files.arrivedAt = Arrays.copyOf(files.arrivedAt, 2 * files.loaded);
    }
    files.arrivedAt[files.loaded] = arrivedAt;
    files.millis[files.loaded++] = (int) (atMillis - arrivedAt);
  }

  Files of(TableId table) {
    return tables.computeIfAbsent(table, key -> new Files());
  }
}
