package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteProblemsTest {
  @TempDir Path root;

  @Test
  void tellsOfEachSettingOfAMergeAndOfAPartition() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/partner.yaml",
                """
                kind: files
                tables:
                  a:
                    format: csv
                    write: merge
                    key: [id, size, id, none]
                    delete: id
                    columns: {id: INT64, size: FLOAT64, at: TIMESTAMP}
                  b:
                    format: csv
                    write: merge
                    key: [id]
                    order_by: size
                    lineage: [_object, _file]
                    columns: {id: INT64, size: FLOAT64, _object: STRING}
                  c:
                    format: csv
                    write: append
                    key: [id]
                    order_by: at
                    delete: gone
                    partition_path: "{year}"
                    partition_marker: _SUCCESS
                    columns: {id: INT64}
                  d:
                    format: csv
                    write: replace_partition
                    columns: {id: INT64}
                  e:
                    format: csv
                    write: replace_partition
                    partition: day
                    columns: {id: INT64, day: DATE}
                  f:
                    format: csv
                    write: replace_partition
                    partition: day
                    partition_path: "{year}/{day}"
                    columns: {id: INT64, day: DATE}
                  g:
                    format: csv
                    write: replace_partition
                    partition: day
                    partition_path: "{year}/{week}"
                    columns: {id: INT64, day: DATE}
                """)
            .write(
                "sources/shop.yaml",
                """
                kind: postgresql
                connection: SHOP
                schedule: "0 * * * *"
                tables:
                  a:
                    write: merge
                    columns: {id: INT64}
                  b:
                    mode: incremental
                    cursor: at
                    write: merge
                    key: [id]
                    columns: {id: INT64, at: TIMESTAMP}
                  c:
                    write: replace_partition
                    partition: at
                    partition_path: x
                    lineage: [_object]
                    columns: {id: INT64 REQUIRED, at: TIMESTAMP}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/partner.yaml:3: tables.a.order_by is missing. Name the column whose greater value is newer, like updated_at; or write lineage: [_object], and the row of the later file stays.",
            "sources/partner.yaml:6: tables.a.key[2] names 'size', which is a FLOAT64. Name a column of numbers (not FLOAT64), text, times or BOOL.",
            "sources/partner.yaml:6: tables.a.key[3] names 'id' twice. Remove one of the two.",
            "sources/partner.yaml:6: tables.a.key[4] names the column 'none', which the table does not have. Known here: id, size, at.",
            "sources/partner.yaml:7: tables.a.delete names 'id', which is an INT64. Name a BOOL that is true, or a time that is not NULL, where a row is gone.",
            "sources/partner.yaml:13: tables.b.order_by names 'size', which is a FLOAT64. Name a column of numbers (not FLOAT64), text or times.",
            "sources/partner.yaml:14: tables.b.lineage[1] adds _object, which the columns hold already. Remove one of the two.",
            "sources/partner.yaml:14: tables.b.lineage[2] is '_file'. Write _object, _batch and _loaded_at, or some of them.",
            "sources/partner.yaml:19: tables.c.key is for merges. Remove it, or write: merge.",
            "sources/partner.yaml:20: tables.c.order_by is for merges. Remove it, or write: merge.",
            "sources/partner.yaml:21: tables.c.delete is for merges. Remove it, or write: merge.",
            "sources/partner.yaml:22: tables.c.partition_path is for partitions that are replaced. Remove it, or write: replace_partition.",
            "sources/partner.yaml:23: tables.c.partition_marker is for partitions that are replaced. Remove it, or write: replace_partition.",
            "sources/partner.yaml:25: tables.d.partition is missing. Name the column whose time says which partition a row is in.",
            "sources/partner.yaml:25: tables.d.partition_path is missing. Write what tells a file's partition in its path, like dt={year}-{month}-{day}.",
            "sources/partner.yaml:29: tables.e.partition_path is missing. Write what tells a file's partition in its path, like dt={year}-{month}-{day}.",
            "sources/partner.yaml:38: tables.f.partition_path has no {month}. Name all that a partition by day needs.",
            "sources/partner.yaml:44: tables.g.partition_path has {week}. Write {year}, {month}, {day} and {hour}.",
            "sources/shop.yaml:6: tables.a.write is 'merge'. Write replace or replace_partition.",
            "sources/shop.yaml:12: tables.b.key[1] names 'id', which may be NULL. Write REQUIRED behind its type, or name columns that are never NULL.",
            "sources/shop.yaml:16: tables.c.partition is 'at'. Write _extracted_at: a snapshot takes the place of the one of the same time.",
            "sources/shop.yaml:17: tables.c.partition_path is not a setting. Known here: cluster, columns, contract, cursor, cursor_zone, delete, description, drop, freshness, hash, keep, key, mask, max_jobs_per_day, mode, object_size, order_by, overlap, owner, parallelism, partition, reconcile, table, where, write.",
            "sources/shop.yaml:18: tables.c.lineage is not a setting. Known here: cluster, columns, contract, cursor, cursor_zone, delete, description, drop, freshness, hash, keep, key, mask, max_jobs_per_day, mode, object_size, order_by, overlap, owner, parallelism, partition, reconcile, table, where, write.");
  }
}
