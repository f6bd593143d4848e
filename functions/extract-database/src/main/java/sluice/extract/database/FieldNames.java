package sluice.extract.database;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What BigQuery takes as the name of a column that is loaded from Avro.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/schemas#column_names">Column names</a>
 */
final class FieldNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,299}");

  private static final List<String> RESERVED_PREFIXES =
      List.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP");

  private FieldNames() {}

  /** Why BigQuery refuses that name, if it does. */
  static Optional<String> problem(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(
          "is not a name that BigQuery takes: up to 300 Latin letters, digits and underscores,"
              + " no digit first");
    }
    String upper = name.toUpperCase(Locale.ROOT);
    return RESERVED_PREFIXES.stream()
        .filter(upper::startsWith)
        .findFirst()
        .map(prefix -> "begins with " + prefix + ", which BigQuery keeps to itself");
  }
}
