package sluice.extract.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.extract.database.KeyRange;
import sluice.extract.database.SourceTable;

/**
 * A stretch of a table's rows by their key, behind one key, up to and with another. Stretches that
 * meet hold each row once; the first and the last have no bound, so none is missed.
 */
record KeyStretch(SourceTable table, KeyRange range) implements Stretch {

  /**
   * Cuts a table.
   *
   * @param key columns that are never NULL
   * @param bounds keys in the database's own order, as it writes them; any of them may be equal
   */
  static List<Stretch> between(SourceTable table, List<String> key, List<List<String>> bounds) {
    List<Stretch> stretches = new ArrayList<>();
    Optional<List<String>> after = Optional.empty();
    for (List<String> bound : bounds) {
      Optional<List<String>> upTo = Optional.of(bound);
      if (!upTo.equals(after)) {
        stretches.add(new KeyStretch(table, new KeyRange(key, after, upTo)));
      }
      after = upTo;
    }
    stretches.add(new KeyStretch(table, new KeyRange(key, after, Optional.empty())));
    return List.copyOf(stretches);
  }

  @Override
  public List<String> conditions() {
    return Sql.conditions(table, range);
  }
}
