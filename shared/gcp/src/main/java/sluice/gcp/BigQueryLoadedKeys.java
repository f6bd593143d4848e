package sluice.gcp;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import sluice.UnavailableException;
import sluice.extract.LoadedKeys;
import sluice.plan.LandingTable;
import sluice.plan.ReadSettings;

/** The keys that a table in BigQuery holds, by one query whose result is read page by page. */
final class BigQueryLoadedKeys implements LoadedKeys {

  private final BigQuery bigQuery;

  BigQueryLoadedKeys(BigQuery bigQuery) {
    this.bigQuery = bigQuery;
  }

  @Override
  public Iterator<List<String>> of(LandingTable table, List<String> key) {
    String doing = "reading the keys of " + table.id();
    try {
      if (bigQuery.getTable(JobConfigurations.table(table.id())) == null) {
        return Collections.emptyIterator();
      }
      Iterator<FieldValueList> rows =
          bigQuery.query(QueryJobConfiguration.of(sql(table, key))).iterateAll().iterator();
      return new Rows(rows, doing);
    } catch (BigQueryException e) {
      throw Failures.of(e, doing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(doing + " was interrupted. It will be tried again.", e);
    }
  }

  /** STRINGs are ordered by their UTF-8. The latest row of a key says whether it is deleted. */
  private static String sql(LandingTable table, List<String> key) {
    List<String> texts =
        IntStream.range(0, key.size())
            .mapToObj(index -> "CAST(`%s` AS STRING) AS k%d".formatted(key.get(index), index))
            .toList();
    String names =
        String.join(", ", IntStream.range(0, key.size()).mapToObj(index -> "k" + index).toList());
    return """
    SELECT %1$s FROM (SELECT %2$s, `%3$s` AS deleted, _extracted_at FROM `%4$s`.`%5$s`)
    GROUP BY %1$s
    HAVING NOT MAX_BY(COALESCE(deleted, FALSE), _extracted_at)
    ORDER BY %1$s
    """
        .formatted(
            names,
            String.join(", ", texts),
            ReadSettings.DELETED,
            table.id().dataset(),
            table.id().table());
  }

  /** Pages are fetched on the way. */
  private record Rows(Iterator<FieldValueList> rows, String doing)
      implements Iterator<List<String>> {
    @Override
    public boolean hasNext() {
      try {
        return rows.hasNext();
      } catch (BigQueryException e) {
        throw Failures.of(e, doing);
      }
    }

    @Override
    public List<String> next() {
      try {
        return rows.next().stream().map(FieldValue::getStringValue).toList();
      } catch (BigQueryException e) {
        throw Failures.of(e, doing);
      }
    }
  }
}
