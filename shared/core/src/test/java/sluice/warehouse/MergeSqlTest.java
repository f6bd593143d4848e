package sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.plan.Layout;
import sluice.plan.MergeRule;
import sluice.plan.Partitioning;
import sluice.plan.Partitioning.Granularity;
import sluice.schema.Column;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

final class MergeSqlTest {
  private static final TableId ORDERS = TableId.parse("lake.orders");
  private static final TableId STAGED = TableId.parse("_sluice.lake__orders__batch_7");

  @Test
  void mergesByKeyOnlyInThePartitionsThatAreNamed() {
    MergeRule rule =
        new MergeRule(List.of("id"), Optional.of("updated_at"), Optional.of("deleted"));
    List<Column> columns =
        List.of(
            Column.of("id", ColumnType.INT64),
            Column.of("day", ColumnType.DATE),
            Column.of("updated_at", ColumnType.TIMESTAMP),
            Column.of("deleted", ColumnType.BOOL),
            Column.of("_extracted_at", ColumnType.TIMESTAMP));

    assertThat(merge(rule, columns, by("day", Granularity.DAY), "20260131", "20260201", "20260301"))
        .isEqualTo(
            """
            MERGE `lake`.`orders` AS target
            USING (
              SELECT staged.* FROM `_sluice`.`lake__orders__batch_7` AS staged
              QUALIFY ROW_NUMBER() OVER (PARTITION BY staged.`id` ORDER BY staged.`updated_at` DESC, \
            staged.`_extracted_at` DESC, TO_JSON_STRING(staged) DESC) = 1
            ) AS incoming
            ON target.`id` = incoming.`id`
              AND (target.`day` >= DATE '2026-01-31' AND target.`day` < DATE '2026-02-02' \
            OR target.`day` >= DATE '2026-03-01' AND target.`day` < DATE '2026-03-02')
            WHEN MATCHED AND (target.`updated_at` IS NULL OR incoming.`updated_at` >= target.`updated_at`) \
            AND IFNULL(incoming.`deleted`, FALSE) THEN DELETE
            WHEN MATCHED AND (target.`updated_at` IS NULL OR incoming.`updated_at` >= target.`updated_at`) \
            THEN UPDATE SET `day` = incoming.`day`, `updated_at` = incoming.`updated_at`, \
            `deleted` = incoming.`deleted`, `_extracted_at` = incoming.`_extracted_at`
            WHEN NOT MATCHED BY TARGET AND NOT IFNULL(incoming.`deleted`, FALSE) \
            THEN INSERT (`id`, `day`, `updated_at`, `deleted`, `_extracted_at`) \
            VALUES (incoming.`id`, incoming.`day`, incoming.`updated_at`, incoming.`deleted`, \
            incoming.`_extracted_at`)""");
  }

  @Test
  void mergesATableThatIsNotPartitionedWhole() {
    MergeRule rule = new MergeRule(List.of("shop", "id"), Optional.empty(), Optional.empty());
    List<Column> columns =
        List.of(Column.of("shop", ColumnType.STRING), Column.of("id", ColumnType.INT64));

    assertThat(merge(rule, columns, Layout.PLAIN))
        .isEqualTo(
            """
            MERGE `lake`.`orders` AS target
            USING (
              SELECT staged.* FROM `_sluice`.`lake__orders__batch_7` AS staged
              QUALIFY ROW_NUMBER() OVER (PARTITION BY staged.`shop`, staged.`id` \
            ORDER BY TO_JSON_STRING(staged) DESC) = 1
            ) AS incoming
            ON target.`shop` = incoming.`shop` AND target.`id` = incoming.`id`
            WHEN NOT MATCHED BY TARGET THEN INSERT (`shop`, `id`) \
            VALUES (incoming.`shop`, incoming.`id`)""");
  }

  @Test
  void namesPartitionsByConstantsOfTheColumnsType() {
    assertThat(within(ColumnType.TIMESTAMP, Granularity.HOUR, "2026013123"))
        .isEqualTo(
            "c >= TIMESTAMP '2026-01-31 23:00:00+00' AND c < TIMESTAMP '2026-02-01 00:00:00+00'");
    assertThat(within(ColumnType.DATETIME, Granularity.MONTH, "202612", "202701"))
        .isEqualTo("c >= DATETIME '2026-12-01 00:00:00' AND c < DATETIME '2027-02-01 00:00:00'");
    assertThat(within(ColumnType.DATE, Granularity.YEAR, "2026", "__NULL__"))
        .isEqualTo("c >= DATE '2026-01-01' AND c < DATE '2027-01-01' OR c IS NULL");
    assertThat(within(ColumnType.DATE, Granularity.DAY)).isEqualTo("FALSE");
  }

  private static String within(ColumnType type, Granularity granularity, String... partitions) {
    return new Cut("c", type, granularity).within("c", List.of(partitions));
  }

  private static Layout by(String column, Granularity granularity) {
    return new Layout(Optional.of(new Partitioning(column, granularity)), List.of());
  }

  private static String merge(
      MergeRule rule, List<Column> columns, Layout layout, String... partitions) {
    return MergeSql.merge(
        new JobRequest.Merge(
            "m",
            Map.of(),
            STAGED,
            ORDERS,
            columns,
            rule,
            Cut.of(layout, columns),
            List.of(partitions)));
  }
}
