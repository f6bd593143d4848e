package sluice.sql.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.plan.Transform;
import sluice.schema.TableId;

/** Compiles what docs/pipeline.md shows. */
final class PipelineReferenceTest {
  private static final Path PAGE = Path.of("../../docs/pipeline.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^`([^`\\n]+)`\\n```(?:yaml|sql)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir Path root;

  @Test
  void everyBlockOfTheReferenceIsPartOfAPipelineThatCompiles() throws IOException {
    String page = Files.readString(PAGE);
    List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
    Folder folder = new Folder(root);
    blocks.forEach(block -> folder.write(block.group(1), block.group(2)));

    assertThat(blocks)
        .hasSize(
            (int)
                Pattern.compile("^```(yaml|sql)$", Pattern.MULTILINE)
                    .matcher(page)
                    .results()
                    .count());
    assertThat(folder.problems()).isEmpty();
    assertThat(folder.compile().orThrow().transforms())
        .extracting(Transform::id)
        .containsExactly(new TableId("warehouse", "orders"), new TableId("mart", "daily_sales"));
  }

  @Test
  void theReferenceNamesEverySettingOfASqlFile() throws IOException {
    Folder folder = Folder.withOrders(root).write("mart/a.sql", "/* zzzzzz: 1 */ SELECT 1 AS one");

    String known = folder.problems().get(0).replaceAll(".*Known here: |\\.$", "");
    assertThat(Files.readString(PAGE))
        .contains(List.of(known.split(", ")).stream().map("`%s`"::formatted).toList());
  }
}
