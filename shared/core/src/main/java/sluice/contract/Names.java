package sluice.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.schema.Column;

/** BigQuery takes names that differ in upper and lower case only for one. */
final class Names {

  private Names() {}

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static Optional<Column> find(String name, List<Column> columns) {
    return columns.stream().filter(column -> key(column.name()).equals(key(name))).findFirst();
  }
}
