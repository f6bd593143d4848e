package sluice.local.bigquery.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import sluice.schema.TableId;

/**
 * What one project holds: datasets and tables, with their rows and their metadata in one file.
 *
 * <p>Metadata is answered from memory, which follows each commit.
 */
public final class Catalog implements AutoCloseable {

  private static final String OWN = "\"$sluice\"";
  static final String DATASETS = OWN + ".datasets";
  static final String TABLES = OWN + ".tables";
  static final String PLACEHOLDER = "$empty";
  private static final int MOST_ATTEMPTS = 50;

  private final String project;
  private final Duck duck;
  private final InstantSource clock;
  private final ConcurrentNavigableMap<String, StoredDataset> datasets =
      new ConcurrentSkipListMap<>();
  private final TableSizes sizes = new TableSizes();
  private final AtomicLong version = new AtomicLong();
  private final ConcurrentNavigableMap<TableId, StoredTable> tables = new ConcurrentSkipListMap<>();

  private Catalog(String project, Duck duck, InstantSource clock) {
    this.project = project;
    this.duck = duck;
    this.clock = clock;
  }

  /**
   * Opens a project's file, or creates it.
   *
   * @param preparation run once on every connection
   */
  public static Catalog open(
      Path file, String project, InstantSource clock, Consumer<Connection> preparation) {
    Catalog catalog = new Catalog(project, Duck.open(file, preparation), clock);
    catalog.change(
        change -> {
          change.execute("CREATE SCHEMA IF NOT EXISTS " + OWN);
          change.execute(
              "CREATE TABLE IF NOT EXISTS " + DATASETS + " (id VARCHAR, resource VARCHAR)");
          change.execute(
              "CREATE TABLE IF NOT EXISTS "
                  + TABLES
                  + " (dataset_id VARCHAR, table_id VARCHAR, resource VARCHAR)");
          return catalog;
        });
    catalog.duck.read(catalog::fill);
    return catalog;
  }

  private Catalog fill(Connection connection) throws SQLException {
    try (PreparedStatement all = connection.prepareStatement("FROM " + DATASETS);
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        datasets.put(
            rows.getString(1), new StoredDataset(rows.getString(1), Json.parse(rows.getString(2))));
      }
    }
    try (PreparedStatement all = connection.prepareStatement("FROM " + TABLES);
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        TableId id = new TableId(rows.getString(1), rows.getString(2));
        tables.put(id, StoredTable.of(id, Json.parse(rows.getString(3))));
      }
    }
    return this;
  }

  public String project() {
    return project;
  }

  /** How large its tables are. */
  public TableSizes sizes() {
    return sizes;
  }

  /** The project's rows. */
  public Duck duck() {
    return duck;
  }

  /** Grows with each change; what was looked up at one version holds while it stays. */
  public long version() {
    return version.get();
  }

  public Instant now() {
    return clock.instant();
  }

  public List<StoredDataset> datasets() {
    return List.copyOf(datasets.values());
  }

  public Optional<StoredDataset> dataset(String id) {
    return Optional.ofNullable(datasets.get(id));
  }

  /** A table that has not expired. */
  public Optional<StoredTable> table(TableId id) {
    return Optional.ofNullable(tables.get(id)).filter(table -> !table.expired(now()));
  }

  /** A dataset's tables, by name. */
  public List<StoredTable> tables(String dataset) {
    return tables
        .subMap(new TableId(dataset, ""), true, new TableId(dataset, "\uffff"), true)
        .values()
        .stream()
        .filter(table -> table.id().dataset().equals(dataset) && !table.expired(now()))
        .toList();
  }

  /** A dataset that must be there. */
  public StoredDataset requiredDataset(String id) {
    return dataset(id).orElseThrow(() -> Refusal.notFound("Dataset " + project + ":" + id));
  }

  /** A table that must be there, in a dataset that must be there. */
  public StoredTable requiredTable(TableId id) {
    requiredDataset(id.dataset());
    return table(id).orElseThrow(() -> Refusal.notFound("Table " + project + ":" + id));
  }

  /** What happens within one transaction; run again from its start when another was faster. */
  @FunctionalInterface
  public interface Change<T> {
    T in(Transaction transaction) throws SQLException;
  }

  /** Carries out a change: all of it, or an exception and nothing of it. */
  public <T> T change(Change<T> change) {
    for (int attempt = 1; ; attempt++) {
      Connection connection = duck.take();
      try {
        Transaction transaction = new Transaction(this, connection);
        T result = change.in(transaction);
        connection.commit();
        transaction.committed();
        return result;
      } catch (SQLException | RuntimeException e) {
        if (!Duck.isConflict(e) || attempt >= MOST_ATTEMPTS) {
          throw e instanceof RuntimeException unchecked ? unchecked : Duck.failed((SQLException) e);
        }
      } finally {
        duck.giveBack(connection);
      }
      LockSupport.parkNanos(1_000_000L * attempt);
    }
  }

  /** Drops the tables whose time is over. */
  public void sweep() {
    List<TableId> over =
        tables.values().stream()
            .filter(table -> table.expired(now()))
            .map(StoredTable::id)
            .toList();
    for (TableId id : over) {
      change(
          change -> {
            change.drop(id);
            return id;
          });
    }
  }

  void refuseOtherCase(TableId id) {
    tables
        .subMap(new TableId(id.dataset(), ""), new TableId(id.dataset(), "\uffff"))
        .keySet()
        .stream()
        .filter(other -> other.table().equalsIgnoreCase(id.table()) && !other.equals(id))
        .findFirst()
        .ifPresent(
            other -> {
              throw Refusal.invalid(
                  "Table %s:%s differs from %s only in case, and the local cloud keeps no two such names. Choose another."
                      .formatted(project, id, other.table()));
            });
  }

  void apply(
      Map<String, Optional<StoredDataset>> changedDatasets,
      Map<TableId, Optional<StoredTable>> changedTables) {
    changedDatasets.forEach(
        (id, dataset) ->
            dataset.ifPresentOrElse(now -> datasets.put(id, now), () -> datasets.remove(id)));
    changedTables.forEach(
        (id, table) -> table.ifPresentOrElse(now -> tables.put(id, now), () -> tables.remove(id)));
    version.incrementAndGet();
  }

  @Override
  public void close() {
    duck.close();
  }
}
