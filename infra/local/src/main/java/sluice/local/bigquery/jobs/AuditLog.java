package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Transaction;

/**
 * Tells of completed jobs: each entry commits with its job and is delivered at least once, after a
 * restart too.
 */
final class AuditLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
  private static final String OUTBOX = "\"$sluice\".outbox";
  private static final int BATCH = 200;

  private record Entry(long number, JsonObject json) {}

  private final Catalog catalog;
  private final Consumer<JsonObject> receiver;
  private final AtomicLong lastNumber = new AtomicLong();
  private final Semaphore written = new Semaphore(1);
  private final Thread courier = new Thread(this::deliver, "local-bigquery-audit");
  private volatile boolean open = true;

  AuditLog(Catalog catalog, Consumer<JsonObject> receiver) {
    this.catalog = catalog;
    this.receiver = receiver;
    catalog.change(
        change ->
            change.execute(
                "CREATE TABLE IF NOT EXISTS " + OUTBOX + " (number BIGINT, entry VARCHAR)"));
    pending(Integer.MAX_VALUE)
        .forEach(entry -> lastNumber.accumulateAndGet(entry.number(), Math::max));
    courier.setDaemon(true);
    courier.start();
  }

  /** Writes a finished job's entry within the transaction that finishes it. */
  void write(Transaction transaction, Job job) throws SQLException {
    transaction.execute(
        "INSERT INTO " + OUTBOX + " VALUES (?, ?)",
        lastNumber.incrementAndGet(),
        AuditEntry.of(catalog.project(), job, catalog.now()).toString());
    transaction.afterwards(written::release);
  }

  private List<Entry> pending(int most) {
    return catalog
        .duck()
        .read(
            connection -> {
              List<Entry> entries = new ArrayList<>();
              try (PreparedStatement oldest =
                      connection.prepareStatement(
                          "FROM " + OUTBOX + " ORDER BY number LIMIT " + most);
                  ResultSet rows = oldest.executeQuery()) {
                while (rows.next()) {
                  entries.add(new Entry(rows.getLong(1), Json.parse(rows.getString(2))));
                }
              }
              return entries;
            });
  }

  private void deliver() {
    while (open) {
      try {
        // Also looks now and then on its own, for what a failed delivery left.
        if (written.tryAcquire(1, TimeUnit.SECONDS)) {
          written.drainPermits();
        }
        deliverPending();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (open) {
          log.warn("An audit entry was not taken. It is delivered again.", e);
        }
      }
    }
  }

  private void deliverPending() {
    List<Entry> entries = pending(BATCH);
    while (open && !entries.isEmpty()) {
      for (Entry entry : entries) {
        receiver.accept(entry.json());
      }
      long last = entries.get(entries.size() - 1).number();
      long first = entries.get(0).number();
      catalog.change(
          change ->
              change.execute(
                  "DELETE FROM " + OUTBOX + " WHERE number BETWEEN ? AND ?", first, last));
      entries = pending(BATCH);
    }
  }

  @Override
  public void close() {
    open = false;
    courier.interrupt();
    try {
      courier.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
