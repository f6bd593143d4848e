package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sluice.plan.About;
import sluice.plan.Format;
import sluice.plan.LandingTable;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.Origin;
import sluice.plan.Partitioning;
import sluice.plan.WriteMode;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.InMemoryWarehouse;

/**
 * A table that is merged by key, and what somebody sent for it. A row is written {@code k3@17}: the
 * key, and the number that orders its versions; {@code k3@18!} says that it is gone.
 */
final class Members implements Watched {

  static final TableId ID = TableId.parse("lake.members");
  static final LandingTable TABLE = table();

  private static final int DAYS = 3;
  private static final int MOST_BATCHES = 200;

  private final Landed landed;
  private final InMemoryWarehouse warehouse;
  private Map<String, Long> seen = Map.of();

  Members(InMemoryObjectStore store, InMemoryWarehouse warehouse) {
    this.landed = new Landed(store, TABLE, Members::text);
    this.warehouse = warehouse;
  }

  private static LandingTable table() {
    return new LandingTable(
        ID,
        "partner",
        new Origin.Dropped(new Format.Ndjson()),
        WriteMode.MERGE,
        List.of(
            Column.of("k", ColumnType.STRING),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.INT64),
            Column.of("gone", ColumnType.BOOL),
            Column.of("id", ColumnType.STRING)),
        new Layout(Optional.of(new Partitioning("day", Partitioning.Granularity.DAY)), List.of()),
        About.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new MergeRule(List.of("k"), Optional.of("at"), Optional.of("gone"))),
        Optional.empty(),
        List.of());
  }

  Landed landed() {
    return landed;
  }

  /** A row's partition changes with its number, so that a key moves from one to another. */
  private static String text(List<String> rows) {
    StringBuilder text = new StringBuilder();
    for (String row : rows) {
      text.append(
          "{\"k\":\"%s\",\"day\":\"2026-01-0%d\",\"at\":%d,\"gone\":%b,\"id\":\"%s\"}\n"
              .formatted(key(row), 1 + number(row) % DAYS, number(row), isGone(row), row));
    }
    return text.toString();
  }

  private static String key(String row) {
    return row.substring(0, row.indexOf('@'));
  }

  private static long number(String row) {
    return Long.parseLong(row.substring(row.indexOf('@') + 1).replace("!", ""));
  }

  private static boolean isGone(String row) {
    return row.endsWith("!");
  }

  @Override
  public void look() {
    List<String> rows = warehouse.ids(ID);
    Map<String, Long> now = new HashMap<>();
    for (String row : rows) {
      assertThat(now.put(key(row), number(row))).as("another row of %s in %s", row, ID).isNull();
      assertThat(isGone(row)).as("%s in %s is a deletion", row, ID).isFalse();
    }
    seen.forEach(
        (key, before) ->
            assertThat(now.getOrDefault(key, before))
                .as("the version of %s in %s", key, ID)
                .isGreaterThanOrEqualTo(before));
    seen = now;
  }

  @Override
  public void check() {
    assertThat(warehouse.ids(ID)).as("rows of %s", ID).isEqualTo(newest(landed.ids()));
    assertThat(landed.left()).as("files left of %s", ID).isEmpty();
    assertThat(landed.quarantined()).as("quarantine of %s", ID).isEqualTo(landed.badNames());
    List<Integer> staged = new ArrayList<>();
    for (int batch = 1; batch < MOST_BATCHES; batch++) {
      if (warehouse.exists(new TableId("_sluice", "lake__members__batch_" + batch))) {
        staged.add(batch);
      }
    }
    assertThat(staged).as("batches of %s that are still staged", ID).isEmpty();
  }

  /** Of each key the row with the greatest number, unless that says that it is gone; sorted. */
  private static List<String> newest(List<String> rows) {
    Map<String, String> newest = new TreeMap<>();
    for (String row : rows) {
      newest.merge(key(row), row, (one, other) -> number(one) > number(other) ? one : other);
    }
    Set<String> there =
        newest.values().stream()
            .filter(row -> !isGone(row))
            .collect(Collectors.toCollection(TreeSet::new));
    return List.copyOf(there);
  }
}
