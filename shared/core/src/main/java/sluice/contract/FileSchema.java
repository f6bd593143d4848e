package sluice.contract;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sluice.schema.Column;

/** What a file says of its columns before it is loaded. */
public sealed interface FileSchema {

  /** Nothing that could be read; the load job itself will tell. */
  record Silent() implements FileSchema {}

  /**
   * Each column with its type.
   *
   * @param unread the names, in lower case, of columns whose type is not compared
   * @param text the schema as it stands in an Avro file's header; empty for other files
   */
  record Typed(List<Column> columns, Set<String> unread, String text) implements FileSchema {
    public Typed {
      columns = List.copyOf(columns);
      unread = Set.copyOf(unread);
    }
  }

  /** What kinds of JSON values the first rows have, by column. */
  record Sampled(Map<String, Set<JsonKind>> kinds) implements FileSchema {
    public Sampled {
      kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
    }
  }

  /** What a JSON value is. */
  enum JsonKind {
    TEXT,
    WHOLE_NUMBER,
    NUMBER,
    BOOL,
    OBJECT,
    ARRAY
  }
}
