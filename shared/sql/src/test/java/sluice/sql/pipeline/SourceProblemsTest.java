package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.RejectedException;

final class SourceProblemsTest {
  @TempDir Path root;

  @Test
  void tellsOfEachSettingOfThePipeline() {
    Folder folder =
        new Folder(root)
            .write(
                "pipeline.yaml",
                """
                pipeline: My Company
                timezone: Asia/Tokyo
                time_zone: Asia/Tokio
                owner: [a, b]
                """);

    assertThat(folder.problems())
        .containsExactly(
            "pipeline.yaml:1: location is missing. Write one of BigQuery's locations, like"
                + " asia-northeast1.",
            "pipeline.yaml:1: pipeline is not a name: 'My Company'. Write lower-case letters,"
                + " digits and _, a letter first.",
            "pipeline.yaml:2: timezone is not a setting. Did you mean time_zone?",
            "pipeline.yaml:3: time_zone is 'Asia/Tokio'. Write an IANA time zone, like Asia/Tokyo.",
            "pipeline.yaml:4: owner is a list. Write one value. Write who answers for the tables.");
  }

  @Test
  void tellsOfEachSettingOfAHandover() {
    Folder folder =
        new Folder(root)
            .write(
                "pipeline.yaml",
                """
                pipeline: company
                location: asia-northeast1
                time_zone: Asia/Tokyo
                """)
            .write(
                "sources/payments.yaml",
                """
                kind: s3
                connection: PAYMENTS
                bucket: payments-handover
                role: handover
                external_id: shop-42
                payer: us
                schedule: "*/15 * * * *"
                tables:
                  settlements:
                    format: csv
                    write: append
                    include: [/payments/*]
                    marker: done/_SUCCESS
                    match: a/*
                    columns: {shop: STRING}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/payments.yaml:1: region is missing. Write where the bucket lies, like ap-northeast-1.",
            "sources/payments.yaml:2: connection is for databases. Remove it, and write bucket.",
            "sources/payments.yaml:3: bucket is 'payments-handover'. Write it like s3://payments-handover/export/.",
            "sources/payments.yaml:4: role is 'handover'. Write an ARN, like arn:aws:iam::123456789012:role/handover.",
            "sources/payments.yaml:6: payer is 'us'. Write owner or requester.",
            "sources/payments.yaml:12: tables.settlements.include[1] holds '/payments/*'. Write a pattern of keys below the bucket's prefix, like payments/**/*.csv.gz.",
            "sources/payments.yaml:13: tables.settlements.marker is 'done/_SUCCESS'. Write a name without a folder, like _SUCCESS.",
            "sources/payments.yaml:14: tables.settlements.match is not a setting. Known here: cluster, columns, contract, delete, delimiter, description, encoding, exclude, format, freshness, header, header_rows, include, key, marker, max_bad_rows, max_jobs_per_day, null_marker, order_by, owner, partition, quote, short_rows, write.");
  }

  @Test
  void takesUnixCronAndNothingElse() {
    List<String> right = List.of("0 * * * *", "*/15 9-18 * * 1-5", "30 2 1,15 * *", "0 6 * * MON");
    List<String> wrong =
        List.of("@hourly", "0 * * *", "0 0 * * * *", "60 * * * *", "0 0 ? * 1", "often");

    assertThat(right).allSatisfy(cron -> assertThat(Readings.cron(cron)).isEqualTo(cron));
    assertThat(wrong)
        .allSatisfy(
            cron ->
                assertThatThrownBy(() -> Readings.cron(cron))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage(
                        "is '%s'. Write five fields: minute, hour, day of month, month, day of"
                            + " week, like \"0 * * * *\".",
                        cron));
  }

  @Test
  void takesTimeZonesOfTheRegistryOnly() {
    assertThat(Readings.zone("UTC")).isEqualTo("UTC");
    assertThat(List.of("JST", "+09:00", "GMT+9", "tokyo"))
        .allSatisfy(
            zone ->
                assertThatThrownBy(() -> Readings.zone(zone))
                    .hasMessage("is '%s'. Write an IANA time zone, like Asia/Tokyo.", zone));
  }

  @Test
  void tellsOfAMissingAndOfAnEmptyPipelineFile() {
    assertThat(new Folder(root).problems())
        .containsExactly(
            "pipeline.yaml:1: The file is missing. Write it, with the keys pipeline, location and"
                + " time_zone.");
    assertThat(new Folder(root).write("pipeline.yaml", "\n").problems())
        .containsExactly(
            "pipeline.yaml:1: The file is empty. Write the keys pipeline, location and time_zone.");
    assertThat(new Folder(root).write("pipeline.yaml", "- a\n").problems())
        .containsExactly(
            "pipeline.yaml:1: Here is a list. Write keys and values, like `key: value`.");
  }

  @Test
  void tellsOfEachSettingOfADatabase() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/pos.yaml",
                """
                kind: postgres
                tables: {sales: {}}
                """)
            .write(
                "sources/pay.yaml",
                """
                kind: postgresql
                connection: jdbc:postgresql://db/pay?password=secret
                dataset: Lake
                tables:
                  A-b: {columns: {id: INT64}}
                  paid:
                    table: paid
                    mode: increment
                    columns: {id: INT64}
                  refunds:
                    mode: incremental
                    columns: {id: INT64}
                  voids:
                    mode: incremental
                    cursor: ID
                    overlap: -PT1H
                    freshness: 2h
                    columns: {id: INT64}
                  shops:
                    cursor: id
                    columns: {id: INT64}
                  users: 7
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/pay.yaml:1: schedule is missing. Write when it is read, like \"0 * * * *\".",
            "sources/pay.yaml:2: connection is not the name of an environment variable. Put the"
                + " address into one, and write its name here, like EC_DATABASE.",
            "sources/pay.yaml:3: dataset is not a name: 'Lake'. Write lower-case letters, digits"
                + " and _, a letter first.",
            "sources/pay.yaml:5: tables.A-b is not a name: 'A-b'. Write lower-case letters, digits"
                + " and _, a letter first.",
            "sources/pay.yaml:7: tables.paid.table is 'paid'. Write schema.table, like"
                + " public.orders.",
            "sources/pay.yaml:8: tables.paid.mode is 'increment'. Write snapshot or incremental.",
            "sources/pay.yaml:10: tables.refunds.cursor is missing. Name a column that only grows,"
                + " like updated_at.",
            "sources/pay.yaml:15: tables.voids.cursor names 'ID', which is an INT64. Name a"
                + " TIMESTAMP, DATETIME or DATE that only grows, like updated_at.",
            "sources/pay.yaml:16: tables.voids.overlap is '-PT1H'. Write how long, like PT2H or"
                + " P1D.",
            "sources/pay.yaml:17: tables.voids.freshness is '2h'. Write how long, like PT2H or"
                + " P1D.",
            "sources/pay.yaml:20: tables.shops.cursor has no meaning in a snapshot. Remove it, or"
                + " write mode: incremental.",
            "sources/pay.yaml:22: tables.users is one value. Write keys and values, like `key:"
                + " value`.",
            "sources/pos.yaml:1: kind is 'postgres'. Write postgresql, mysql, files or s3.");
  }

  @Test
  void tellsOfATableThatMayBeModifiedTooOftenOrNever() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/partner.yaml",
                """
                kind: files
                tables:
                  paid: {format: avro, write: append, max_jobs_per_day: 1500, columns: {id: INT64}}
                  refunds: {format: avro, write: append, max_jobs_per_day: 0, columns: {id: INT64}}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/partner.yaml:3: tables.paid.max_jobs_per_day is 1500. Write how many, from 1"
                + " to 1499.",
            "sources/partner.yaml:4: tables.refunds.max_jobs_per_day is 0. Write how many, from 1"
                + " to 1499.");
  }

  @Test
  void tellsOfEachSettingOfTextAndHeaders() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/partner.yaml",
                """
                kind: files
                tables:
                  paid:
                    format: csv
                    write: append
                    delimiter: "、"
                    quote: ab
                    header: matched
                    short_rows: null
                    encoding: Shift-JIS-2
                    max_bad_rows: many
                    columns:
                      id: {type: INT64, header: 番号}
                      name: {type: STRING, header: 番号, sensitive: yes}
                  refunds:
                    format: orc
                    write: append
                    encoding: UTF-8
                    max_bad_rows: 1
                    short_rows: bad
                    columns:
                      id: {type: INT64, header: no}
                  headless:
                    format: csv
                    write: append
                    header_rows: 0
                    header: skip
                    encoding: UTF-9
                    columns:
                      id: {type: INT64, header: no}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/partner.yaml:6: tables.paid.delimiter is '、'. Write one character, like \",\""
                + " or \"\\t\".",
            "sources/partner.yaml:7: tables.paid.quote is 'ab'. Write one character, like \",\" or"
                + " \"\\t\".",
            "sources/partner.yaml:8: tables.paid.header is 'matched'. Write match or skip.",
            "sources/partner.yaml:9: tables.paid.short_rows is blank. Write bad or filled.",
            "sources/partner.yaml:10: tables.paid.encoding is 'Shift-JIS-2'. Did you mean"
                + " Shift_JIS?",
            "sources/partner.yaml:11: tables.paid.max_bad_rows is 'many'. Write a whole number, 0"
                + " or more.",
            "sources/partner.yaml:14: tables.paid.columns.name.header is that of id too. Correct"
                + " one of them.",
            "sources/partner.yaml:14: tables.paid.columns.name.sensitive is 'yes'. Write true or"
                + " false.",
            "sources/partner.yaml:18: tables.refunds.encoding is for csv and ndjson. Remove it.",
            "sources/partner.yaml:19: tables.refunds.max_bad_rows is for csv and ndjson. Remove"
                + " it.",
            "sources/partner.yaml:20: tables.refunds.short_rows is for csv. Remove it, or write"
                + " format: csv.",
            "sources/partner.yaml:22: tables.refunds.columns.id.header is for csv. Remove it.",
            "sources/partner.yaml:27: tables.headless.header has no meaning with header_rows: 0."
                + " Remove it.",
            "sources/partner.yaml:28: tables.headless.encoding is 'UTF-9'. Did you mean UTF-8?",
            "sources/partner.yaml:30: tables.headless.columns.id.header is for a header that is"
                + " matched. Remove it.");
  }

  @Test
  void tellsOfEachSettingOfFiles() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/partner.yaml",
                """
                kind: files
                schedule: "0 * * * *"
                tables:
                  paid:
                    format: csv
                    delimiter: ";;"
                    header_rows: one
                    write: upsert
                  refunds:
                    format: avro
                    delimiter: ";"
                    write: append
                    columns:
                      id: {type: INT64 REQUIRED, describtion: The id}
                      Id: STRING
                      code: STRNG
                      tags: ARRAY<ARRAY<STRING>>
                      city: STRUCT<name STRING
                      size: NUMERIC(10, 2)
                      list: ARRAY<INT64> REQUIRED
                      2nd: DATE
                      blank:
                  none:
                    format: ndjson
                    write: replace
                    columns: {}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/partner.yaml:2: schedule is for databases. Remove it: files load as they"
                + " come.",
            "sources/partner.yaml:4: tables.paid.columns is missing. Write lines like `shop_code:"
                + " STRING` below it.",
            "sources/partner.yaml:6: tables.paid.delimiter is ';;'. Write one character, like \",\""
                + " or \"\\t\".",
            "sources/partner.yaml:7: tables.paid.header_rows is 'one'. Write a whole number, 0 or"
                + " more.",
            "sources/partner.yaml:8: tables.paid.write is 'upsert'. Write append, replace,"
                + " replace_partition or merge.",
            "sources/partner.yaml:11: tables.refunds.delimiter is for csv. Remove it, or write"
                + " format: csv.",
            "sources/partner.yaml:14: tables.refunds.columns.id.describtion is not a setting. Did"
                + " you mean description?",
            "sources/partner.yaml:15: tables.refunds.columns.Id differs from another column in"
                + " upper and lower case only. BigQuery takes them for one: remove or rename it.",
            "sources/partner.yaml:16: tables.refunds.columns.code is 'STRNG', and there is no type"
                + " STRNG. Did you mean STRING?",
            "sources/partner.yaml:17: tables.refunds.columns.tags is 'ARRAY<ARRAY<STRING>>':"
                + " BigQuery has no arrays of arrays. "
                + TYPES,
            "sources/partner.yaml:18: tables.refunds.columns.city is 'STRUCT<name STRING': it ends"
                + " before its '>'. "
                + TYPES,
            "sources/partner.yaml:19: tables.refunds.columns.size is 'NUMERIC(10, 2)': a type's"
                + " parameters are not kept; write NUMERIC alone. "
                + TYPES,
            "sources/partner.yaml:20: tables.refunds.columns.list is 'ARRAY<INT64> REQUIRED': an"
                + " array is never NULL, so it is not REQUIRED. "
                + TYPES,
            "sources/partner.yaml:21: tables.refunds.columns.2nd is no name of a column. Write"
                + " letters of a to z, digits and _, no digit first.",
            "sources/partner.yaml:22: tables.refunds.columns.blank is blank. Write a type, like"
                + " INT64 REQUIRED.",
            "sources/partner.yaml:26: tables.none.columns names no column. Write lines like `id:"
                + " INT64 REQUIRED`.");
  }

  private static final String TYPES =
      "Write a type, like INT64 REQUIRED, ARRAY<STRING> or STRUCT<city STRING, zip STRING>; inside"
          + " {} put it into quotes.";

  @Test
  void takesColumnsFromTheLockFileUnlessTheyAreWritten() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/pos.yaml",
                """
                kind: postgresql
                connection: POS_DATABASE
                schedule: "*/5 * * * *"
                tables:
                  sales: {}
                  tills: {}
                """)
            .write(
                "sources/pos.columns.yaml",
                """
                sales:
                  id: {type: INT64 REQUIRED, description: The number on the receipt.}
                  rows: "ARRAY<STRUCT<sku STRING, price NUMERIC>>"
                """)
            .write("sources/old.columns.yaml", "things: {id: INT64}");

    assertThat(folder.problems())
        .containsExactly(
            "sources/old.columns.yaml:1: These columns belong to no source. Write sources/old.yaml,"
                + " or remove this file.",
            "sources/pos.yaml:6: tables.tills has no columns. Run infra/bin/sluice discover, which"
                + " writes them to sources/pos.columns.yaml, or write columns.");
  }

  @Test
  void saysThatACommaEndsATextInsideBraces() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/pos.yaml",
                """
                kind: files
                tables:
                  sales:
                    format: avro
                    write: append
                    columns:
                      gross: {type: NUMERIC, description: What was paid, in yen.}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/pos.yaml:7: tables.sales.columns.gross.in yen. is not a setting. Inside {} a"
                + " comma ends a text: put the text before it into quotes.");
  }

  @Test
  void tellsWhenFilesAreNotWhereTheyAreRead() {
    Folder folder =
        Folder.withOrders(root)
            .write("top.sql", "SELECT 1 AS one")
            .write("mart/deep/down.sql", "SELECT 1 AS one")
            .write("sources/x.sql", "SELECT 1 AS one")
            .write("sources/old.yml", "kind: files")
            .write("mart/extra.yaml", "a: 1")
            .write("README.md", "# Not looked at")
            .write(".git/config.yaml", "not: looked at");

    assertThat(folder.problems())
        .containsExactly(
            "mart/deep/down.sql:1: This file is not read. Move it to <dataset>/<table>.sql.",
            "mart/extra.yaml:1: This file is not read. A source's file is sources/<name>.yaml.",
            "sources/old.yml:1: This file is not read. Let its name end with .yaml.",
            "sources/x.sql:1: This file is not read. Move it to <dataset>/<table>.sql.",
            "top.sql:1: This file is not read. Move it to <dataset>/<table>.sql.");
  }

  @Test
  void tellsOfTextThatIsNotUtf8AndGoesOn() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/sjis.sql", "SELECT\n'売上' AS a".getBytes(Charset.forName("Shift_JIS")))
            .write("mart/reader.sql", "SELECT a FROM mart.sjis")
            .write("mart/empty.sql", "")
            .write("sources/blank.yaml", "  \n")
            .write("sources/control.yaml", "kind: files\nowner: a\u0007b\n");

    assertThat(folder.problems())
        .containsExactly(
            "mart/empty.sql:1: The file is empty. Write a query, or remove the file.",
            "mart/sjis.sql:2: This line is not UTF-8. Save the file as UTF-8.",
            "sources/blank.yaml:1: The file is empty. Write kind and tables, or remove the file.",
            "sources/control.yaml:2: This is not YAML: it holds the control character U+0007."
                + " Remove it.");
  }

  @Test
  void doesNotTellAgainWhatABrokenSourceHides() {
    Folder folder =
        Folder.withOrders(root)
            .write("sources/pos.yaml", "kind: files\n\ttables: {}\n")
            .write("warehouse/sales.sql", "SELECT no_such_column FROM lake_pos.sales")
            .write("mart/sales.sql", "SELECT no_such_column FROM warehouse.sales")
            .write("mart/orders.sql", "SELECT no_such_column FROM lake_ec.orders");

    assertThat(folder.problems())
        .containsExactly(
            "mart/orders.sql:1: GoogleSQL says, at column 8: Unrecognized name: no_such_column."
                + " Correct the query there.",
            "sources/pos.yaml:2: This is not YAML: found character '\\t(TAB)' that cannot start any"
                + " token. (Do not use \\t(TAB) for indentation). Look at its indentation and"
                + " quotes, and at the lines above.");
  }

  @Test
  void checksTheLayoutOfLandingTables() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/pos.yaml",
                """
                kind: files
                tables:
                  sales:
                    format: avro
                    write: append
                    partition: shop by month
                    cluster: [price, shop, shop, id, day, no]
                    columns: {id: INT64, shop: STRING, price: FLOAT64, day: DATE, at: TIMESTAMP}
                  tills:
                    format: avro
                    write: append
                    partition: day by hour
                    columns: {day: DATE}
                  carts:
                    format: avro
                    write: append
                    partition: day by week
                    columns: {day: DATE}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/pos.yaml:6: tables.sales.partition names 'shop', which is a STRING. Name a"
                + " DATE, DATETIME or TIMESTAMP column.",
            "sources/pos.yaml:7: tables.sales.cluster[1] names 'price', which is a FLOAT64. Name a"
                + " column of numbers (not FLOAT64), text, times or BOOL.",
            "sources/pos.yaml:7: tables.sales.cluster[3] names 'shop' twice. Remove one of the"
                + " two.",
            "sources/pos.yaml:7: tables.sales.cluster[5] is a column too many. Write at most 4: it"
                + " is BigQuery's limit.",
            "sources/pos.yaml:7: tables.sales.cluster[6] names the column 'no', which the table"
                + " does not have. Known here: id, shop, price, day, at.",
            "sources/pos.yaml:12: tables.tills.partition cuts 'day', a DATE, by hour. Write day,"
                + " month or year.",
            "sources/pos.yaml:17: tables.carts.partition is 'day by week'. Write a column, or"
                + " `column by hour, day, month or year`.");
  }

  @Test
  void tellsOfPatternsThatAreNoneAndOfTwoThatAreEquallySpecific() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/acme.yaml",
                """
                kind: files
                tables:
                  sales:
                    format: csv
                    write: append
                    match: acme/(?P<shop>[^/]+)/sales_*.csv
                    settle: soon
                    columns: {id: INT64}
                  stock:
                    format: csv
                    write: append
                    match:
                      - acme/*/stock_*.csv
                      - landing/stock/*.csv
                      - acme/[a
                    columns: {id: INT64}
                """)
            .write(
                "sources/other.yaml",
                """
                kind: files
                tables:
                  all:
                    format: csv
                    write: append
                    match: [acme/*_stock.csv, acme/**stock__.csv]
                    columns: {id: INT64}
                """)
            .write(
                "sources/pay.yaml",
                """
                kind: postgresql
                connection: PAY
                schedule: "0 * * * *"
                tables:
                  paid: {columns: {id: INT64}, match: pay/*.csv}
                  other: {columns: {id: INT64}, contract: strict}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/acme.yaml:7: tables.sales.settle is 'soon'. Write how long, like PT2H or P1D.",
            "sources/acme.yaml:14: tables.stock.match[2] is 'landing/stock/*.csv'. Write the path below landing/, like partner/*.csv.",
            "sources/acme.yaml:15: tables.stock.match[3] is 'acme/[a': '[' has no meaning in a glob. Write text with *, **, ? and {a,b}, like partner/*/sales_*.csv.",
            "sources/other.yaml:6: tables.all.match[2] takes 'acme//stock__.csv', and so does lake_acme.stock in sources/acme.yaml:13, which is as specific. Write more of the path into one of them, or exclude it from the other.",
            "sources/pay.yaml:5: tables.paid.match is not a setting. Known here: cluster, columns, contract, cursor, cursor_zone, delete, description, drop, freshness, hash, keep, key, mask, max_jobs_per_day, mode, object_size, order_by, overlap, owner, parallelism, partition, reconcile, table, where, write.",
            "sources/pay.yaml:6: tables.other.contract is 'strict'. Write evolve or freeze.");
  }

  @Test
  void tellsOfSetsThatCannotBeComplete() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "sources/acme.yaml",
                """
                kind: files
                tables:
                  a:
                    {format: csv, write: append, columns: {id: INT64}, complete: {due: PT1H}}
                  b:
                    format: csv
                    write: append
                    columns: {id: INT64}
                    match: b/**
                    complete: {success_file: _SUCCESS}
                  c:
                    format: csv
                    write: append
                    columns: {id: INT64}
                    match: c/(?P<shop>[^/]+)/*.csv
                    complete: {one_per: store, due: soon, late: 1}
                  d:
                    format: csv
                    write: append
                    columns: {id: INT64}
                    complete: {manifest: x/list.txt, expected: [a]}
                  e:
                    format: csv
                    write: append
                    columns: {id: INT64}
                    match: e/*.csv
                    complete: {manifest: list.txt}
                  f:
                    format: csv
                    write: append
                    columns: {id: INT64}
                    match: e/*.txt
                    complete: {success_file: list.txt}
                """);

    assertThat(folder.problems())
        .containsExactly(
            "sources/acme.yaml:4: tables.a.complete has 0 rules. Write one of success_file, manifest and one_per below it.",
            "sources/acme.yaml:9: tables.b.match is 'b/**', and does not say where the folder ends. Write / by itself behind the folder, and then what holds no /, like * or [^/]+.",
            "sources/acme.yaml:16: tables.c.complete.due is 'soon'. Write how long, like PT2H or P1D.",
            "sources/acme.yaml:16: tables.c.complete.late is not a setting. Known here: due, expected, manifest, one_per, success_file.",
            "sources/acme.yaml:16: tables.c.complete.one_per is 'store', which is no group of every pattern in match. Name the group there, like (?P<store>[^/]+).",
            "sources/acme.yaml:16: tables.c.complete.one_per says no expected values. Write expected: [s1, s2] beside it.",
            "sources/acme.yaml:21: tables.d.complete has 0 rules. Write one of success_file, manifest and one_per below it.",
            "sources/acme.yaml:21: tables.d.complete.expected is for one_per. Remove it, or write one_per.",
            "sources/acme.yaml:21: tables.d.complete.manifest is 'x/list.txt'. Write the name of a file without its folder.",
            "sources/acme.yaml:32: tables.f.match takes 'e/list.txt', and so does lake_acme.e in sources/acme.yaml:26, which is as specific. Write more of the path into one of them, or exclude it from the other.");
  }
}
