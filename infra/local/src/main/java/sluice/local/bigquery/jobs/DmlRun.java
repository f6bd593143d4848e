package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.Translated;
import sluice.local.sql.Translated.Effect;

/** Runs INSERT, UPDATE, DELETE, MERGE and TRUNCATE. */
final class DmlRun {

  private DmlRun() {}

  static void run(
      Transaction transaction, Translated.Dml dml, JsonObject statistics, Cancellation cancellation)
      throws SQLException {
    StoredTable table =
        transaction
            .table(dml.target())
            .orElseThrow(() -> Refusal.notFound("Table " + dml.target()));
    if (table.isView()) {
      throw Refusal.invalid("Cannot change rows of %s: it is a view.".formatted(table.id()));
    }
    Map<Effect, Long> counts = new EnumMap<>(Effect.class);
    for (Translated.Step step : dml.steps()) {
      long count = QueryWork.execute(transaction, step.duckSql(), cancellation);
      counts.merge(step.effect(), count, Long::sum);
    }
    counts.remove(Effect.NONE);
    long changed = counts.values().stream().mapToLong(Long::longValue).sum();
    statistics.addProperty("numDmlAffectedRows", Long.toString(changed));
    statistics.add(
        "dmlStats",
        Json.of(
            "insertedRowCount", count(counts, Effect.INSERTED),
            "updatedRowCount", count(counts, Effect.UPDATED),
            "deletedRowCount", count(counts, Effect.DELETED)));
    transaction.touch(table);
  }

  private static String count(Map<Effect, Long> counts, Effect effect) {
    return Long.toString(counts.getOrDefault(effect, 0L));
  }
}
