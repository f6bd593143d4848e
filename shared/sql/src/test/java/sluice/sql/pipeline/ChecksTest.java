package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.Check;
import sluice.plan.Transform;
import sluice.schema.TableId;

final class ChecksTest {
  @TempDir Path root;

  @Test
  void makesAQueryOfEachCheck() {
    Transform transform =
        compile(
            """
            - unique: [id, status]
            - not_null: [id, shop_id]
            - accepted: {status: ["it's", 'a\\b']}
            - references: {shop_id: lake_ec.shops.id}
            - rows: {at_least: 1, at_most: 9}
            - expression: amount >= 0 -- yen
            """);

    assertThat(transform.checks())
        .extracting(Check::name, Check::failuresSql)
        .containsExactly(
            tuple(
                "unique(id, status)",
                "SELECT IFNULL(SUM(surplus), 0) FROM (SELECT COUNT(*) - 1 AS surplus FROM `_sluice`.`mart__a` WHERE `id` IS NOT NULL AND `status` IS NOT NULL GROUP BY `id`, `status`)"),
            tuple("not_null(id)", "SELECT COUNT(*) FROM `_sluice`.`mart__a` WHERE `id` IS NULL"),
            tuple(
                "not_null(shop_id)",
                "SELECT COUNT(*) FROM `_sluice`.`mart__a` WHERE `shop_id` IS NULL"),
            tuple(
                "accepted(status)",
                "SELECT COUNT(*) FROM `_sluice`.`mart__a` WHERE `status` NOT IN ('it\\'s', 'a\\\\b')"),
            tuple(
                "references(shop_id -> lake_ec.shops.id)",
                """
                SELECT COUNT(*) FROM `_sluice`.`mart__a` AS checked
                WHERE checked.`shop_id` IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM `lake_ec`.`shops` AS there WHERE there.`id` = checked.`shop_id`)"""),
            tuple("rows(at_least 1)", "SELECT GREATEST(1 - COUNT(*), 0) FROM `_sluice`.`mart__a`"),
            tuple("rows(at_most 9)", "SELECT GREATEST(COUNT(*) - 9, 0) FROM `_sluice`.`mart__a`"),
            tuple(
                "expression(amount >= 0 -- yen)",
                "SELECT COUNT(*) FROM `_sluice`.`mart__a` WHERE NOT (\namount >= 0 -- yen\n)"));
  }

  @Test
  void aTableThatACheckLooksIntoIsAnInput() {
    assertThat(compile("- references: {shop_id: lake_ec.shops.id}\n").inputs())
        .containsExactly(new TableId("lake_ec", "orders"), new TableId("lake_ec", "shops"));
  }

  @Test
  void aTableMayReferToItselfInItsChecks() {
    Transform transform = compile("- references: {shop_id: mart.a.id}\n");

    assertThat(transform.inputs()).containsExactly(new TableId("lake_ec", "orders"));
    assertThat(transform.checks().get(0).failuresSql())
        .contains("FROM `_sluice`.`mart__a` AS there");
  }

  @Test
  void writesAcceptedValuesAsLiteralsOfTheColumn() {
    assertThat(
            compile(
                    """
                    - accepted: {id: [1, "2"]}
                    - accepted: {amount: [1.50, 2]}
                    - accepted: {day: 2024-02-29}
                    - accepted: {big: [true]}
                    - accepted: {score: [0.5]}
                    """)
                .checks())
        .extracting(check -> check.failuresSql().replaceAll(".* NOT IN ", ""))
        .containsExactly(
            "(1, 2)", "(NUMERIC '1.50', NUMERIC '2')", "(DATE '2024-02-29')", "(TRUE)", "(0.5)");
  }

  @Test
  void tellsOfEachWrongCheck() {
    assertThat(
            problems(
                """
                - unqiue: [id]
                - unique: [idd, tags]
                - not_null: [id, id]
                - not_null: tags
                - accepted: {id: [one], day: [today], moment: [x], status: []}
                - accepted: [paid]
                - references: {shop_id: shops.id, status: lake_ec.shops.id, id: lake_ec.shop.id, amount: lake_ec.shops.nmae}
                - rows: {atleast: 1}
                - rows: 3
                - expression: amount
                - expression: no_such_column > 1
                - expression
                """))
        .containsExactly(
            "mart/a.sql:3: checks[1].unqiue is no check. Did you mean unique?",
            "mart/a.sql:4: checks[2].unique names 'tags', which is an ARRAY<STRING>. Values of that type cannot be compared: name another column.",
            "mart/a.sql:4: checks[2].unique names the column 'idd', which the table does not have. Did you mean id?",
            "mart/a.sql:5: checks[3].not_null repeats line 5: not_null(id). Remove one of the two.",
            "mart/a.sql:6: checks[4].not_null names 'tags', which is an ARRAY<STRING>. Remove it: an array in a table is never NULL.",
            "mart/a.sql:7: checks[5].accepted.day[1] is 'today', and the column is a DATE. Write a value of that type.",
            "mart/a.sql:7: checks[5].accepted.id[1] is 'one', and the column is an INT64. Write a value of that type.",
            "mart/a.sql:7: checks[5].accepted.moment[1] is about a TIMESTAMP. List values of STRING, BOOL, DATE or numbers, or write an expression.",
            "mart/a.sql:7: checks[5].accepted.status is an empty list. List the values, like [paid, shipped].",
            "mart/a.sql:8: checks[6].accepted does not say which column. Write it like {status: [paid, shipped]}.",
            "mart/a.sql:9: checks[7].references.amount names the column 'nmae', which lake_ec.shops does not have. Did you mean name?",
            "mart/a.sql:9: checks[7].references.id names the table 'lake_ec.shop', which is made by no file of this pipeline. Did you mean lake_ec.shops?",
            "mart/a.sql:9: checks[7].references.shop_id is 'shops.id'. Write dataset.table.column.",
            "mart/a.sql:9: checks[7].references.status does not type-check: No matching signature for operator = for argument types: INT64, STRING. Correct it.",
            "mart/a.sql:10: checks[8].rows.atleast is not a setting. Did you mean at_least?",
            "mart/a.sql:11: checks[9].rows does not say how many. Write {at_least: 1}, {at_most: 1000} or both.",
            "mart/a.sql:12: checks[10].expression does not type-check: No matching signature for operator NOT; Argument types: NUMERIC. Correct it.",
            "mart/a.sql:13: checks[11].expression does not type-check: Unrecognized name: no_such_column. Correct it.",
            "mart/a.sql:14: checks[12] is no check. Write a list of checks, like `- unique: [order_id]`.");
  }

  private Transform compile(String checks) {
    Folder folder = folder(checks);
    assertThat(folder.problems()).isEmpty();
    return folder.compile().orThrow().transform(new TableId("mart", "a")).orElseThrow();
  }

  private List<String> problems(String checks) {
    return folder(checks).problems();
  }

  private Folder folder(String checks) {
    return Folder.withOrders(root)
        .write(
            "mart/a.sql",
            """
            /*
            checks:
            %s*/
            SELECT id, shop_id, status, amount, tags, score, amount > 100 AS big,
              DATE(ordered_at) AS day, ordered_at AS moment
            FROM lake_ec.orders
            """
                .formatted(checks.indent(2)));
  }
}
