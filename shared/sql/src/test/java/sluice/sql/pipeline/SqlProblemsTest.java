package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.Refresh;
import sluice.plan.Transform;
import sluice.schema.TableId;

final class SqlProblemsTest {
  private static final String QUERY_ONLY =
      "Write a query, with SELECT, WITH or FROM: Sluice makes the table of its rows.";

  @TempDir Path root;

  @Test
  void tellsOfEachSettingOfASqlFile() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "mart/Sales.sql",
                """
                -- The settings may stand below a line like this.
                /*
                description:
                materialisation: table
                materialization: tabel
                partition: day
                refresh: hourly
                columns:
                  idd: The id.
                */
                SELECT id FROM lake_ec.orders
                """)
            .write(
                "mart/seen.sql",
                """
                /*
                materialization: view
                cluster: id
                */
                SELECT id FROM lake_ec.orders
                """);

    assertThat(folder.problems())
        .containsExactly(
            "mart/Sales.sql:1: The table is not a name: 'Sales'. Write lower-case letters, digits and _, a letter first.",
            "mart/Sales.sql:3: description is blank. Say in a sentence what a row is.",
            "mart/Sales.sql:4: materialisation is not a setting. Did you mean materialization?",
            "mart/Sales.sql:5: materialization is 'tabel'. Write table or view.",
            "mart/Sales.sql:6: partition names the column 'day', which the table does not have. Known here: id.",
            "mart/Sales.sql:7: refresh is 'hourly'. Write any, all, or how long, like PT1H.",
            "mart/Sales.sql:9: columns.idd names the column 'idd', which the table does not have. Did you mean id?",
            "mart/seen.sql:3: cluster is for tables. Remove it: a view holds no rows.");
  }

  @Test
  void tellsWhenTheCommentOrTheQueryIsMissing() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/open.sql", "\n/*\ndescription: x\nSELECT 1 AS one")
            .write("mart/only.sql", "/*\ndescription: x\n*/\n-- nothing here\n")
            .write("mart/prose.sql", "/* Sales by day. */\nSELECT 1 AS one")
            .write("mart/plain.sql", "SELECT 1 AS one");

    assertThat(folder.problems())
        .containsExactly(
            "mart/only.sql:1: The file has no query. Write one behind the comment.",
            "mart/open.sql:2: The comment does not end. Write */ behind the settings.",
            "mart/prose.sql:1: Here is one value. Write keys and values, like `key: value`.");
  }

  @Test
  void refusesWhatIsNoQuery() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/a.sql", "INSERT INTO mart.b (id) SELECT id FROM lake_ec.orders")
            .write(
                "mart/b.sql", "/* owner: x */\n\n-- makes b\nCREATE TABLE mart.b AS SELECT 1 AS id")
            .write("mart/c.sql", "SELECT 1 AS id;\nSELECT 2 AS id")
            .write("mart/d.sql", "SELEC 1 AS id");

    assertThat(folder.problems())
        .containsExactly(
            "mart/a.sql:1: The statement begins with INSERT. " + QUERY_ONLY,
            "mart/b.sql:4: The statement begins with CREATE. " + QUERY_ONLY,
            "mart/c.sql:2: GoogleSQL says, at column 1: Syntax error: Expected end of input but got keyword SELECT. Correct the query there.",
            "mart/d.sql:1: The statement begins with SELEC. " + QUERY_ONLY);
  }

  @Test
  void givesTheAnalyzersMessageTheLineOfTheFile() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "mart/a.sql",
                """
                /*
                description: x
                */
                SELECT
                  id,
                  amuont
                FROM lake_ec.orders
                """)
            .write("mart/b.sql", "/* owner: x */ SELECT id, FROM lake_ec.orders WHERE amount = 'a'")
            .write("mart/c.sql", "SELECT (1 AS id")
            .write(
                "mart/d.sql",
                "WITH a AS (SELECT id FROM lake_ec.orders) SELECT a.id AS x, b.id FROM a JOIN lake_ec.shops AS b USING (idd)");

    assertThat(folder.problems())
        .containsExactly(
            "mart/a.sql:6: GoogleSQL says, at column 3: Unrecognized name: amuont; Did you mean amount? Correct the query there.",
            "mart/b.sql:1: GoogleSQL says, at column 53: No matching signature for operator = for argument types: NUMERIC, STRING. Correct the query there.",
            "mart/c.sql:1: GoogleSQL says, at column 11: Syntax error: Expected \",\" but got keyword AS. Correct the query there.",
            "mart/d.sql:1: GoogleSQL says, at column 104: Column idd in USING clause not found on left side of join. Correct the query there.");
  }

  @Test
  void refusesColumnsWithoutANameOrWithOneThatBigQueryKeeps() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/a.sql", "SELECT id, amount * 2 FROM lake_ec.orders")
            .write("mart/b.sql", "SELECT id AS _partitiontime FROM lake_ec.orders")
            .write("mart/c.sql", "SELECT id, shop_id AS ID FROM lake_ec.orders");

    assertThat(folder.problems())
        .containsExactly(
            "mart/a.sql:1: Column 2 of the query has no name. Write AS and a name behind it.",
            "mart/b.sql:1: The column '_partitiontime' has a name that BigQuery keeps for itself. Write AS and another name behind it.",
            "mart/c.sql:1: GoogleSQL says, at column 1: Duplicate column names in the result are not supported. Found duplicate(s): ID. Correct the query there.");
  }

  @Test
  void tellsOfTablesThatNobodyMakes() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/a.sql", "SELECT 1 AS one\nFROM lake_ec.order,\n  elsewhere.things, bare")
            .write("mart/b.sql", "FROM `some-project.lake_ec.shop`\n|> SELECT id")
            .write("mart/c.sql", "SELECT no_such_column FROM mart.a");

    assertThat(folder.problems())
        .containsExactly(
            "mart/a.sql:2: The table 'lake_ec.order' is made by no file of this pipeline. Did you mean lake_ec.orders?",
            "mart/a.sql:3: The table 'bare' has no dataset. Write dataset.bare.",
            "mart/a.sql:3: The table 'elsewhere.things' is made by no file of this pipeline. Add it to a source, or write elsewhere/things.sql.",
            "mart/b.sql:1: The table 'some-project.lake_ec.shop' is made by no file of this pipeline. Did you mean lake_ec.shops?");
  }

  @Test
  void saysWhatToDoAboutWhatOnlyBigQueryKnows() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/a.sql", "SELECT id FROM `lake_pos.sales_*`")
            .write("mart/b.sql", "SELECT table_name FROM lake_ec.INFORMATION_SCHEMA.TABLES")
            .write("mart/c.sql", "SELECT @day AS day")
            .write("mart/d.sql", "SELECT lake_ec.tax(amount) AS tax FROM lake_ec.orders")
            .write("mart/e.sql", "SELECT " + "id + ".repeat(400) + "id AS x FROM lake_ec.orders");

    assertThat(folder.problems())
        .containsExactly(
            "mart/a.sql:1: The table 'lake_pos.sales_*' is made by no file of this pipeline. Read tables that the pipeline makes, each by its name.",
            "mart/b.sql:1: The table 'lake_ec.INFORMATION_SCHEMA.TABLES' is made by no file of this pipeline. Read tables that the pipeline makes, each by its name.",
            "mart/c.sql:1: GoogleSQL says, at column 8: Query parameter 'day' not found. Correct the query there.",
            "mart/d.sql:1: GoogleSQL says, at column 8: Function not found: lake_ec.tax. Correct the query there.",
            "mart/e.sql:1: The query nests too deeply for the analyzer. Compute a part of it in a WITH clause.");
  }

  @Test
  void namesEachRingOnce() {
    Folder folder =
        Folder.withOrders(root)
            .write("mart/a.sql", "SELECT * FROM mart.b")
            .write("mart/b.sql", "SELECT * FROM mart.c JOIN lake_ec.orders USING (id)")
            .write("mart/c.sql", "SELECT * FROM mart.a")
            .write("mart/self.sql", "SELECT * FROM mart.self")
            .write("mart/behind.sql", "SELECT no_such_column FROM mart.c");

    assertThat(folder.problems())
        .containsExactly(
            "mart/a.sql:1: mart.a reads mart.b, which reads mart.c, which reads mart.a. No table is made of itself: let one of them read another.",
            "mart/self.sql:1: mart.self reads itself. No table is made of itself: let one of them read another.");
  }

  @Test
  void readersOfATableThatIsMadeTwiceAreNotToldOfItsColumns() {
    Folder folder =
        Folder.withOrders(root)
            .write("lake_ec/orders.sql", "SELECT 1 AS other")
            .write("mart/a.sql", "SELECT other FROM lake_ec.orders");

    assertThat(folder.problems())
        .containsExactly(
            "lake_ec/orders.sql:1: lake_ec.orders is made here and in sources/ec.yaml, line 5. Remove one of the two, or give it another name.");
  }

  @Test
  void keepsTheQueryWithoutItsSettingsAndItsSemicolons() {
    Folder folder =
        Folder.withOrders(root)
            .write(
                "mart/a.sql",
                "\uFEFF/*\r\nrefresh: all\r\n*/\r\nSELECT id\r\nFROM lake_ec.orders;\r\n");

    assertThat(folder.problems()).isEmpty();
    Transform transform =
        folder.compile().orThrow().transform(new TableId("mart", "a")).orElseThrow();
    assertThat(transform.sql()).isEqualTo("SELECT id\nFROM lake_ec.orders");
    assertThat(transform.refresh().trigger()).isEqualTo(Refresh.Trigger.ALL);
  }
}
