package sluice.extract.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/**
 * Cuts a table for several connections: by blocks where the server finds rows by their places, else
 * by keys. A view and what lies on another server are never cut: a view may answer each statement
 * otherwise, and another server has no part in the moment that connections share.
 */
final class Stretches {
  private static final Logger log = LoggerFactory.getLogger(Stretches.class);

  /** The first version that finds rows by a range of their places without reading all. */
  private static final int TID_RANGE_SCANS = 14;

  private static final String FAMILY =
      """
      WITH RECURSIVE family(oid) AS (
        SELECT %s::regclass::oid
        UNION
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid)
      """;

  private static final String BLOCKS =
      """
      SELECT CASE WHEN bool_or(c.relkind = 'f') THEN 0
        ELSE %s(pg_catalog.pg_relation_size(c.oid))::bigint
          / current_setting('block_size')::bigint END
      FROM pg_catalog.pg_class c JOIN family f ON c.oid = f.oid
      """;

  /** A table that inherits may do without the NOT NULL of the one it inherits from. */
  private static final String NULLABLE =
      """
      SELECT count(*) FROM pg_catalog.pg_attribute a JOIN family f ON a.attrelid = f.oid
      WHERE NOT a.attnotnull AND a.attname IN (%s)
      """;

  private final Moment moment;
  private final TableRead what;

  Stretches(Moment moment, TableRead what) {
    this.moment = moment;
    this.what = what;
  }

  /**
   * Cuts the table, or does not.
   *
   * @param version the server's major version
   */
  List<Stretch> cut(int version) throws SQLException {
    if (what.output().parallelism() == 1) {
      return whole("no more are allowed");
    }
    if (what.range().isPresent() || what.keys().isPresent()) {
      // The index of its cursor finds it better than places on disk.
      return whole("a range is read as a whole");
    }
    if (what.table().kind() != SourceTable.Kind.TABLE) {
      return whole("it is a view, or on another server");
    }
    return version < TID_RANGE_SCANS ? byKeys() : byBlocks();
  }

  private List<Stretch> byBlocks() throws SQLException {
    return BlockRange.cut(blocks("max"), what.output().parallelism());
  }

  private List<Stretch> byKeys() throws SQLException {
    List<String> key = what.cutBy();
    long blocks = blocks("sum");
    int wanted = (int) Math.min(what.output().parallelism(), blocks / BlockRange.FEWEST_BLOCKS);
    if (wanted < 2) {
      return whole("it is small, or in part on another server");
    }
    if (key.isEmpty() || number(NULLABLE.formatted(literals(key))) > 0) {
      return whole("it has no key to cut it by");
    }
    return moment
        .attempt(() -> sampled(KeySample.of(what, blocks), wanted))
        .filter(stretches -> stretches.size() > 1)
        .orElseGet(() -> whole("its keys have no order that could be sampled"));
  }

  /** A stretch for each connection: without an index in the order of rows, each reads all. */
  private List<Stretch> sampled(KeySample sample, int wanted) throws SQLException {
    List<List<String>> bounds = moment.rows(sample.bounds(wanted));
    List<Stretch> stretches = KeyStretch.between(what.table(), what.cutBy(), bounds);
    if (stretches.size() == 1) {
      return stretches;
    }
    boolean sound = moment.single(sample.inOneEach(stretches)).filter("t"::equals).isPresent();
    return sound ? stretches : List.of();
  }

  private long blocks(String ofMembers) throws SQLException {
    return number(BLOCKS.formatted(ofMembers));
  }

  private long number(String query) throws SQLException {
    String family = FAMILY.formatted(Sql.literal(Sql.name(what.table())));
    return moment.single(family + query).map(Long::parseLong).orElse(0L);
  }

  private List<Stretch> whole(String reason) {
    log.atDebug()
        .addKeyValue("event", "extract.uncut")
        .addKeyValue("table", what.table().qualifiedName())
        .log("{} is read on one connection: {}.", what.table().qualifiedName(), reason);
    return List.of(BlockRange.ALL);
  }

  private static String literals(List<String> names) {
    return names.stream().map(Sql::literal).collect(Collectors.joining(", "));
  }
}
