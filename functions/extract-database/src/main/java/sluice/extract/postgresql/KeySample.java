package sluice.extract.postgresql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.extract.database.TableRead;

/**
 * Statements that look at the keys of some blocks of a table, to cut it by them. Blocks rather than
 * the statistics of ANALYZE: those may be old or missing, are not for everybody to read, and say
 * nothing of a key's second column.
 */
record KeySample(TableRead what, double percent) {

  /** Cuts within a few hundredths of where they should be. */
  private static final long BLOCKS = 512;

  /** A small table is not read twice for it. */
  private static final long AT_MOST_ONE_IN = 8;

  static KeySample of(TableRead what, long blocks) {
    double share = Math.min((double) BLOCKS / blocks, 1.0 / AT_MOST_ONE_IN);
    return new KeySample(what, 100 * share);
  }

  /**
   * The keys at which so many stretches of as many rows end, but for the last one's. Rows are put
   * into the order of what their keys are once written and read, since that is what stretches are
   * compared with.
   */
  String bounds(int stretches) {
    List<String> texts = columns("t%d");
    return """
        SELECT %1$s FROM (
          SELECT %1$s, row_number() OVER (ORDER BY %2$s) AS place, count(*) OVER () AS places
          FROM (SELECT %3$s FROM %4$s) AS sample) AS ordered
        WHERE place * %5$d / places > (place - 1) * %5$d / places AND place < places
        ORDER BY place
        """
        .formatted(
            String.join(", ", texts),
            String.join(", ", columns("v%d")),
            String.join(", ", columns("%2$s::text AS t%1$d, %2$s::text::%3$s AS v%1$d")),
            rows(),
            stretches);
  }

  /** Whether each row is in one stretch: NULL, or not so, if the key has no order to rely on. */
  String inOneEach(List<Stretch> stretches) {
    String sum =
        stretches.stream()
            .map(stretch -> String.join(" AND ", stretch.conditions()))
            .map("((%s) IS TRUE)::int"::formatted)
            .collect(Collectors.joining(" + "));
    return "SELECT bool_and(%s = 1) FROM %s".formatted(sum, rows());
  }

  private String rows() {
    return "%s TABLESAMPLE SYSTEM (%s) REPEATABLE (0)%s"
        .formatted(
            Sql.name(what.table()),
            String.format(Locale.ROOT, "%.9f", percent),
            Sql.where(what, BlockRange.ALL));
  }

  private List<String> columns(String form) {
    List<String> key = what.cutBy();
    return IntStream.range(0, key.size())
        .mapToObj(
            index ->
                form.formatted(
                    index,
                    Sql.identifier(key.get(index)),
                    what.table().column(key.get(index)).orElseThrow().type()))
        .toList();
  }
}
