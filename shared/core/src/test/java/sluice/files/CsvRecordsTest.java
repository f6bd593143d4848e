package sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.plan.Format;

final class CsvRecordsTest {
  private static final Format.Csv CSV = new Format.Csv(",", 1, "");

  @Test
  void cutsFieldsAndKeepsWhetherTheyWereQuoted() throws IOException {
    assertThat(read("a,\"b, \"\"c\"\"\",\"\",\n", CSV))
        .containsExactly(
            new CsvRecords.Row(List.of(field("a"), quoted("b, \"c\""), quoted(""), field("")), 1));
  }

  @Test
  void knowsTheLineOfARowBehindLineBreaksOfAllKinds() throws IOException {
    assertThat(read("a\r\nb\rc\n\n\"d\ne\"\nf", CSV))
        .extracting(CsvRecords.Row::line)
        .containsExactly(1L, 2L, 3L, 5L, 7L);
  }

  @Test
  void takesOtherDelimitersAndNoQuotes() throws IOException {
    Format.Csv tabs =
        new Format.Csv(
            "\t",
            "",
            0,
            Format.HeaderRow.SKIPPED,
            Map.of(),
            "",
            Format.ShortRows.BAD,
            Format.Text.STRICT_UTF_8);

    assertThat(read("5\" disk\t,\n", tabs))
        .containsExactly(new CsvRecords.Row(List.of(field("5\" disk"), field(",")), 1));
  }

  @Test
  void namesTheLineOfAQuoteThatIsNeverClosed() {
    assertThatThrownBy(() -> read("a,b\nc,\"d\ne\n", CSV))
        .isInstanceOf(BadTextException.class)
        .hasMessage("A quote is never closed in the row that begins in line 2.");
  }

  @Test
  void namesTheLineOfTextBehindAQuote() {
    assertThatThrownBy(() -> read("a\n\"b\"c,d\n", CSV))
        .hasMessage("Text stands behind a closing quote in line 2.");
  }

  private static List<CsvRecords.Row> read(String text, Format.Csv format) throws IOException {
    List<CsvRecords.Row> rows = new ArrayList<>();
    try (CsvRecords records = new CsvRecords(new StringReader(text), format)) {
      for (Optional<CsvRecords.Row> row = records.next(); row.isPresent(); row = records.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  private static CsvRecords.Field field(String text) {
    return new CsvRecords.Field(text, false);
  }

  private static CsvRecords.Field quoted(String text) {
    return new CsvRecords.Field(text, true);
  }
}
