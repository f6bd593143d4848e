package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.Plan;

final class ManyFilesTest {
  @TempDir Path root;

  @Test
  void compilesAChainOfFortyFilesInTheOrderOfItsEdges() {
    Folder folder = Folder.withOrders(root).write("mart/t40.sql", query("lake_ec.orders"));
    for (int i = 39; i >= 1; i--) {
      folder.write("mart/t%02d.sql".formatted(i), query("mart.t%02d".formatted(i + 1)));
    }

    Plan plan = folder.compile().orThrow();

    assertThat(plan.transforms().get(0).id().table()).isEqualTo("t40");
    assertThat(plan.transforms().get(39).id().table()).isEqualTo("t01");
    assertThat(plan.transforms().get(39).lineage()).containsKey("row_number");
  }

  private static String query(String input) {
    return """
    /*
    checks:
      - unique: [id]
      - not_null: [id]
    */
    SELECT o.id, o.amount * 2 AS amount, COUNT(s.id) OVER (PARTITION BY o.id) AS row_number, o.shop_id
    FROM %s AS o LEFT JOIN lake_ec.shops AS s ON s.id = o.shop_id
    """
        .formatted(input);
  }

  /**
   * Whatever a file holds, the compiler answers with problems or a plan, never with an exception.
   */
  @RepeatedTest(30)
  void answersToDamagedFilesWithProblems(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Folder folder = Folder.withOrders(root);
    folder.write("sources/ec.yaml", damaged(folder.read("sources/ec.yaml"), random));
    folder.write("mart/a.sql", damaged(query("lake_ec.orders"), random));

    Compilation compilation = folder.compile();

    assertThat(compilation.plan().isPresent()).isEqualTo(compilation.problems().isEmpty());
    assertThat(compilation.problems())
        .allSatisfy(problem -> assertThat(problem.line()).isPositive());
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    String junk = "{}[]:,-'\"`*/&!|>%@#\n\t 0aé\\;()\u3042";
    for (int i = 0; i < 4; i++) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, junk.charAt(random.nextInt(junk.length())));
        case 1 -> damaged.deleteCharAt(at);
        default -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(30)));
      }
    }
    return damaged.toString();
  }
}
