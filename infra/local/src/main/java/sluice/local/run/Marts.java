package sluice.local.run;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.TableResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.UnavailableException;
import sluice.local.run.Terminal.Tone;
import sluice.plan.Plan;
import sluice.plan.Transform;

/** Shows the tables at the end of a pipeline: those of the datasets that no other dataset reads. */
final class Marts {

  private static final int ROWS = 6;
  private static final int WIDEST_CELL = 24;

  private final BigQuery bigQuery;
  private final Terminal terminal;

  Marts(BigQuery bigQuery, Terminal terminal) {
    this.bigQuery = bigQuery;
    this.terminal = terminal;
  }

  void show(Plan plan) {
    for (Transform transform : plan.transforms()) {
      if (atTheEnd(transform.id().dataset(), plan)) {
        show(transform);
      }
    }
  }

  private static boolean atTheEnd(String dataset, Plan plan) {
    return plan.transforms().stream()
        .filter(reader -> !reader.id().dataset().equals(dataset))
        .flatMap(reader -> reader.inputs().stream())
        .noneMatch(input -> input.dataset().equals(dataset));
  }

  private void show(Transform transform) {
    TableResult result =
        query("SELECT * FROM `%s` ORDER BY 1, 2 LIMIT %d".formatted(transform.id(), ROWS));
    String count = "SELECT COUNT(*) FROM `%s`".formatted(transform.id());
    long all = query(count).getValues().iterator().next().get(0).getLongValue();
    terminal.line(Tone.BOLD, "\n%s, %s rows".formatted(transform.id(), Terminal.count(all)));
    transform.about().description().ifPresent(text -> terminal.line(Tone.DIM, "  " + text));
    @Nullable Schema schema = result.getSchema();
    List<Field> fields = schema == null ? List.of() : List.copyOf(schema.getFields());
    List<List<String>> rows = new ArrayList<>();
    for (FieldValueList values : result.getValues()) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        row.add(cut(cell(values.get(i), fields.get(i))));
      }
      rows.add(row);
    }
    terminal.table(fields.stream().map(Field::getName).toList(), rows);
  }

  private TableResult query(String sql) {
    try {
      return bigQuery.query(QueryJobConfiguration.of(sql));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("A query was cut.", e);
    }
  }

  private static String cell(FieldValue value, Field field) {
    if (value.isNull()) {
      return "";
    }
    if (value.getAttribute() == FieldValue.Attribute.REPEATED) {
      return "%d values".formatted(value.getRepeatedValue().size());
    } else if (value.getAttribute() != FieldValue.Attribute.PRIMITIVE) {
      return "{…}";
    }
    return field.getType().equals(LegacySQLTypeName.TIMESTAMP)
        ? Instant.ofEpochSecond(value.getTimestampValue() / 1_000_000).toString()
        : value.getStringValue();
  }

  private static String cut(String cell) {
    StringBuilder kept = new StringBuilder();
    for (int point : cell.codePoints().toArray()) {
      String next = Character.toString(point);
      if (Terminal.width(kept.toString()) + Terminal.width(next) >= WIDEST_CELL) {
        return kept + "…";
      }
      kept.append(next);
    }
    return kept.toString();
  }
}
