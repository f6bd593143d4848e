package sluice.extract.database;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import sluice.RejectedException;
import sluice.schema.Column;

/**
 * A PostgreSQL database, from version 10, for one call. Reads are binary COPYs that are turned into
 * Avro on the way. Not safe for use by several threads.
 */
public final class PostgresSource implements AutoCloseable {
  private static final String DEFAULT_SCHEMA = "public";

  /** The first version that finds rows by a range of their places without reading all. */
  private static final int TID_RANGE_SCANS = 14;

  private static final String BLOCKS =
      """
      WITH RECURSIVE family(oid) AS (
        SELECT %s::regclass::oid
        UNION
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid)
      SELECT CASE WHEN bool_or(c.relkind = 'f') THEN 0
        ELSE max(pg_catalog.pg_relation_size(c.oid)) / current_setting('block_size')::bigint END
      FROM pg_catalog.pg_class c JOIN family f ON c.oid = f.oid
      """;

  private final Session.Address address;
  private Session session;

  private PostgresSource(Session.Address address, Session session) {
    this.address = address;
    this.session = session;
  }

  /**
   * Connects.
   *
   * @param user empty if the URL names one
   * @throws RejectedException if the URL, the database, the user or the password is wrong
   * @throws sluice.UnavailableException if the database cannot be reached now
   */
  public static PostgresSource open(
      String jdbcUrl, Optional<String> user, Optional<String> password, SourceOptions options) {
    Session.Address address = new Session.Address(jdbcUrl, user, password, options);
    try {
      return new PostgresSource(address, address.connect());
    } catch (SQLException failure) {
      throw Failures.of("Connecting to " + place(jdbcUrl), failure);
    }
  }

  /** Every table and view outside the system's schemas, by name; no partitions of tables. */
  public List<SourceTable> tables() {
    return at("Listing tables", moment -> new Catalog(moment).tables());
  }

  /**
   * The table or view of that name.
   *
   * @param name {@code schema.table}, or {@code table} for one in {@code public}
   */
  public SourceTable table(String name) {
    int dot = name.indexOf('.');
    String schema = dot < 0 ? DEFAULT_SCHEMA : name.substring(0, dot);
    String plain = name.substring(dot + 1);
    return at("Looking at " + name, moment -> new Catalog(moment).table(schema, plain))
        .orElseThrow(
            () ->
                new RejectedException(
                    "There is no table %s.%s in %s. Correct its name; schemas and case count."
                        .formatted(schema, plain, place(address.jdbcUrl()))));
  }

  /** The columns that BigQuery has for all of a table's, in order, {@code _extracted_at} aside. */
  public List<Column> columns(SourceTable table) {
    return columns(table, List.of());
  }

  /** The columns that BigQuery has for those selected. */
  public List<Column> columns(SourceTable table, List<ColumnSelection> selected) {
    return RowLayout.of(table, selected).columns();
  }

  /** The time up to which rows stamped with {@code now()} can be read; see {@link SafeMoment}. */
  public Instant safeNow(Duration safety) {
    return safeMoment(safety).at();
  }

  /** The same, and who holds it back. */
  public SafeMoment safeMoment(Duration safety) {
    return at("Looking for open transactions", moment -> SafeMoment.read(moment, safety));
  }

  /**
   * The last value of a cursor that it is safe to read up to, as text for a {@link CursorRange}:
   * for a time, the {@link #safeNow}; for a day, the one before it, since more rows may come; for
   * anything else, the largest there is, without regard to open transactions. Empty if there is
   * none.
   */
  public Optional<String> maxCursor(SourceTable table, String column, Duration safety) {
    SourceColumn cursor = Sql.cursor(table, column);
    CursorKind kind = CursorKind.of(cursor);
    return kind == CursorKind.OTHER
        ? largest(table, cursor)
        : Optional.of(kind.at(safeNow(safety), address.options().clock()));
  }

  /**
   * The range that an incremental extract reads next: from {@code overlap} behind the watermark, up
   * to {@link #maxCursor}, which is the next watermark. Empty if that leaves nothing to read.
   *
   * @param watermark where the range before ended; empty to begin with the first row
   * @param overlap applied to cursors that are a time or a day; another's watermark stands
   */
  public Optional<CursorRange> nextRange(
      SourceTable table,
      String column,
      Optional<String> watermark,
      Duration overlap,
      Duration safety) {
    CursorKind kind = CursorKind.of(Sql.cursor(table, column));
    Optional<String> from = watermark.map(text -> kind.behind(text, overlap));
    return maxCursor(table, column, safety)
        .filter(to -> from.isEmpty() || kind.isAfter(to, from.get()))
        .map(to -> new CursorRange(column, from, to));
  }

  /**
   * Reads rows of one moment into parts. A snapshot without rows gives one empty part, a range
   * without rows gives none.
   *
   * @throws RejectedException if what is to be read is wrong
   * @throws sluice.UnavailableException if the database failed
   * @throws IOException if the sink failed
   */
  public ExtractResult read(TableRead what, PartSink sink) throws IOException {
    RowLayout layout = RowLayout.of(what.table(), what.columns());
    try (Moment moment = begin()) {
      List<BlockRange> stretches = stretches(moment, what);
      return new SnapshotReader(what, layout, sink).read(moment, address, stretches);
    } catch (SQLException failure) {
      throw Failures.of("Reading " + what.table().qualifiedName(), failure);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (SQLException failure) {
      throw Failures.of("Closing the connection", failure);
    }
  }

  /** A range is read as a whole: the index of its cursor finds it better than places on disk. */
  private List<BlockRange> stretches(Moment moment, TableRead what) throws SQLException {
    boolean whole =
        what.parallelism() == 1
            || what.range().isPresent()
            || what.table().kind() != SourceTable.Kind.TABLE
            || session.majorVersion() < TID_RANGE_SCANS;
    if (whole) {
      return List.of(BlockRange.ALL);
    }
    String blocks = BLOCKS.formatted(Sql.literal(Sql.name(what.table())));
    long count = moment.single(blocks).map(Long::parseLong).orElse(0L);
    return BlockRange.cut(count, what.parallelism());
  }

  private Optional<String> largest(SourceTable table, SourceColumn cursor) {
    String sql =
        "SELECT max(%s)::text FROM %s".formatted(Sql.identifier(cursor.name()), Sql.name(table));
    return at("Reading " + table.qualifiedName(), moment -> moment.single(sql));
  }

  /** A read that failed has taken its connection with it. */
  private Moment begin() throws SQLException {
    if (session.isClosed()) {
      session = address.connect();
    }
    return session.begin();
  }

  private <T> T at(String what, Query<T> query) {
    try (Moment moment = begin()) {
      return query.run(moment);
    } catch (SQLException failure) {
      throw Failures.of(what, failure);
    }
  }

  /** Host and database of a URL, without what is secret in it. */
  private static String place(String jdbcUrl) {
    Properties parsed = Driver.parseURL(jdbcUrl, null);
    return parsed == null
        ? "the database"
        : String.format(
            Locale.ROOT,
            "%s at %s:%s",
            parsed.getProperty("PGDBNAME"),
            parsed.getProperty("PGHOST"),
            parsed.getProperty("PGPORT"));
  }

  private interface Query<T> {
    T run(Moment moment) throws SQLException;
  }
}
