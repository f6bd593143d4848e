package sluice.testing.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A short version of the day that docs/performance.md shows. */
final class DayTest {

  private static final int A_DAY = (int) Duration.ofDays(1).toMillis();

  private static final Figures FIGURES =
      new Day(4).withBursts(3_000).withStream(200, Duration.ofSeconds(60)).run();

  @Test
  void loadsEveryFileOnceWithinEveryLimit() {
    assertThat(FIGURES.arrived()).isEqualTo(15_000);
    assertThat(FIGURES.loaded()).isEqualTo(15_000);
    int[] took = Figures.sorted(FIGURES.tables());
    assertThat(took[took.length - 1]).isLessThan(A_DAY);
    assertThat(FIGURES.mostJobs()).isBetween(1, 1_499);
    assertThat(FIGURES.limits().mostJobs()).isBetween(FIGURES.mostJobs(), 100_000);
    assertThat(FIGURES.limits().mostUris()).isBetween(1_000, 10_000);
    assertThat(FIGURES.limits().mostBytes()).isBetween(1L, 15_000_000_000_000L);
  }

  @Test
  void saysHowItWent() {
    assertThat(FIGURES.report())
        .startsWith("15,000 files arrived, 15,000 are loaded, each once\n")
        .contains("arrival to loaded, 99%");
  }

  @Test
  void drawsAPlotWithAxesUnitsAndALegend() throws Exception {
    Document plot =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(DayPlot.of(FIGURES))));

    NodeList texts = plot.getElementsByTagName("text");
    StringBuilder said = new StringBuilder();
    for (int text = 0; text < texts.getLength(); text++) {
      said.append(texts.item(text).getTextContent()).append('\n');
    }
    assertThat(said)
        .contains("15,000 files into 4 tables")
        .contains("Files arriving and loaded", "a minute", "arriving", "loaded", "12:00")
        .contains("Files that wait", "From arrival to loaded", "seconds", "stream 99 %")
        .contains("Load jobs a table", "BigQuery's limit", "1,500");
    assertThat(plot.getElementsByTagName("style").item(0).getTextContent())
        .contains("prefers-color-scheme: dark");
  }
}
