package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import sluice.schema.TableId;

/**
 * People who read the tables all the time, and must never see a part of something, or something
 * that was not checked.
 */
final class Readers {
  private final World world;
  private final Map<TableId, List<String>> seen = new HashMap<>();

  Readers(World world) {
    this.world = world;
  }

  /** Reads every table that has changed. */
  void look() {
    world.arrivals.watched().forEach(Watched::look);
    for (TableId table : Tables.read()) {
      List<String> ids = world.warehouse.ids(table);
      List<String> before = seen.getOrDefault(table, List.of());
      if (!ids.equals(before)) {
        look(table, ids, before);
        seen.put(table, ids);
      }
    }
  }

  private void look(TableId table, List<String> ids, List<String> before) {
    assertThat(ids).as("rows of %s, each once", table).doesNotHaveDuplicates();
    if (table.equals(Tables.ORDERS)) {
      assertThat(ids).as("rows of %s, with those before", table).containsAll(before);
      wholeFiles(table, new HashSet<>(ids), world.arrivals.orders.everLanded());
    } else if (table.equals(Tables.SHOPS)) {
      oneSnapshot(ids, before);
    } else if (table.equals(Tables.STOCK)) {
      stock(ids, before);
    } else if (table.equals(Tables.USERS)) {
      assertThat(ids).as("rows of %s", table).isEqualTo(GrowingSource.first(ids.size()));
      assertThat(ids).as("rows of %s", table).hasSizeGreaterThanOrEqualTo(before.size());
    } else {
      mart(table, ids);
    }
  }

  private static void wholeFiles(TableId table, Set<String> ids, List<Landed.File> files) {
    for (Landed.File file : files) {
      long there = file.ids().stream().filter(ids::contains).count();
      assertThat(there)
          .as("rows of %s in %s, all or none", file.path(), table)
          .isIn(0L, (long) file.ids().size());
    }
  }

  /** One file's rows, and never an older file's than before. */
  private void oneSnapshot(List<String> ids, List<String> before) {
    List<List<String>> snapshots =
        world.arrivals.shops.everLanded().stream()
            .filter(file -> !file.bad())
            .map(Landed.File::ids)
            .toList();
    assertThat(snapshots).as("the rows of %s are one file's", Tables.SHOPS).contains(ids);
    assertThat(snapshots.lastIndexOf(ids))
        .as("the file that %s shows", Tables.SHOPS)
        .isGreaterThanOrEqualTo(snapshots.indexOf(before));
  }

  /** The rows of one moment, and never of an older one than before. */
  private static void stock(List<String> ids, List<String> before) {
    LongSummaryStatistics now = numbers(ids);
    if (!ids.isEmpty()) {
      assertThat(now.getMax() - now.getMin() + 1)
          .as("rows of %s, one behind the other: %s", Tables.STOCK, ids)
          .isEqualTo(ids.size());
      if (!before.isEmpty()) {
        assertThat(now.getMax())
            .as("last row of stock")
            .isGreaterThanOrEqualTo(numbers(before).getMax());
        assertThat(now.getMin())
            .as("first row of stock")
            .isGreaterThanOrEqualTo(numbers(before).getMin());
      }
    }
  }

  private static LongSummaryStatistics numbers(List<String> ids) {
    return ids.stream().mapToLong(id -> Long.parseLong(id.substring(1))).summaryStatistics();
  }

  /** Only what was checked, of one definition, over whole inputs. */
  private void mart(TableId table, List<String> ids) {
    Set<String> own = new HashSet<>();
    int changed = 0;
    for (String id : ids) {
      assertThat(id).as("a row of %s", table).doesNotStartWith(World.POISON);
      if (!id.startsWith("u")) {
        changed += id.endsWith("!") ? 1 : 0;
        own.add(id.replace("!", ""));
      }
    }
    assertThat(changed).as("rows of %s of the new definition", table).isIn(0, own.size());
    wholeFiles(table, own, world.arrivals.orders.everLanded());
  }
}
