package sluice.sql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sluice.plan.Plan;

final class SluiceCliTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @TempDir Path root;

  @Test
  void printsWhatAPlanHoldsAndWritesIt() throws IOException {
    pipeline();

    int status = run("plan", root.toString(), "--output", root.resolve("out/plan.json").toString());

    assertThat(errors.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            company, in US: 2 sources, 3 landing tables, 2 transforms, 2 edges, 1 check

            ec (postgresql), "0 * * * *" Asia/Tokyo
              lake_ec.orders  incremental by at, 3 columns
              lake_ec.shops   snapshot, 2 columns

            partner (files), as files come
              lake_partner.paid  append, 1 column

            mart.orders    table <- lake_ec.orders
            mart.settings  view <- lake_partner.paid
            """);
    assertThat(Plan.parse(Files.readString(root.resolve("out/plan.json"))).transforms()).hasSize(2);
  }

  @Test
  void printsProblemsAndEndsWithOne() throws IOException {
    pipeline();
    Files.writeString(root.resolve("mart/orders.sql"), "SELECT idd FROM lake_ec.orders");

    int status = run("plan", root.toString(), "--output", root.resolve("plan.json").toString());

    assertThat(status).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(errors.toString())
        .isEqualTo(
            "mart/orders.sql:1: GoogleSQL says, at column 8: Unrecognized name: idd; Did you mean id?"
                + " Correct the query there."
                + System.lineSeparator());
    assertThat(root.resolve("plan.json")).doesNotExist();
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    int status = run("plan", root.resolve("nowhere").toString());

    assertThat(status).isEqualTo(1);
    assertThat(errors.toString().strip())
        .isEqualTo(
            "'%s' is not a folder. Name the folder that holds pipeline.yaml."
                .formatted(root.resolve("nowhere")));
  }

  @Test
  void endsWithTwoWhenItIsMisused() {
    assertThat(run("plan")).isEqualTo(2);
    assertThat(errors.toString()).startsWith("Missing required parameter: 'DIR'");
  }

  private int run(String... arguments) {
    CommandLine commandLine = SluiceCli.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(errors));
    return commandLine.execute(arguments);
  }

  private void pipeline() throws IOException {
    Files.createDirectories(root.resolve("sources"));
    Files.createDirectories(root.resolve("mart"));
    Files.writeString(
        root.resolve("pipeline.yaml"), "pipeline: company\nlocation: US\ntime_zone: Asia/Tokyo\n");
    Files.writeString(
        root.resolve("sources/ec.yaml"),
        """
        kind: postgresql
        connection: EC_DATABASE
        schedule: "0 * * * *"
        tables:
          orders: {mode: incremental, cursor: at, columns: {id: INT64, at: TIMESTAMP}}
          shops: {columns: {id: INT64}}
        """);
    Files.writeString(
        root.resolve("sources/partner.yaml"),
        """
        kind: files
        tables:
          paid: {format: ndjson, write: append, columns: {amount: NUMERIC}}
        """);
    Files.writeString(
        root.resolve("mart/orders.sql"),
        "/*\nchecks:\n  - unique: id\n*/\nSELECT id FROM lake_ec.orders");
    Files.writeString(
        root.resolve("mart/settings.sql"),
        "/* materialization: view */\nSELECT amount FROM lake_partner.paid");
  }
}
