package sluice.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinesTest {

  @Test
  void givesEachLineWithoutItsEndAndTheLastOneToo() throws IOException {
    assertThat(lines("一\n\ntwo\r\nthree")).containsExactly("一", "", "two", "three");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void givesALineThatIsTooLongInPiecesAndCutsNoCharacterInTwo() throws IOException {
    String long1 = "x".repeat(Lines.LONGEST - 1) + "\uD83D\uDE00" + "rest";

    assertThat(lines(long1 + "\nnext"))
        .containsExactly("x".repeat(Lines.LONGEST - 1) + "\uD83D\uDE00", "rest", "next");
  }

  private static List<String> lines(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    Lines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
    return lines;
  }
}
